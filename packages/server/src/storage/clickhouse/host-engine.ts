import { randomUUID } from 'node:crypto'
import { drainPending, Session } from 'chdb'
import type { Gate } from './host-gate.ts'
import type { HostStatement } from './host-request.ts'

export type HostAnswer = { bytes: Uint8Array; elapsedNs: number; readRows: number; readBytes: number }

export type HostEngine = {
  run(statement: HostStatement, signal: AbortSignal): Promise<HostAnswer>
  /** Waits for running statements and closes the engine. */
  close(): Promise<void>
}

/**
 * Opens chDB on a folder. Every statement gets a connection of its own (0.3 ms), so that the parameters,
 * settings and temporary tables of one can never reach another; one connection stays open to keep the engine.
 */
export function openEngine(folder: string, gate: Gate): HostEngine {
  const keeper = new Session(folder)
  const running = new Set<Promise<unknown>>()

  async function run(statement: HostStatement, signal: AbortSignal): Promise<HostAnswer> {
    const name = statement.settings.log_comment
    const work = gate.run(
      gate.laneOf({ isInsert: statement.isInsert, name, sql: statement.sql }),
      signal,
      async () => {
        const answer = await execute(folder, keeper, statement, signal)
        gate.learn(name, answer.elapsedNs / 1e6)
        return answer
      },
    )
    running.add(work)
    return work.finally(() => running.delete(work))
  }

  async function close(): Promise<void> {
    await Promise.allSettled(running)
    keeper.close()
    await drainPending()
  }

  return { run, close }
}

async function execute(
  folder: string,
  keeper: Session,
  statement: HostStatement,
  signal: AbortSignal,
): Promise<HostAnswer> {
  const connection = new Session(folder)
  const tag = `/* teia:${randomUUID()} */`
  let stopKilling: (() => void) | undefined
  const onAbort = () => {
    stopKilling = killRepeatedly(keeper, tag)
  }
  try {
    for (const preparation of preparations(statement)) await connection.queryAsync(preparation)
    signal.throwIfAborted()
    signal.addEventListener('abort', onAbort, { once: true })
    const started = process.hrtime.bigint()
    const result = await connection.queryAsync(`${tag} ${statement.sql}`, { format: statement.format })
    const elapsedNs = Number(process.hrtime.bigint() - started)
    const bytes = result.bytes()
    return { bytes, elapsedNs, ...readStatistics(bytes, statement.format, result) }
  } finally {
    signal.removeEventListener('abort', onAbort)
    stopKilling?.()
    connection.close()
  }
}

/**
 * Skip indexes are looked at once, before reading, and not again granule by granule: for the statements of one person that
 * halves the work (see benchmarks/person-page.ts).
 */
const defaults = { use_skip_indexes_on_data_read: '0' }

function preparations(statement: HostStatement): string[] {
  const assignments = Object.entries({ ...defaults, ...statement.settings, ...statement.params }).map(
    ([name, value]) => `${name} = ${literal(value)}`,
  )
  const set = `SET ${assignments.join(', ')}`
  return [
    // A new connection is in this database already.
    ...(statement.database === undefined || statement.database === 'default'
      ? []
      : [`USE ${identifier(statement.database)}`]),
    // Long parameters count as part of the statement that sets them, which the engine limits to 256 KB.
    ...(set.length > 50_000 ? [`SET max_query_size = ${4 * set.length}`] : []),
    set,
  ]
}

function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function identifier(value: string): string {
  return `\`${value.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``
}

/**
 * Asks the engine to stop the statement, again and again until told to stop asking: the statement may not
 * have been registered yet at the first try. ASYNC, because SYNC hangs.
 */
function killRepeatedly(keeper: Session, tag: string): () => void {
  const kill = () =>
    keeper.queryAsync(`KILL QUERY WHERE startsWith(query, ${literal(tag)}) ASYNC`).catch(() => undefined)
  void kill()
  const timer = setInterval(kill, 250)
  return () => clearInterval(timer)
}

/** The binding counts result rows; how many rows were read, only the JSON formats say, at their end. */
function readStatistics(bytes: Uint8Array, format: string, result: { rowsRead: number; bytesRead: number }) {
  const tail = format.startsWith('JSON') ? Buffer.from(bytes.subarray(-300)).toString('latin1') : ''
  const found = /"rows_read": (\d+),\s*"bytes_read": (\d+)\s*\}\s*\}\s*$/.exec(tail)
  if (!found) return { readRows: result.rowsRead, readBytes: result.bytesRead }
  return { readRows: Number(found[1]), readBytes: Number(found[2]) }
}

import { randomUUID } from 'node:crypto'
import { Agent, type AgentOptions } from 'node:http'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { ClickHouseLogLevel, type ClickHouseSettings, createClient } from '@clickhouse/client'
import { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import type { Log } from '../../platform/log.ts'
import { toAppError } from './clickhouse.errors.ts'
import { readCompactRows } from './compact-rows.ts'

/** One named, typed, parameterised question. Every value goes through `params`, never into the text. */
export type Statement<Row> = {
  /** `<feature>.<function>`; shows up as `log_comment`, so that a slow question can be traced to its file. */
  name: string
  sql: string
  params?: Record<string, unknown>
  /** What a row looks like. 64-bit integers arrive as strings: use `z.coerce.number()`. */
  row: z.ZodType<Row>
  settings?: Record<string, string | number>
  signal?: AbortSignal
  /** Longest time in milliseconds; 60 seconds unless told otherwise. */
  timeoutMs?: number
}

/** The only way to reach ClickHouse, embedded or not. */
export type ClickHouse = {
  /** Asks and returns the parsed rows. Throws `unexpected_row`, `query_failed`, `query_timeout`, `store_unavailable`, ... */
  select<Row>(s: Statement<Row>): Promise<Row[]>
  /** Like select, with what it cost: rows read from the tables, and milliseconds as the caller saw them. */
  selectMeasured<Row>(s: Statement<Row>): Promise<{ rows: Row[]; elapsedMs: number; rowsRead: number }>
  /**
   * As selectMeasured for more rows than fit into memory: each is handed over as it comes, as an array of its columns, which is
   * what `row` has to be. What `take` throws ends the question. Nothing is repeated: rows may have been taken.
   */
  selectEach<Row>(
    s: Statement<Row>,
    take: (row: Row) => void,
  ): Promise<{ elapsedMs: number; rowsRead: number }>
  /** Inserts one block; the same dedupeToken twice inserts once. rows: objects (JSONEachRow) or a Buffer already in JSONEachRow. */
  insert(i: {
    name: string
    table: string
    rows: ReadonlyArray<object> | Buffer
    dedupeToken?: string
  }): Promise<void>
  /** Runs a statement that answers nothing. */
  command(c: {
    name: string
    sql: string
    params?: Record<string, unknown>
    settings?: Record<string, string | number>
  }): Promise<void>
  ping(): Promise<boolean>
  close(): Promise<void>
}

export type ClickHouseTarget =
  | { url: string }
  | { socketPath: string; secret: string; database?: string; ready?: (timeoutMs: number) => Promise<void> }

const QUERY_TIMEOUT_MS = 60_000
/** The engine's own limit strikes first; this one is for an engine that does not answer at all. */
const REQUEST_TIMEOUT_MS = 660_000
const RESPAWN_WAIT_MS = 10_000

const Answer = z.object({
  data: z.array(z.unknown()),
  statistics: z.object({ elapsed: z.number(), rows_read: z.coerce.number() }),
})

/** Opens the client of a ClickHouse server (`url`, may carry user, password and database) or of the embedded host. */
export function openClickHouse(target: ClickHouseTarget, log: Log): ClickHouse {
  const client = createClient({
    ...connection(target),
    request_timeout: REQUEST_TIMEOUT_MS,
    log: { level: ClickHouseLogLevel.OFF },
  })
  const attempt = attempts('ready' in target ? target.ready : undefined)

  /**
   * A server goes on with a question whose asker hung up, so it is told to stop; ASYNC, because SYNC waits for the
   * end. The embedded host sees the closed connection and stops the question itself.
   */
  function stopOnAbort(queryId: string, signal: AbortSignal | undefined): () => void {
    if (!signal || 'socketPath' in target) return () => undefined
    const stop = () =>
      void client
        .command({
          query: 'KILL QUERY WHERE query_id = {queryId: String} ASYNC',
          query_params: { queryId },
          clickhouse_settings: { log_comment: 'clickhouse.stopQuestion' },
        })
        .catch((error: unknown) => log.debug({ err: error }, 'A question could not be stopped'))
    signal.addEventListener('abort', stop, { once: true })
    return () => signal.removeEventListener('abort', stop)
  }

  async function selectMeasured<Row>(s: Statement<Row>) {
    const startedAt = performance.now()
    const reply = await attempt({ name: s.name, signal: s.signal, isRepeatable: true }, async () => {
      const queryId = randomUUID()
      const settle = stopOnAbort(queryId, s.signal)
      try {
        const result = await client.query({
          query: s.sql,
          query_id: queryId,
          format: 'JSON',
          clickhouse_settings: questionSettings(s),
          ...(s.params && { query_params: s.params }),
          ...(s.signal && { abort_signal: s.signal }),
        })
        return Answer.parse(await result.json())
      } finally {
        settle()
      }
    })
    const rows = parseRows(s, reply.data)
    return { rows, elapsedMs: performance.now() - startedAt, rowsRead: reply.statistics.rows_read }
  }

  async function selectEach<Row>(s: Statement<Row>, take: (row: Row) => void) {
    const startedAt = performance.now()
    const rowsRead = await attempt({ name: s.name, signal: s.signal, isRepeatable: false }, async () => {
      const queryId = randomUUID()
      const settle = stopOnAbort(queryId, s.signal)
      try {
        const { stream } = await client.exec({
          query: `${s.sql}\nFORMAT JSONCompact`,
          query_id: queryId,
          clickhouse_settings: questionSettings(s),
          ...(s.params && { query_params: s.params }),
          ...(s.signal && { abort_signal: s.signal }),
        })
        return await readCompactRows(stream, (row) => take(parseRow(s, row)))
      } finally {
        settle()
      }
    })
    return { elapsedMs: performance.now() - startedAt, rowsRead }
  }

  return {
    selectMeasured,
    selectEach,
    select: async (s) => (await selectMeasured(s)).rows,
    async insert({ name, table, rows, dedupeToken }) {
      if (rows.length === 0) return
      await attempt({ name, isRepeatable: dedupeToken !== undefined }, async () => {
        const clickhouse_settings = insertSettings(name, dedupeToken)
        if (!Buffer.isBuffer(rows))
          return void (await client.insert({
            table,
            format: 'JSONEachRow',
            values: [...rows],
            clickhouse_settings,
          }))
        const { stream } = await client.exec({
          query: `INSERT INTO ${table} FORMAT JSONEachRow`,
          values: Readable.from([rows], { objectMode: false }),
          clickhouse_settings,
        })
        await finished(stream.resume())
      })
    },
    async command({ name, sql, params, settings }) {
      await attempt({ name, isRepeatable: false }, async () => {
        await client.command({
          query: sql,
          clickhouse_settings: { log_comment: name, ...stringSettings(settings) },
          ...(params && { query_params: params }),
        })
      })
    },
    async ping() {
      const reply = await client.ping()
      if (!reply.success) log.debug({ err: reply.error }, 'ClickHouse does not answer')
      return reply.success
    },
    close: () => client.close(),
  }
}

function connection(target: ClickHouseTarget) {
  if ('url' in target)
    return {
      url: target.url,
      compression: { request: true, response: true },
      // A server refuses addresses beyond a megabyte; long parameters then go in the body.
      use_multipart_params_auto: true,
    }
  const options: AgentOptions & { socketPath: string } = {
    socketPath: target.socketPath,
    keepAlive: true,
    maxSockets: 32,
  }
  const agent = new Agent(options)
  const database = target.database ?? 'default'
  return { url: 'http://localhost', username: 'teia', password: target.secret, database, http_agent: agent }
}

function questionSettings(s: Statement<unknown>): ClickHouseSettings {
  return {
    log_comment: s.name,
    max_execution_time: (s.timeoutMs ?? QUERY_TIMEOUT_MS) / 1000,
    output_format_json_quote_64bit_integers: 1,
    ...stringSettings(s.settings),
  }
}

function insertSettings(name: string, dedupeToken: string | undefined): ClickHouseSettings {
  return {
    log_comment: name,
    date_time_input_format: 'best_effort',
    // {"a.b": 1, "a": {"b": 2}} names one path twice; the first is kept, instead of refusing the whole block.
    type_json_skip_duplicated_paths: 1,
    // Text stays the text that was sent: "2026-02-01T12:00:00Z" would come back as "2026-02-01 12:00:00".
    input_format_try_infer_dates: 0,
    input_format_try_infer_datetimes: 0,
    ...(dedupeToken !== undefined && { insert_deduplication_token: dedupeToken }),
  }
}

function stringSettings(settings: Record<string, string | number> | undefined): ClickHouseSettings {
  return Object.fromEntries(Object.entries(settings ?? {}).map(([name, value]) => [name, String(value)]))
}

function parseRows<Row>(s: Statement<Row>, data: unknown[]): Row[] {
  const parsed = z.array(s.row).safeParse(data)
  if (parsed.success) return parsed.data
  throw unexpected(s, parsed.error)
}

function parseRow<Row>(s: Statement<Row>, row: unknown): Row {
  const parsed = s.row.safeParse(row)
  if (parsed.success) return parsed.data
  throw unexpected(s, parsed.error)
}

const unexpected = ({ name }: Pick<Statement<unknown>, 'name'>, cause: unknown) =>
  new AppError('unexpected_row', 500, `The answer to ${name} has an unexpected shape.`, {
    cause,
    details: { statement: name },
  })

type Attempt = { name: string; signal?: AbortSignal | undefined; isRepeatable: boolean }

/**
 * Runs work against the engine and names its faults. While an embedded engine comes back after a crash, work
 * waits; work that may safely happen twice is also repeated when the crash cut its connection.
 */
function attempts(ready: ((timeoutMs: number) => Promise<void>) | undefined) {
  return async <T>({ name, signal, isRepeatable }: Attempt, work: () => Promise<T>): Promise<T> => {
    const deadline = performance.now() + RESPAWN_WAIT_MS
    for (;;) {
      try {
        signal?.throwIfAborted()
        await ready?.(Math.max(deadline - performance.now(), 0))
        return await work()
      } catch (error) {
        const fault = toAppError(name, error, signal)
        const isLost = fault.code === 'store_unavailable' && performance.now() < deadline
        if (!ready || !isRepeatable || !isLost) throw fault
        await sleep(50)
      }
    }
  }
}

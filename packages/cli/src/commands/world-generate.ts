import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { PassThrough, type Writable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import { loadWorld, openWorld, type Simulation, type WorldEvent } from '@teia/demo-world'
import { Command, InvalidArgumentError, Option } from 'commander'
import { openCollector } from '../collector.ts'
import { openPace } from '../pace.ts'
import { openReporter, type ProgressStyle } from '../progress.ts'
import { UserError } from '../user-error.ts'

type GenerateOptions = {
  world: string
  people: number
  days: number
  seed: number
  until: string
  out?: string
  server?: string
  writeKey?: string
  rate?: number
  truth?: string
  truthIdentities?: string
  progress: ProgressStyle
}

/** Where generated messages go. */
type Sink = { add(event: WorldEvent): Promise<void> | undefined; close(): Promise<void> }

/** `teia world generate`: streams a world to a file or to a server. */
export function worldGenerate(): Command {
  return new Command('generate')
    .description('Generate a deterministic world: the same options give the same bytes.')
    .option('--world <file or name>', 'an included world or a world file', 'mercado-aurora')
    .option('--people <n>', 'how many people live in it', wholeNumber, 20_000)
    .option('--days <n>', 'length of the window in days', wholeNumber, 180)
    .option('--seed <n>', 'seed of all chance', wholeNumber, 1)
    .option(
      '--until <time>',
      'end of the window, ISO 8601 (default: the start of today, UTC)',
      isoTime,
      startOfToday(),
    )
    .option('--out <file>', 'write NDJSON to a file; .gz compresses, - is standard output')
    .addOption(
      new Option('--server <url>', 'send to the collection endpoint of a server')
        .env('TEIA_SERVER')
        .conflicts('out'),
    )
    .addOption(
      new Option('--write-key <key>', 'write key of the source on that server').env('TEIA_WRITE_KEY'),
    )
    .option('--rate <events a second>', 'send or write no faster than this', wholeNumber)
    .option('--truth <file>', 'write what was planted, as JSON')
    .option('--truth-identities <file>', 'write the true identifiers of every person, as NDJSON')
    .addOption(
      new Option('--progress <style>', 'how to report progress on standard error')
        .choices(['line', 'json', 'none'])
        .default(process.stderr.isTTY ? 'line' : 'none'),
    )
    .action(generate)
}

async function generate(options: GenerateOptions): Promise<void> {
  const world = await loadWorld(options.world).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'WorldFileError') throw error
    throw new UserError(
      `Cannot read the world "${options.world}": ${error instanceof Error ? error.message : error}`,
    )
  })
  const simulation = openWorld({
    world,
    people: options.people,
    days: options.days,
    until: options.until,
    seed: options.seed,
  })
  const sink = openSink(options)
  const reporter = openReporter(options.progress, process.stderr, Date.now)
  const pace = openPace(options.rate, () => performance.now(), sleep)
  let sent = 0
  for (const event of simulation.events) {
    await sink.add(event)
    sent++
    await pace(sent)
    reporter.update(sent, simulation.progress())
  }
  await sink.close()
  reporter.finish(sent)
  await writeTruth(simulation, options)
}

function openSink(options: GenerateOptions): Sink {
  if (options.server !== undefined && options.out === undefined) {
    if (options.writeKey === undefined) throw new UserError('Sending to a server needs --write-key.')
    return openCollector({ server: options.server, writeKey: options.writeKey })
  }
  if (options.out === undefined) throw new UserError('Say where to: --out FILE or --server URL.')
  return fileSink(options.out)
}

/** Writes lines in pieces of about 64 KB and waits while the stream is full. */
function fileSink(file: string): Sink {
  const target: Writable = file === '-' ? process.stdout : createWriteStream(file)
  const entry: Writable = file.endsWith('.gz') ? new PassThrough() : target
  const done = file.endsWith('.gz')
    ? pipeline(entry as PassThrough, createGzip(), target)
    : file === '-'
      ? undefined
      : finished(target)
  // Awaited in close(); until then an early failure must not count as unhandled.
  done?.catch(() => {})
  let waiting = ''

  async function write() {
    const piece = waiting
    waiting = ''
    if (!entry.write(piece)) await Promise.race([once(entry, 'drain'), ...(done ? [done] : [])])
  }
  return {
    add(event) {
      waiting += `${JSON.stringify(event)}\n`
      return waiting.length > 65_536 ? write() : undefined
    },
    async close() {
      await write()
      if (file === '-') return
      entry.end()
      await done
    },
  }
}

async function writeTruth(simulation: Simulation, options: GenerateOptions): Promise<void> {
  if (options.truth !== undefined)
    await writeFile(options.truth, `${JSON.stringify(simulation.truth(), null, 2)}\n`)
  if (options.truthIdentities === undefined) return
  const rows = fileLines(options.truthIdentities)
  for (const row of simulation.identities()) await rows.add(row)
  await rows.close()
}

function fileLines(file: string): { add(row: unknown): Promise<void> | undefined; close(): Promise<void> } {
  return fileSink(file) as { add(row: unknown): Promise<void> | undefined; close(): Promise<void> }
}

function wholeNumber(text: string): number {
  const value = Number(text.replaceAll('_', ''))
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('Give a whole number.')
  return value
}

function isoTime(text: string): string {
  const at = Date.parse(text)
  if (Number.isNaN(at))
    throw new InvalidArgumentError('Give an ISO 8601 time, for example 2026-11-20T00:00:00Z.')
  return new Date(at).toISOString()
}

function startOfToday(): string {
  return `${new Date().toISOString().slice(0, 10)}T00:00:00.000Z`
}

import { randomUUID } from 'node:crypto'
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../platform/errors.ts'
import type { Log } from '../../platform/log.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import { strongestIdentity } from '../../storage/log/accepted-event.ts'
import type { EventLog } from '../../storage/log/event-log.ts'
import type { Arrivals } from './arrivals.ts'
import { eventRow, type Placed } from './event-row.ts'
import { splitRepetitions } from './message-index.ts'
import { readRecord } from './segment-record.ts'

export type StoredEvent = { event: AcceptedEvent; personId: string; placed: Placed }
export type PipelineDeps = {
  eventLog: EventLog
  clickhouse: ClickHouse
  arrivals: Arrivals
  log: Log
  now: () => Date
  /** Who the identifiers of the block belong to, by identity id. Idempotent. */
  identify: (events: readonly AcceptedEvent[]) => Promise<Map<string, string>>
  place: (event: AcceptedEvent) => Placed
  /** Tells of events that have just become visible to questions. */
  onStored: (events: readonly StoredEvent[]) => void
  /** Told how long each step of a block took. */
  onStep: (step: 'read' | 'identify' | 'write' | 'store' | 'index', seconds: number) => void
  /** Keeps an event that cannot be processed, with the reason. Idempotent. */
  park: (event: AcceptedEvent, reason: string, detail: string) => Promise<void>
}

const consumer = 'store'
const planned = 'store-planned'
const block = { records: 2_000, bytes: 6 * 1024 * 1024 }
const keptRecords = 50_000
const breatheAfterBytes = 128 * 1024
/** More records than this, come while one block was carried, mean that calls wait to be accepted. */
const busyRecords = 200
const longestPauseMs = 500

/**
 * Carries accepted events from the log to where questions see them: read → drop repetitions → identify → place →
 * store → index. A block's bounds are written down before it is stored, so that after a crash the same block is stored
 * again under the same token, which the store drops. A block that fails for any reason but an absent store is halved
 * until the event at fault is found and parked.
 */
export class Pipeline {
  readonly #deps: PipelineDeps
  #stopped = false
  #wake: () => void = () => undefined
  #running: Promise<void> | null = null
  #lastEventReceivedAt = 0

  constructor(deps: PipelineDeps) {
    this.#deps = deps
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Ends after the block at work. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#wake()
    await this.#running
  }

  /** Milliseconds since the arrival of the oldest event that is not yet visible; 0 when all are. */
  lagMs(): number {
    const { eventLog, now } = this.#deps
    if (eventLog.cursor(consumer) >= eventLog.lastSeq()) return 0
    return Math.max(1, now().getTime() - (this.#lastEventReceivedAt || now().getTime()))
  }

  /** Resolves once everything accepted before the call is visible. For tests and for the end of an import. */
  async caughtUp(): Promise<void> {
    const target = this.#deps.eventLog.lastSeq()
    while (!this.#stopped && this.#deps.eventLog.cursor(consumer) < target) await sleep(10)
  }

  async #run(): Promise<void> {
    const { eventLog } = this.#deps
    const unsubscribe = eventLog.onAppend(() => this.#wake())
    while (!this.#stopped) {
      if (eventLog.cursor(consumer) >= eventLog.lastSeq()) {
        await this.#untilAppended()
        continue
      }
      const startedAt = performance.now()
      const startSeq = eventLog.lastSeq()
      try {
        await this.#carryBlock()
        // Accepting comes first: under load the pipeline takes every other turn and catches up afterwards.
        const isBusy = eventLog.lastSeq() - startSeq > busyRecords
        await (isBusy ? sleep(Math.min(longestPauseMs, performance.now() - startedAt)) : breathe())
      } catch (err) {
        // The block stays first in the log and is carried again: nothing that fails may end the pipeline.
        if (this.#stopped) break
        this.#deps.log.error({ err }, 'a block could not be carried and will be tried again')
        await sleep(1_000)
      }
    }
    unsubscribe()
  }

  async #untilAppended(): Promise<void> {
    const { eventLog } = this.#deps
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 1_000)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
      if (this.#stopped || eventLog.cursor(consumer) < eventLog.lastSeq()) this.#wake()
    })
  }

  async #carryBlock(): Promise<void> {
    const { eventLog, arrivals, now } = this.#deps
    const from = eventLog.cursor(consumer) + 1
    const upTo = eventLog.cursor(planned)
    const read =
      upTo >= from
        ? eventLog
            .read(from, { records: upTo - from + 1, bytes: Number.MAX_SAFE_INTEGER })
            .filter(({ seq }) => seq <= upTo)
        : eventLog.read(from, block)
    const last = read.at(-1)
    if (!last) return
    if (last.seq !== upTo) await eventLog.saveCursor(planned, last.seq)

    const reading = performance.now()
    const events = await readAll(read)
    this.#lastEventReceivedAt = events[0]?.receivedAt ?? 0
    const { fresh, repeated, entries } = splitRepetitions(eventLog.keyspace('messages'), events)
    this.#done('read', reading)
    await this.#persist(fresh, `${await this.#logId()}/${from}-${last.seq}`)
    const indexing = performance.now()
    await eventLog.transaction((write) => {
      for (const { key, value } of entries) write.put('messages', key, value)
      write.saveCursor(consumer, last.seq)
    })
    this.#done('index', indexing)
    for (const [sourceId, own] of Map.groupBy(repeated, (event) => event.sourceId))
      arrivals.duplicates(sourceId, own, now().getTime())
    if (from % 500 === 0 || last.seq - from > 500) await eventLog.trim(Math.max(0, last.seq - keptRecords))
  }

  /** Names this log: the numbers of a new log begin at one again, and must not look like blocks that the store has seen. */
  async #logId(): Promise<string> {
    const own = this.#deps.eventLog.keyspace('pipeline')
    const known = own.get('log-id')
    if (known) return known.toString('latin1')
    const made = randomUUID()
    await own.putMany([['log-id', Buffer.from(made, 'latin1')]])
    return made
  }

  /** Stores events, waiting out absent stores and parking what cannot be processed. */
  async #persist(events: readonly AcceptedEvent[], token: string): Promise<void> {
    if (events.length === 0) return
    for (let attempt = 0; !this.#stopped; attempt += 1) {
      try {
        return await this.#store(events, token)
      } catch (error) {
        if (isPassing(error) || attempt < 1) {
          this.#deps.log.warn({ err: error, token, attempt }, 'a block waits to be stored again')
          await sleep(Math.min(10_000, 100 * 2 ** Math.min(attempt, 7)))
          continue
        }
        return this.#halve(events, token, error)
      }
    }
    throw new AppError('store_unavailable', 503, 'The server is stopping.')
  }

  async #halve(events: readonly AcceptedEvent[], token: string, error: unknown): Promise<void> {
    const [only] = events
    if (events.length === 1 && only) {
      this.#deps.log.error(
        { err: error, eventId: only.eventId },
        'an event cannot be processed and is parked',
      )
      return this.#deps.park(only, 'processing_failed', describeFault(error))
    }
    const middle = Math.floor(events.length / 2)
    await this.#persist(events.slice(0, middle), `${token}/a`)
    await this.#persist(events.slice(middle), `${token}/b`)
  }

  async #store(events: readonly AcceptedEvent[], token: string): Promise<void> {
    const { clickhouse, identify, place, onStored } = this.#deps
    const identifying = performance.now()
    const personOf = await identify(events)
    this.#done('identify', identifying)
    const writing = performance.now()
    const stored = events.map((event) => ({
      event,
      personId: personOf.get(strongestIdentity(event)) ?? strongestIdentity(event),
      placed: place(event),
    }))
    const lines: string[] = []
    for (let at = 0; at < stored.length; at += 100) {
      for (const one of stored.slice(at, at + 100))
        lines.push(JSON.stringify(eventRow(one.event, one.personId, one.placed)))
      await breathe()
    }
    this.#done('write', writing)
    const storing = performance.now()
    await clickhouse.insert({
      name: 'ingest.store',
      table: 'events',
      rows: Buffer.from(`${lines.join('\n')}\n`),
      dedupeToken: token,
    })
    this.#done('store', storing)
    onStored(stored)
  }

  #done(step: Parameters<PipelineDeps['onStep']>[0], since: number): void {
    this.#deps.onStep(step, (performance.now() - since) / 1000)
  }
}

/** What the store said, which is more than what callers are shown. */
function describeFault(error: unknown): string {
  const inner = error instanceof AppError && error.cause instanceof Error ? error.cause : error
  return inner instanceof Error ? inner.message.slice(0, 500) : 'unknown'
}

/** Parses records a few at a time, so that calls which want to be accepted do not wait for a whole block. */
async function readAll(records: readonly { seq: number; value: Buffer }[]): Promise<AcceptedEvent[]> {
  const events: AcceptedEvent[] = []
  let bytes = 0
  for (const { seq, value } of records) {
    for (const event of readRecord(seq, value).events) events.push(event)
    bytes += value.length
    if (bytes < breatheAfterBytes) continue
    bytes = 0
    await breathe()
  }
  return events
}

const passing: ReadonlySet<string> = new Set([
  'store_unavailable',
  'disk_full',
  'query_timeout',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  '57P01',
  '57P03',
  '53300',
  '08006',
  '08001',
])
function isPassing(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && passing.has(code)
}

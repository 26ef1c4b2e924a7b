import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../platform/errors.ts'
import type { Log } from '../../platform/log.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import { type AcceptedEvent, strongestIdentity } from '../../storage/log/accepted-event.ts'
import { eventLine, type Placed } from './event-row.ts'

export type StoredEvent = { event: AcceptedEvent; personId: string; placed: Placed }
export type PipelineStep = 'read' | 'identify' | 'write' | 'store' | 'index'
export type BlockStoreDeps = {
  clickhouse: ClickHouse
  log: Log
  /** Who the identifiers of the block belong to, by identity id. Idempotent. */
  identify: (events: readonly AcceptedEvent[]) => Promise<Map<string, string>>
  /** Asked once a block for how its events are placed, so that a change holds from the next block on. */
  placer: (events: readonly AcceptedEvent[]) => Promise<(event: AcceptedEvent) => Placed>
  /** Tells of events that have just become visible to questions. */
  onStored: (events: readonly StoredEvent[]) => void
  /** Told how long each step of a block took. */
  onStep: (step: PipelineStep, seconds: number) => void
  /** Keeps an event that cannot be processed, with the reason. Idempotent. */
  park: (event: AcceptedEvent, reason: string, detail: string) => Promise<void>
}

/** A block whose events have their people and places, written out as the store takes them. */
export type WrittenBlock = { rows: Buffer; stored: readonly StoredEvent[] }

const breatheAfterEvents = 100
const firstWaitMs = 100
const longestWaitMs = 10_000

/**
 * Identifies, places, writes out and stores blocks of events. A block that fails for any reason but an absent store is
 * halved until the event at fault is found and parked.
 */
export class BlockStore {
  readonly #deps: BlockStoreDeps
  #stopped = false

  constructor(deps: BlockStoreDeps) {
    this.#deps = deps
  }

  /** Waits for no store any more: what is not stored by then throws `store_unavailable`. */
  stop(): void {
    this.#stopped = true
  }

  /** Everything that comes before storing. Doing it twice, or before an earlier block is stored, changes nothing. */
  async write(events: readonly AcceptedEvent[]): Promise<WrittenBlock> {
    const { identify, placer } = this.#deps
    const identifying = performance.now()
    const personOf = await identify(events)
    this.#done('identify', identifying)
    const place = await placer(events)
    const writing = performance.now()
    const stored = events.map((event) => ({
      event,
      personId: personOf.get(strongestIdentity(event)) ?? strongestIdentity(event),
      placed: place(event),
    }))
    // As bytes after every turn: text of a whole block would be copied by each collection of what is young.
    const parts: Buffer[] = []
    for (let at = 0; at < stored.length; at += breatheAfterEvents) {
      const lines = stored
        .slice(at, at + breatheAfterEvents)
        .map((one) => eventLine(one.event, one.personId, one.placed))
      parts.push(Buffer.from(`${lines.join('\n')}\n`))
      await breathe()
    }
    const rows = Buffer.concat(parts)
    this.#done('write', writing)
    return { rows, stored }
  }

  /**
   * Stores events under a token, as they were written if they were. Waits out absent stores, parks what cannot be
   * processed, and returns the numbers of those.
   */
  async store(
    events: readonly AcceptedEvent[],
    token: string,
    written: WrittenBlock | null,
  ): Promise<ReadonlySet<number>> {
    if (events.length === 0) return new Set()
    let ready = written
    for (let attempt = 0; !this.#stopped; attempt += 1) {
      try {
        ready ??= await this.write(events)
        await this.#insert(ready, token)
        return new Set()
      } catch (error) {
        ready = null
        if (!isPassing(error) && attempt > 0) return this.#halve(events, token, error)
        this.#deps.log.warn({ err: error, token, attempt }, 'a block waits to be stored again')
        await sleep(Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(attempt, 7)))
      }
    }
    throw new AppError('store_unavailable', 503, 'The server is stopping.')
  }

  async #halve(events: readonly AcceptedEvent[], token: string, error: unknown): Promise<Set<number>> {
    const [only] = events
    if (events.length === 1 && only) {
      this.#deps.log.error(
        { err: error, eventId: only.eventId },
        'an event cannot be processed and is parked',
      )
      await this.#deps.park(only, 'processing_failed', describeFault(error))
      return new Set([only.eventId])
    }
    const middle = Math.floor(events.length / 2)
    const first = await this.store(events.slice(0, middle), `${token}/a`, null)
    const second = await this.store(events.slice(middle), `${token}/b`, null)
    return new Set([...first, ...second])
  }

  async #insert({ rows, stored }: WrittenBlock, token: string): Promise<void> {
    const storing = performance.now()
    await this.#deps.clickhouse.insert({ name: 'ingest.store', table: 'events', rows, dedupeToken: token })
    this.#done('store', storing)
    this.#deps.onStored(stored)
  }

  #done(step: PipelineStep, since: number): void {
    this.#deps.onStep(step, (performance.now() - since) / 1000)
  }
}

/** What the store said, which is more than what callers are shown. */
function describeFault(error: unknown): string {
  const inner = error instanceof AppError && error.cause instanceof Error ? error.cause : error
  return inner instanceof Error ? inner.message.slice(0, 500) : 'unknown'
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

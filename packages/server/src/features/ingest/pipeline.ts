import { randomUUID } from 'node:crypto'
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import type { EventLog, LogRecord } from '../../storage/log/event-log.ts'
import { splitRepetitions } from './message-index.ts'
import { readRecord } from './segment-record.ts'
import { BlockStore, type BlockStoreDeps, type WrittenBlock } from './store-block.ts'

export type { PipelineStep, StoredEvent } from './store-block.ts'
export type PipelineDeps = BlockStoreDeps & {
  eventLog: EventLog
  /** Leaves out events of people who were erased. */
  withoutErased: (events: readonly AcceptedEvent[]) => Promise<readonly AcceptedEvent[]>
  /** Tells of events that have come before and are left out. */
  onRepeated: (sourceId: string, events: readonly AcceptedEvent[]) => void
  /** Tells that everything up to this record is carried, and that `wake` would be welcome. */
  onIdle: (seq: number) => void
}

/** The pipeline's cursor in the log. */
const consumer = 'store'
/** The ends of the blocks that were begun last: one may be stored while the next is written out. */
const plans = ['store-planned', 'store-planned-next'] as const
const block = { records: 2_000, bytes: 3 * 1024 * 1024 }

const untrimmedBytes = 2 * 1024 * 1024
const breatheAfterBytes = 128 * 1024
/** More records than this, come while one block was carried, mean that calls wait to be accepted. */
const busyRecords = 200
/** Twice what a block took: each is bound by flushes of the disk, for which calls wait as well. */
const pauseRatio = 2
const longestPauseMs = 1_000
const pollMs = 10

/** The number of the last record whose events questions can see. */
export const carriedUpTo = (eventLog: EventLog): number => eventLog.cursor(consumer)

/**
 * Resolves once every block that was begun before the call can be seen: what begins later knows what was decided by then
 * about people and places. Ends early when `isStopping`.
 */
export async function untilBegunIsCarried(eventLog: EventLog, isStopping: () => boolean): Promise<void> {
  const target = Math.max(...plans.map((plan) => eventLog.cursor(plan)))
  while (!isStopping() && carriedUpTo(eventLog) < target) await sleep(pollMs)
}

/** A block that is read, and written out unless that failed. */
type ReadBlock = {
  lastSeq: number
  bytes: number
  fresh: readonly AcceptedEvent[]
  kept: readonly AcceptedEvent[]
  repeated: readonly AcceptedEvent[]
  entries: readonly { key: string; value: Buffer }[]
  token: string
  written: WrittenBlock | null
}

/**
 * Carries accepted events from the log to where questions see them: read → drop repetitions → identify → place →
 * store → index. While one block is being stored the next is read and written out, which needs other hands. A block's
 * bounds are written down before it is begun, so that after a crash the same block is stored again under the same token,
 * which the store drops.
 */
export class Pipeline {
  readonly #deps: PipelineDeps
  readonly #store: BlockStore
  #stopped = false
  #wake: () => void = () => undefined
  #running: Promise<void> | null = null
  #untrimmedBytes = 0
  /** The end of the block that was read last. */
  #readUpTo = 0
  /** The block being stored; resolves when it is stored, or rejects. */
  #storing: Promise<void> = Promise.resolve()
  /** Message ids of that block, which are not in the index yet. */
  #unindexed: ReadonlySet<string> = new Set()

  constructor(deps: PipelineDeps) {
    this.#deps = deps
    this.#store = new BlockStore(deps)
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Ends after the blocks at work. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#store.stop()
    this.#wake()
    await this.#running
  }

  /** Says that records were appended. */
  wake(): void {
    this.#wake()
  }

  async #run(): Promise<void> {
    const { eventLog, log } = this.#deps
    this.#readUpTo = carriedUpTo(eventLog)
    while (!this.#stopped) {
      try {
        if (this.#readUpTo < eventLog.lastSeq()) await this.#carryNext()
        else {
          await this.#storing
          if (this.#readUpTo >= eventLog.lastSeq()) await this.#untilAppended()
        }
      } catch (err) {
        // The block stays first in the log and is carried again: nothing that fails may end the pipeline.
        await this.#startOver()
        if (this.#stopped) break
        log.error({ err }, 'a block could not be carried and will be tried again')
        await sleep(1_000)
      }
    }
    await this.#storing.catch((err) => log.warn({ err }, 'a block is stored at the next start'))
  }

  async #startOver(): Promise<void> {
    await this.#storing.catch(() => undefined)
    this.#storing = Promise.resolve()
    this.#unindexed = new Set()
    this.#readUpTo = carriedUpTo(this.#deps.eventLog)
  }

  async #untilAppended(): Promise<void> {
    const { eventLog } = this.#deps
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 1_000)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
      if (this.#stopped || this.#readUpTo < eventLog.lastSeq()) this.#wake()
      else this.#deps.onIdle(eventLog.lastSeq())
    })
  }

  /** Reads the next block while the one before is stored, then has it stored. */
  async #carryNext(): Promise<void> {
    const { eventLog } = this.#deps
    const startedAt = performance.now()
    const startSeq = eventLog.lastSeq()
    const next = await this.#read(this.#readUpTo + 1)
    await this.#storing
    if (!next || this.#stopped) return
    this.#readUpTo = next.lastSeq
    this.#unindexed = new Set(next.entries.map(({ key }) => key))
    this.#storing = this.#carry(next)
    // Whoever waits for it hears of a failure; until then nobody does.
    this.#storing.catch(() => undefined)
    // Accepting comes first: under load the pipeline takes every third turn, with larger blocks, and catches up afterwards.
    const isBusy = eventLog.lastSeq() - startSeq > busyRecords
    if (!isBusy) return void (await breathe())
    await this.#storing
    await sleep(Math.min(longestPauseMs, pauseRatio * (performance.now() - startedAt)))
  }

  async #read(from: number): Promise<ReadBlock | null> {
    const { withoutErased } = this.#deps
    const records = await this.#plan(from)
    const last = records.at(-1)
    if (!last) return null
    const reading = performance.now()
    const { fresh, repeated, entries } = await this.#split(await readAll(records))
    this.#deps.onStep('read', (performance.now() - reading) / 1000)
    const kept = await withoutErased(fresh)
    const written = kept.length === 0 ? null : await this.#writeEarly(kept)
    return {
      lastSeq: last.seq,
      bytes: records.reduce((sum, { value }) => sum + value.length, 0),
      fresh,
      kept,
      repeated,
      entries,
      token: `${await this.#logId()}/${from}-${last.seq}`,
      written,
    }
  }

  /** Drops repetitions, also of messages of the block that is being stored, unless that comes to keep them aside. */
  async #split(events: readonly AcceptedEvent[]) {
    const messages = this.#deps.eventLog.keyspace('messages')
    const unindexed = this.#unindexed
    let isUndecided = false
    const get = (key: string) => {
      isUndecided ||= unindexed.has(key)
      return messages.get(key)
    }
    const split = splitRepetitions({ get }, events)
    if (!isUndecided) return split
    await this.#storing
    return splitRepetitions(messages, events)
  }

  /** A block that cannot be written out now is written when its turn to be stored has come, with all patience. */
  async #writeEarly(events: readonly AcceptedEvent[]): Promise<WrittenBlock | null> {
    try {
      return await this.#store.write(events)
    } catch (err) {
      this.#deps.log.warn({ err }, 'a block could not be written out ahead of its turn')
      return null
    }
  }

  /** The records of the block that begins here: with the end that was written down before, or a new one. */
  async #plan(from: number): Promise<LogRecord[]> {
    const { eventLog } = this.#deps
    const ends = plans.map((plan) => eventLog.cursor(plan))
    const known = ends.filter((end) => end >= from)
    if (known.length > 0) {
      const upTo = Math.min(...known)
      const max = { records: upTo - from + 1, bytes: Number.MAX_SAFE_INTEGER }
      const records = eventLog.read(from, max).filter(({ seq }) => seq <= upTo)
      if (records.length > 0) return records
    }
    const records = eventLog.read(from, block)
    const last = records.at(-1)
    // The older of the two ends belongs to a block that is stored by now.
    const free = (ends[0] ?? 0) <= (ends[1] ?? 0) ? plans[0] : plans[1]
    if (last) await eventLog.saveCursor(free, last.seq)
    return records
  }

  async #carry(read: ReadBlock): Promise<void> {
    const { eventLog, onRepeated, onStep } = this.#deps
    const parked = await this.#store.store(read.kept, read.token, read.written)
    const indexing = performance.now()
    await eventLog.transaction((write) => {
      // What was kept aside has not come yet: it is taken under its own message id once it can be.
      for (const [place, { key, value }] of read.entries.entries())
        if (!parked.has(read.fresh[place]?.eventId ?? -1)) write.put('messages', key, value)
      write.saveCursor(consumer, read.lastSeq)
    })
    onStep('index', (performance.now() - indexing) / 1000)
    for (const [sourceId, own] of Map.groupBy(read.repeated, (event) => event.sourceId))
      onRepeated(sourceId, own)
    await this.#trim(read.lastSeq, read.bytes)
  }

  /** Everything carried is in the stores, on disk. Forgetting costs two flushes, so that it waits until it is worth them. */
  async #trim(carried: number, bytes: number): Promise<void> {
    this.#untrimmedBytes += bytes
    if (this.#untrimmedBytes < untrimmedBytes) return
    this.#untrimmedBytes = 0
    await this.#deps.eventLog.trim(carried)
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
}

/** Parses records a few at a time, so that calls which want to be accepted do not wait for a whole block. */
async function readAll(records: readonly LogRecord[]): Promise<AcceptedEvent[]> {
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

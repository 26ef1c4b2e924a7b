import { type Database, open, type RootDatabase } from 'lmdb'
import { AppError, errorCode } from '../../platform/errors.ts'
import type { EventLog, Keyspace, LogRecord } from './event-log.ts'

type Records = Database<Buffer, number>
type Entries = Database<Buffer, string>

/** Removals are split, so that an append never waits behind a long one. */
const REMOVED_AT_ONCE = 2_000
const LAST_SEQ = 'lastSeq'

/** Opens the event log on an lmdb folder. One process at a time; the data folder's lock sees to that. */
export function openLmdbEventLog(folder: string): EventLog {
  // Without overlapping syncs, a commit is flushed before it counts as done; records survive kill -9 and power loss.
  const root = open({ path: folder, maxDbs: 64, overlappingSync: false, encoding: 'binary', noMemInit: true })
  const records: Records = root.openDB('records', { keyEncoding: 'ordered-binary', encoding: 'binary' })
  const spaces = openSpaces(root)
  const meta = spaces.of('meta')
  const cursors = spaces.of('cursors')
  const listeners = new Set<(lastSeq: number) => void>()
  let isOpen = true
  let durableSeq = Math.max(lastKey(records), readNumber(meta.get(LAST_SEQ)))
  let nextSeq = durableSeq + 1

  async function append(values: ReadonlyArray<Buffer>): Promise<number> {
    const first = nextSeq
    if (values.length === 0) return first
    nextSeq += values.length
    await durable(() => records.batch(() => values.forEach((value, i) => void records.put(first + i, value))))
    durableSeq = Math.max(durableSeq, first + values.length - 1)
    for (const listener of listeners) listener(durableSeq)
    return first
  }

  async function transaction(fill: Parameters<EventLog['transaction']>[0]): Promise<void> {
    const writes: (() => void)[] = []
    // Opened before the batch: making a new space is a transaction of its own.
    const into = (space: Entries, write: (space: Entries) => unknown) =>
      void writes.push(() => void write(space))
    fill({
      put: (keyspace, key, value) => into(spaces.of(spaceName(keyspace)), (space) => space.put(key, value)),
      remove: (keyspace, key) => into(spaces.of(spaceName(keyspace)), (space) => space.remove(key)),
      saveCursor: (consumer, seq) => into(cursors, (space) => space.put(consumer, writeNumber(seq))),
    })
    await durable(() =>
      root.batch(() => {
        for (const write of writes) write()
      }),
    )
  }

  async function trim(before: number): Promise<void> {
    // The numbers must go on growing even when the newest record is gone.
    await durable(() => meta.put(LAST_SEQ, writeNumber(durableSeq)))
    await removeInParts(records, { end: before })
  }

  return {
    append,
    transaction,
    trim,
    read: (from, max) => readRecords(records, from, max),
    firstSeq: () => records.getKeys({ limit: 1 })[Symbol.iterator]().next().value,
    lastSeq: () => durableSeq,
    cursor: (consumer) => readNumber(cursors.get(consumer)),
    saveCursor: (consumer, seq) => transaction((write) => write.saveCursor(consumer, seq)),
    onAppend(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    keyspace: (name) => keyspaceOver(spaces.of(spaceName(name))),
    isOpen: () => isOpen,
    async close() {
      isOpen = false
      await root.close()
    },
  }
}

const spaceName = (keyspace: string) => `space:${keyspace}`

function openSpaces(root: RootDatabase) {
  const opened = new Map<string, Entries>()
  return {
    of(name: string): Entries {
      const known = opened.get(name)
      if (known) return known
      const entries: Entries = root.openDB(name, { encoding: 'binary' })
      opened.set(name, entries)
      return entries
    },
  }
}

function keyspaceOver(entries: Entries): Keyspace {
  return {
    get: (key) => entries.get(key),
    range: (start, end, limit) =>
      Array.from(entries.getRange({ start, end, limit }), ({ key, value }) => ({ key, value })),
    async putMany(pairs) {
      await durable(() =>
        entries.batch(() => {
          for (const [key, value] of pairs) void entries.put(key, value)
        }),
      )
    },
    removeRange: (start, end) => removeInParts(entries, { start, end }),
  }
}

function readRecords(records: Records, from: number, max: { records: number; bytes: number }): LogRecord[] {
  // A reader keeps its snapshot for the whole turn of the event loop; what was appended since must be seen.
  records.resetReadTxn()
  const found: LogRecord[] = []
  let bytes = 0
  for (const { key, value } of records.getRange({ start: from, limit: max.records })) {
    bytes += value.length
    if (found.length > 0 && bytes > max.bytes) break
    found.push({ seq: key, value })
  }
  return found
}

async function removeInParts<K extends number | string>(
  entries: Database<Buffer, K>,
  bounds: { start?: K; end: K },
): Promise<number> {
  let removed = 0
  for (;;) {
    entries.resetReadTxn()
    const keys = Array.from(entries.getKeys({ ...bounds, limit: REMOVED_AT_ONCE }))
    if (keys.length === 0) return removed
    await durable(() => entries.batch(() => keys.forEach((key) => void entries.remove(key))))
    removed += keys.length
  }
}

async function durable(write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    throw explain(error)
  }
}

/** lmdb's "map full" and the system's "no space left" both mean: nothing was written, try again later. */
function explain(error: unknown): unknown {
  const cause = error instanceof Error && 'commitError' in error ? error.commitError : error
  const text = cause instanceof Error ? cause.message : String(cause)
  const isFull = errorCode(cause) === 'ENOSPC' || /MDB_MAP_FULL|No space left|disk quota/i.test(text)
  if (!isFull) return error
  return new AppError('disk_full', 503, 'The disk is full: nothing was accepted.', { cause: error })
}

function lastKey(records: Records): number {
  for (const key of records.getKeys({ reverse: true, limit: 1 })) return key
  return 0
}

function readNumber(value: Buffer | undefined): number {
  return value === undefined ? 0 : Number(value.toString('latin1'))
}

function writeNumber(value: number): Buffer {
  return Buffer.from(String(value), 'latin1')
}

import { type Database, open, type RootDatabase } from 'lmdb'
import type { EventLog, Keyspace, LogRecord } from './event-log.ts'
import { type Durably, durablyIn } from './lmdb-faults.ts'

type Records = Database<Buffer, number>
type Entries = Database<Buffer, string>

/** Removals are split, so that an append never waits behind a long one. */
const REMOVED_AT_ONCE = 2_000
const LAST_SEQ = 'lastSeq'

/**
 * Opens the event log on an lmdb folder. One process at a time; the data folder's lock sees to that. Within it one
 * thread appends; others may follow, with cursors and keyspaces of their own.
 */
export function openLmdbEventLog(folder: string, options: { follows?: boolean } = {}): EventLog {
  const root = open({
    path: folder,
    maxDbs: 64,
    encoding: 'binary',
    noMemInit: true,
    // A commit is flushed before it counts as done; records survive kill -9 and power loss.
    overlappingSync: false,
    // The batches below say what belongs together; lmdb's own have promises that nobody can catch.
    eventTurnBatching: false,
  })
  const records: Records = root.openDB('records', { keyEncoding: 'ordered-binary', encoding: 'binary' })
  const spaces = openSpaces(root)
  const meta = spaces.of('meta')
  const cursors = spaces.of('cursors')
  const durably = durablyIn(root, folder)
  const listeners = new Set<(lastSeq: number) => void>()
  let isOpen = true
  let durableSeq = Math.max(lastKey(records), readNumber(meta.get(LAST_SEQ)))
  let nextSeq = durableSeq + 1

  async function append(values: ReadonlyArray<Buffer>): Promise<number> {
    if (options.follows) throw new Error('Only the thread that opened the log for appending may append.')
    const first = nextSeq
    if (values.length === 0) return first
    nextSeq += values.length
    await durably(() => values.map((value, i) => records.put(first + i, value)))
    durableSeq = Math.max(durableSeq, first + values.length - 1)
    for (const listener of listeners) listener(durableSeq)
    return first
  }

  async function transaction(fill: Parameters<EventLog['transaction']>[0]): Promise<void> {
    // Collected before the first is written: making a new space is a transaction of its own.
    const writes: (() => Promise<unknown>)[] = []
    fill({
      put(keyspace, key, value) {
        const space = spaces.of(spaceName(keyspace))
        writes.push(() => space.put(key, value))
      },
      remove(keyspace, key) {
        const space = spaces.of(spaceName(keyspace))
        writes.push(() => space.remove(key))
      },
      saveCursor: (consumer, seq) => void writes.push(() => cursors.put(consumer, writeNumber(seq))),
    })
    await durably(() => writes.map((write) => write()))
  }

  function lastSeq(): number {
    if (!options.follows) return durableSeq
    records.resetReadTxn()
    durableSeq = Math.max(durableSeq, lastKey(records))
    return durableSeq
  }

  async function trim(before: number): Promise<void> {
    // The numbers must go on growing even when the newest record is gone.
    await durably(() => [meta.put(LAST_SEQ, writeNumber(lastSeq()))])
    await removeInParts(records, durably, { end: before })
  }

  return {
    append,
    transaction,
    trim,
    read: (from, max) => readRecords(records, from, max),
    firstSeq: () => records.getKeys({ limit: 1 })[Symbol.iterator]().next().value,
    lastSeq,
    cursor: (consumer) => readNumber(cursors.get(consumer)),
    saveCursor: (consumer, seq) => transaction((write) => write.saveCursor(consumer, seq)),
    onAppend(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    keyspace: (name) => keyspaceOver(spaces.of(spaceName(name)), durably),
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

function keyspaceOver(entries: Entries, durably: Durably): Keyspace {
  return {
    get: (key) => entries.get(key),
    range: (start, end, limit) =>
      Array.from(entries.getRange({ start, end, limit }), ({ key, value }) => ({ key, value })),
    putMany: (pairs) => durably(() => Array.from(pairs, ([key, value]) => entries.put(key, value))),
    removeRange: (start, end) => removeInParts(entries, durably, { start, end }),
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
  durably: Durably,
  bounds: { start?: K; end: K },
): Promise<number> {
  let removed = 0
  for (;;) {
    entries.resetReadTxn()
    const keys = Array.from(entries.getKeys({ ...bounds, limit: REMOVED_AT_ONCE }))
    if (keys.length === 0) return removed
    await durably(() => keys.map((key) => entries.remove(key)))
    removed += keys.length
  }
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

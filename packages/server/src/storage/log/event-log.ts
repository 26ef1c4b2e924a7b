export type LogRecord = { seq: number; value: Buffer }

/** Writes that become durable together or not at all. */
export type LogWriter = {
  put(keyspace: string, key: string, value: Buffer): void
  remove(keyspace: string, key: string): void
  saveCursor(consumer: string, seq: number): void
}

/** A small durable map beside the log. Keys are text of at most 1,500 bytes, ordered by their bytes. */
export type Keyspace = {
  get(key: string): Buffer | undefined
  /** Entries with `from <= key < to`, in order, at most `limit`. */
  range(from: string, to: string, limit: number): { key: string; value: Buffer }[]
  putMany(entries: Iterable<readonly [key: string, value: Buffer]>): Promise<void>
  /** Removes every entry with `from <= key < to` and says how many there were. */
  removeRange(from: string, to: string): Promise<number>
}

/**
 * The durable queue between accepting events and storing them. A promise that resolves means: on disk,
 * whatever happens next. When the disk is full, writes reject with `disk_full` (503, worth repeating).
 */
export type EventLog = {
  /**
   * Appends the records in order and resolves with the sequence number of the first once all are on disk.
   * Appends made at the same time share one commit. Numbers grow by one per record; a failed append leaves a gap.
   */
  append(records: ReadonlyArray<Buffer>): Promise<number>
  /** Records from number `from` on, in order, within both limits but always at least one if there is one. */
  read(from: number, max: { records: number; bytes: number }): LogRecord[]
  /** The number of the oldest record kept, or undefined when the log is empty. */
  firstSeq(): number | undefined
  /** The number of the newest durable record ever appended; 0 before the first. */
  lastSeq(): number
  /** The last number a consumer has finished with; 0 when it never saved one. */
  cursor(consumer: string): number
  saveCursor(consumer: string, seq: number): Promise<void>
  /** Forgets every record with a number below `before`. */
  trim(before: number): Promise<void>
  /** Calls the listener with `lastSeq` after records became durable. Returns how to stop that. */
  onAppend(listener: (lastSeq: number) => void): () => void
  keyspace(name: string): Keyspace
  /** Writes entries and a cursor together, so that a crash leaves both or neither. */
  transaction(fill: (write: LogWriter) => void): Promise<void>
  isOpen(): boolean
  close(): Promise<void>
}

import { type Fault, faultOf, type ImportEmit, type PortableLine } from '@teia/contracts'
import type { Row } from '../../platform/table-row.ts'
import { checkImported, importedBatchEvents } from '../ingest/index.ts'
import type { Lookups } from './lookups.ts'
import { type Message, mapRow } from './map-row.ts'
import { isPortable, readPortable } from './portable-row.ts'
import { RowRefusal } from './row-refusal.ts'
import type { ImportBatch, Place, Reject, WaitingLine } from './thread-messages.ts'

const batchBytes = 256 * 1024
const batchRows = 2_000
const shownRaw = 4_000

/** Gathers what rows become until it is enough for one record of the log. */
export class BatchDraft {
  readonly #receivedAt = Date.now()
  readonly #workspaceId: string
  readonly #parts: string[] = []
  readonly #messageIds: string[] = []
  readonly #rowMessages: number[] = []
  readonly #rejects: Reject[] = []
  readonly #lines: WaitingLine[] = []
  #bytes = 0

  constructor(workspaceId: string) {
    this.#workspaceId = workspaceId
  }

  isFull(): boolean {
    return (
      this.#bytes >= batchBytes ||
      this.#messageIds.length >= importedBatchEvents ||
      this.#rowMessages.length + this.#rejects.length + this.#lines.length >= batchRows
    )
  }

  add(
    row: Row,
    emits: readonly ImportEmit[],
    place: Parameters<typeof mapRow>[3],
    lookups: Lookups,
    file: string,
  ): void {
    const arrival = { workspaceId: this.#workspaceId, receivedAt: this.#receivedAt }
    const mapped = readRow(row, emits, place, lookups, arrival)
    if ('refusal' in mapped) {
      this.#rejects.push({ file, line: row.line, faults: mapped.refusal, raw: rawOf(row) })
      return
    }
    if ('line' in mapped) {
      const { type } = mapped.line
      const body = JSON.stringify(mapped.line)
      this.#lines.push({ file, line: row.line, type, body })
      this.#bytes += body.length
      return
    }
    for (const message of mapped.messages) this.#messageIds.push(String(message.messageId))
    for (const text of mapped.texts) {
      this.#parts.push(text)
      this.#bytes += text.length
    }
    this.#rowMessages.push(mapped.messages.length)
  }

  finish(place: Place, bytesRead: number): ImportBatch {
    const body =
      this.#parts.length > 0 ? new Uint8Array(Buffer.from(`{"batch":[${this.#parts.join(',')}]}`)) : null
    return {
      kind: 'batch',
      body,
      receivedAt: this.#receivedAt,
      messageIds: this.#messageIds,
      rowMessages: this.#rowMessages,
      rejects: this.#rejects,
      lines: this.#lines,
      place,
      bytesRead,
    }
  }
}

const rawOf = (row: Row) =>
  (typeof row.raw === 'string' ? row.raw : (JSON.stringify(row.raw) ?? ''))
    .slice(0, shownRaw)
    .replaceAll('\0', '')
    .toWellFormed()

type Mapped = { messages: Message[]; texts: string[] } | { line: PortableLine } | { refusal: Fault[] }

/** A row gets in whole or not at all: one refused message refuses them all. */
export function readRow(
  row: Row,
  emits: readonly ImportEmit[],
  place: Parameters<typeof mapRow>[3],
  lookups: Lookups,
  arrival: { workspaceId: string; receivedAt: number },
): Mapped {
  if (!row.cells) return { refusal: [row.fault ?? faultOf('row_unreadable')] }
  try {
    const messages = mapRow(emits, row.cells, row.raw, place, lookups)
    const [first] = messages
    if (first && isPortable(first)) return readPortable(first)
    const texts = messages.map((message) => JSON.stringify(message))
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
    const refusal = messages.length === 0 ? null : checkImported(messages, bytes, arrival)
    return refusal === null ? { messages, texts } : { refusal }
  } catch (error) {
    if (error instanceof RowRefusal) return { refusal: [error.fault] }
    throw error
  }
}

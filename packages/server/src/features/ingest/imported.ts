import { collectLimits, type Fault } from '@teia/contracts'
import type { EventLog } from '../../storage/log/event-log.ts'
import type { Arrivals } from './arrivals.ts'
import { knownSince } from './message-index.ts'
import { type Envelope, readBody, writeRecord } from './segment-record.ts'

/** A record holds at most this many messages, as a call of the collection API does. */
export const importedBatchEvents = 1_000

export type ImportedBatch = {
  workspaceId: string
  sourceId: string
  receivedAt: number
  /** `{"batch":[...]}`, each message checked by `checkImported` for the same time of arrival. */
  body: Buffer
  events: number
}

/**
 * Says why messages would be refused by the collection API, or null when they would all be accepted. The same rules:
 * an import is nothing but many calls.
 */
export function checkImported(
  messages: readonly Record<string, unknown>[],
  bytes: number,
  arrival: { workspaceId: string; receivedAt: number },
): Fault[] | null {
  const envelope: Envelope = { ...arrival, sourceId: '', nonce: '' }
  const [refused] = readBody({ batch: messages }, bytes, envelope, 0).refused
  return refused ? refused.faults : null
}

/** Appends one batch to the log. When it resolves, all of it is on disk. Answers the number of its record. */
export async function appendImported(
  deps: { eventLog: EventLog; arrivals: Arrivals },
  batch: ImportedBatch,
): Promise<number> {
  if (batch.events > collectLimits.batchEvents) throw new RangeError('A batch holds too many events.')
  const { workspaceId, sourceId, receivedAt } = batch
  const envelope: Envelope = { workspaceId, sourceId, receivedAt, nonce: '' }
  const seq = await deps.eventLog.append([writeRecord(envelope, batch.body)])
  deps.arrivals.accepted(sourceId, [], receivedAt, batch.events)
  return seq
}

/** When each of these messages was carried first, in milliseconds since 1970; null: it is not known. */
export function findCarried(
  eventLog: EventLog,
  workspaceId: string,
  messageIds: readonly string[],
): (number | null)[] {
  const messages = eventLog.keyspace('messages')
  return messageIds.map((id) => knownSince(messages, workspaceId, id))
}

import type { StoredRow } from './read-stored.service.ts'

export type Message = Record<string, unknown>

/**
 * The message that gives the same event again when it is taken in: as it was accepted, under its message id, at the
 * time that it has. What only corrected its time at its first arrival is left out, or it would be corrected twice.
 */
export function messageOf(row: StoredRow): Message {
  const {
    sentAt: _sent,
    originalTimestamp: _original,
    receivedAt: _received,
    timestamp: _timestamp,
    messageId: _messageId,
    type,
    ...said
  } = JSON.parse(row.raw) as Message
  return {
    messageId: row.message_id,
    type: row.type === 'signal' ? (type ?? 'track') : row.type,
    ...said,
    timestamp: new Date(row.time_ms).toISOString(),
  }
}

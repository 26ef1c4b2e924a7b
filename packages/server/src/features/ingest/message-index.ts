import { hash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import type { EventLog, Keyspace } from '../../storage/log/event-log.ts'

/** A message id that comes again within this time is a repetition. */
export const repetitionWindowMs = 30 * 86_400_000

/** Splits a block into events seen for the first time and repetitions of events within the last 30 days. */
export function splitRepetitions(keyspace: Pick<Keyspace, 'get'>, events: readonly AcceptedEvent[]) {
  const fresh: AcceptedEvent[] = []
  const repeated: AcceptedEvent[] = []
  const entries: { key: string; value: Buffer }[] = []
  const inBlock = new Set<string>()
  for (const event of events) {
    const key = keyOf(event.workspaceId, event.messageId)
    const known = keyspace.get(key)
    if (inBlock.has(key) || (known && isRepetition(known, event))) {
      repeated.push(event)
      continue
    }
    inBlock.add(key)
    fresh.push(event)
    entries.push({ key, value: entryOf(event) })
  }
  return { fresh, repeated, entries }
}

const keyOf = (workspaceId: string, messageId: string) =>
  hash('sha256', `${workspaceId}\0${messageId}`, 'base64url').slice(0, 22)

/** When a message was accepted first, in milliseconds since 1970; null when it is not known. */
export function knownSince(keyspace: Keyspace, workspaceId: string, messageId: string): number | null {
  const known = keyspace.get(keyOf(workspaceId, messageId))
  return known ? Number(known.readBigUInt64BE(8)) : null
}

/** An event that was indexed just before a crash meets itself again: the same event id is no repetition. */
function isRepetition(known: Buffer, event: AcceptedEvent): boolean {
  if (Number(known.readBigUInt64BE(0)) === event.eventId) return false
  return event.receivedAt - Number(known.readBigUInt64BE(8)) <= repetitionWindowMs
}

function entryOf(event: AcceptedEvent): Buffer {
  const value = Buffer.allocUnsafe(16)
  value.writeBigUInt64BE(BigInt(event.eventId), 0)
  value.writeBigUInt64BE(BigInt(event.receivedAt), 8)
  return value
}

const chunk = 5_000
/** Sorts after every key: keys are base64url. */
const afterAll = '\uffff'

/** Forgets message ids that are older than the window, a chunk at a time. Says how many. */
export async function forgetOldMessages(eventLog: EventLog, now: Date): Promise<number> {
  const messages = eventLog.keyspace('messages')
  let forgotten = 0
  for (let from = ''; ; ) {
    const entries = messages.range(from, afterAll, chunk)
    const last = entries.at(-1)
    if (!last) return forgotten
    const old = entries.filter(
      ({ value }) => now.getTime() - Number(value.readBigUInt64BE(8)) > repetitionWindowMs,
    )
    if (old.length > 0)
      await eventLog.transaction((write) => {
        for (const { key } of old) write.remove('messages', key)
      })
    forgotten += old.length
    from = `${last.key}\0`
    await breathe()
  }
}

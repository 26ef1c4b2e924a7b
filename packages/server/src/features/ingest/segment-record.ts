import { collectLimits, type SegmentCall } from '@teia/contracts'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import { type Arrival, isObject, type Refusal, readMessage } from './segment-message.ts'

/** What the log keeps in front of a body: who sent it and when it came. */
export type Envelope = {
  workspaceId: string
  sourceId: string
  receivedAt: number
  type?: SegmentCall
  nonce: string
}
export type RefusedMessage = Refusal & { message: unknown; place: number }
export type ReadRecord = { events: AcceptedEvent[]; refused: RefusedMessage[] }

/** One record of the log: the envelope as a line of JSON, then the body as it came. */
export function writeRecord(envelope: Envelope, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(envelope)}\n`), body])
}

// Escapes of characters that no store keeps as text: NUL, and halves of a pair that may stand alone.
const nulEscape = Buffer.from('\\u0000')
const surrogateEscape = /\\u[dD][89a-fA-F]/

/**
 * Parses a body. NUL characters are left out and lone surrogates become U+FFFD, as Unicode advises: neither can be
 * stored as text, and one of them must not park the whole event. Throws SyntaxError when the body is not JSON.
 */
export function parseBody(body: Buffer): unknown {
  const text = body.toString('utf8')
  const isClean = !body.includes(nulEscape) && !surrogateEscape.test(text)
  return isClean ? JSON.parse(text) : clean(JSON.parse(text))
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed()
  if (Array.isArray(value)) return value.map(clean)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [clean(name), clean(inner)]))
}

/** Reads a record back. Pure, so that reading it again after a crash gives the same events. */
export function readRecord(seq: number, record: Buffer): ReadRecord {
  const end = record.indexOf(10)
  const envelope: Envelope = JSON.parse(record.toString('utf8', 0, end))
  const body = record.subarray(end + 1)
  return readBody(parseBody(body), body.length, envelope, seq)
}

/** Splits a body into events and refusals. `seq` places the events in the log; 0 while it is not known yet. */
export function readBody(body: unknown, bodyBytes: number, envelope: Envelope, seq: number): ReadRecord {
  const isBatch = isObject(body) && Array.isArray(body.batch) && envelope.type === undefined
  const messages: unknown[] = isBatch ? (body.batch as unknown[]) : [body]
  const shared = isBatch ? body : {}
  const result: ReadRecord = { events: [], refused: [] }
  for (const [place, message] of messages.entries()) {
    const refuse = (refusal: Refusal) => result.refused.push({ ...refusal, message, place })
    if (place >= collectLimits.batchEvents) {
      refuse({
        reason: 'too_many_events',
        detail: `A batch holds at most ${collectLimits.batchEvents} events.`,
      })
    } else if (isTooDeep(message, deepest)) {
      // The message itself is not shown: it would overflow whoever draws it.
      const detail = `One event is nested at most ${deepest} levels deep.`
      result.refused.push({ reason: 'event_too_large', detail, message: {}, place })
    } else if (isTooLarge(message, bodyBytes)) {
      refuse({ reason: 'event_too_large', detail: 'One event is at most 32 KB.' })
    } else {
      const verdict = readMessage(message, arrivalOf(envelope, shared, place))
      if (verdict.ok) result.events.push({ ...verdict.event, eventId: seq * 4096 + place })
      else refuse(verdict)
    }
  }
  return result
}

/** Deeper events would overflow the stacks of those who read them: the stores and the live view. */
const deepest = 100

function isTooDeep(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  for (const inner of Object.values(value))
    if (typeof inner === 'object' && inner !== null && isTooDeep(inner, levels - 1)) return true
  return false
}

/** Measures an event only when the whole body is larger than one may be: the common small body costs nothing. */
function isTooLarge(message: unknown, bodyBytes: number): boolean {
  if (bodyBytes <= collectLimits.eventBytes) return false
  return Buffer.byteLength(JSON.stringify(message) ?? '') > collectLimits.eventBytes
}

function arrivalOf(envelope: Envelope, shared: Record<string, unknown>, place: number): Arrival {
  return {
    workspaceId: envelope.workspaceId,
    sourceId: envelope.sourceId,
    receivedAt: envelope.receivedAt,
    sentAt: shared.sentAt,
    context: shared.context,
    fallbackMessageId: `${envelope.nonce}-${place}`,
    ...(envelope.type && { type: envelope.type }),
  }
}

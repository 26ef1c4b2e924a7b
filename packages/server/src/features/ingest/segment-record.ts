import {
  collectLimits,
  type Fault,
  faultOf,
  type SegmentCall,
  type SourceSettings,
  sayFault,
} from '@teia/contracts'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import type { Client } from './client.ts'
import { enrichEvent } from './enrich-event.ts'
import { type Arrival, isObject, type Refusal, readMessage, refusalFor } from './segment-message.ts'

/** What the log keeps in front of a body: who sent it and when it came. */
export type Envelope = {
  workspaceId: string
  sourceId: string
  receivedAt: number
  type?: SegmentCall
  nonce: string
  client?: Client
  settings?: SourceSettings
  /** What the tracking plan found when the call was accepted, by place in the body. */
  plan?: PlanFindings
}
/** How a delivery of a webhook was named, and the headers that a mapping may read. */
export type KeptDelivery = { id: string; headers: Record<string, string> }
export type RefusedMessage = Refusal & {
  message: unknown
  place: number
  /** The message is a whole delivery of a webhook, for when it is read again. */
  delivery?: KeptDelivery
  /** Who sent it, for when it is taken again. */
  client?: Client
}
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

function envelopeOf(record: Buffer): { envelope: Envelope; end: number } {
  const end = record.indexOf(10)
  return { envelope: JSON.parse(record.toString('utf8', 0, end)), end }
}

/** When a record of the log was accepted, in milliseconds since 1970. */
export function receivedAtOf(record: Buffer): number {
  return envelopeOf(record).envelope.receivedAt
}

/** Reads a record back. Pure, so that reading it again after a crash gives the same events. */
export function readRecord(seq: number, record: Buffer): ReadRecord {
  const { envelope, end } = envelopeOf(record)
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
    const refuse = (refusal: Refusal) =>
      result.refused.push({ ...refusal, message: wholeMessage(message, envelope, shared), place })
    if (place >= collectLimits.batchEvents) {
      refuse(refusalFor('too_many_events', faultOf('batch_too_long', { events: collectLimits.batchEvents })))
    } else if (isTooDeep(message, deepest)) {
      // The message itself is not shown: it would overflow whoever draws it.
      const tooDeep = refusalFor('event_too_large', faultOf('message_too_deep', { levels: deepest }))
      result.refused.push({ ...tooDeep, message: {}, place })
    } else if (isTooLarge(message, bodyBytes)) {
      refuse(
        refusalFor(
          'event_too_large',
          faultOf('message_too_large', { kilobytes: collectLimits.eventBytes / 1024 }),
        ),
      )
    } else {
      const verdict = readMessage(message, arrivalOf(envelope, shared, place))
      const enriched = verdict.ok ? enrichEvent(verdict.event, envelope.client, envelope.settings) : verdict
      const broken = enriched.ok ? envelope.plan?.[place] : undefined
      if (enriched.ok && broken) applyPlan(result, enriched.event, broken, envelope, seq, place, refuse)
      else if (enriched.ok) result.events.push({ ...enriched.event, eventId: seq * 4096 + place })
      // Whoever asks not to be tracked is not kept in the list of refusals either.
      else if (enriched.reason === 'privacy_signal') result.refused.push({ ...enriched, message: {}, place })
      else refuse(enriched)
    }
  }
  return result
}

/** Refuses every message of a body for a reason that lies outside of it. */
export function refuseBody(body: unknown, envelope: Envelope, refusal: Refusal): RefusedMessage[] {
  const isBatch = isObject(body) && Array.isArray(body.batch) && envelope.type === undefined
  const messages: unknown[] = isBatch ? (body.batch as unknown[]).slice(0, collectLimits.batchEvents) : [body]
  const shared = isBatch ? body : {}
  return messages.map((message, place) => ({
    ...refusal,
    message: isTooDeep(message, deepest) ? {} : wholeMessage(message, envelope, shared),
    place,
  }))
}

/** A message with what its call says for it: the type in the address, and what a batch shares. So it can be taken again. */
function wholeMessage(message: unknown, { type }: Envelope, shared: Record<string, unknown>): unknown {
  if (!isObject(message)) return message
  const context = isObject(shared.context)
    ? { context: { ...shared.context, ...(isObject(message.context) && message.context) } }
    : {}
  const sentAt = shared.sentAt === undefined ? {} : { sentAt: shared.sentAt }
  return { ...(type && { type }), ...sentAt, ...message, ...context }
}

/** Records of earlier versions hold sentences. */
export type PlanFindings = Record<number, (Fault | string)[]>

/** The findings are kept with the record, so that a later version of the plan does not change what was accepted. */
function applyPlan(
  result: ReadRecord,
  event: Omit<AcceptedEvent, 'eventId'>,
  broken: (Fault | string)[],
  envelope: Envelope,
  seq: number,
  place: number,
  refuse: (refusal: Refusal) => void,
): void {
  const violations = broken.map((one) => (typeof one === 'string' ? one : sayFault(one)))
  const planFaults = broken.filter((one) => typeof one !== 'string')
  if (envelope.settings?.trackingPlan === 'refuse')
    return void refuse({ reason: 'tracking_plan', detail: violations.join(' '), faults: planFaults })
  const context = { ...event.context, violations }
  result.events.push({ ...event, context, planFaults, eventId: seq * 4096 + place })
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

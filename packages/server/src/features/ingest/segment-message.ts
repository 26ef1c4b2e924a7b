import {
  collectLimits,
  type Fault,
  faultOf,
  type RefusalReason,
  type SegmentCall,
  sayFaults,
  segmentCalls,
} from '@teia/contracts'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'

export type Refusal = { reason: RefusalReason; detail: string; faults: Fault[] }
export type Verdict = { ok: true; event: Omit<AcceptedEvent, 'eventId'> } | ({ ok: false } & Refusal)

/** Where a message came in, and when. */
export type Arrival = {
  workspaceId: string
  sourceId: string
  /** Milliseconds since 1970. */
  receivedAt: number
  /** Of the batch; a message's own wins. */
  sentAt?: unknown
  /** Of the batch; merged under each message's own. */
  context?: unknown
  /** From the path for single calls; a message's own `type` wins only in a batch. */
  type?: SegmentCall
  /** Used when the client sent no message id; must be the same when the record is read again. */
  fallbackMessageId: string
}

const earliest = Date.UTC(2000, 0, 1)
const dayMs = 86_400_000
/** Below this a difference of clocks is the network's delay, and the client's own time is better. */
const skewFloorMs = 5_000
const known: ReadonlySet<string> = new Set(segmentCalls)

/**
 * Reads one Segment message. Pure: the same message and arrival give the same event or refusal, so that the log may
 * hold messages as they came and be read twice.
 */
export function readMessage(message: unknown, arrival: Arrival): Verdict {
  if (!isObject(message)) return refuse('not_an_object', faultOf('message_no_object'))
  const type = arrival.type ?? message.type
  if (type === undefined) return refuse('missing_type', faultOf('message_no_type'))
  if (typeof type !== 'string' || !known.has(type))
    return refuse(
      'unknown_type',
      faultOf('message_unknown_type', { type: String(type).slice(0, 40), types: segmentCalls.join(', ') }),
    )
  const call = type as SegmentCall

  const messageId = message.messageId ?? arrival.fallbackMessageId
  if (typeof messageId !== 'string' || messageId === '' || messageId.length > collectLimits.messageIdLength)
    return refuse(
      'invalid_message_id',
      faultOf('message_id_invalid', { length: collectLimits.messageIdLength }),
    )

  const userId = idOf(message.userId)
  const anonymousId = idOf(message.anonymousId)
  if (userId === null && anonymousId === null) return refuse('no_user_anon_id', faultOf('message_nobody'))
  const groupId = call === 'group' ? idOf(message.groupId) : null
  if (call === 'group' && groupId === null) return refuse('missing_group_id', faultOf('message_no_group'))
  const previousId = call === 'alias' ? (idOf(message.previousId) ?? (userId ? anonymousId : null)) : null
  if (call === 'alias' && (previousId === null || userId === null))
    return refuse('missing_previous_id', faultOf('message_no_previous'))

  const name = eventName(call, message)
  if (name === null) return refuse('missing_event_name', faultOf('message_no_event'))
  const time = correctedTime(message, arrival)
  if (time === null) return refuse('invalid_timestamp', faultOf('message_time'))

  const context = { ...objectOr(arrival.context), ...objectOr(message.context) }
  const event = {
    workspaceId: arrival.workspaceId,
    sourceId: arrival.sourceId,
    type: call,
    name,
    messageId,
    userId,
    anonymousId,
    previousId,
    groupId,
    time,
    receivedAt: arrival.receivedAt,
    properties: propertiesOf(call, message),
    traits: isObject(message.traits) ? message.traits : isObject(context.traits) ? context.traits : null,
    context,
    raw: message,
  }
  return { ok: true, event }
}

/** A refusal that says its faults in English as well. */
export function refusalFor(reason: RefusalReason, ...faults: Fault[]): Refusal {
  return { reason, detail: sayFaults(faults), faults }
}

function refuse(reason: RefusalReason, fault: Fault): Verdict {
  return { ok: false, ...refusalFor(reason, fault) }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
const objectOr = (value: unknown) => (isObject(value) ? value : {})

/** Cuts text without leaving half of a character at its end. */
const shorten = (text: string, length: number) =>
  text.length > length ? text.slice(0, length).toWellFormed() : text

function idOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value !== 'string') return null
  const trimmed = value.trim()
  return trimmed === '' ? null : shorten(trimmed, 512)
}

function eventName(call: SegmentCall, message: Record<string, unknown>): string | null {
  switch (call) {
    case 'track':
      return typeof message.event === 'string' && message.event.trim() !== ''
        ? shorten(message.event.trim(), 256)
        : null
    case 'page':
      return 'Page Viewed'
    case 'screen':
      return 'Screen Viewed'
    case 'identify':
      return 'Identified'
    case 'group':
      return 'Group Joined'
    case 'alias':
      return 'Aliased'
  }
}

function propertiesOf(call: SegmentCall, message: Record<string, unknown>): Record<string, unknown> {
  const own = objectOr(
    call === 'track' || call === 'page' || call === 'screen' ? message.properties : undefined,
  )
  if (call !== 'page' && call !== 'screen') return own
  const named: Record<string, unknown> = { ...own }
  if (typeof message.name === 'string') named.name = message.name
  if (typeof message.category === 'string') named.category = message.category
  return named
}

/** The time of a message if it is one that can be kept. */
function correctedTime(message: Record<string, unknown>, arrival: Arrival): number | null {
  const time = saidTime(message, arrival.receivedAt, arrival.sentAt)
  return time === null || time < earliest || time > arrival.receivedAt + dayMs ? null : time
}

/**
 * Corrects a client's clock: time = receivedAt − (sentAt − originalTimestamp), as the Segment spec defines it. Without
 * `sentAt` the message's own time stands; without any time it is the time of arrival. Null: not a time.
 * A message with both times is corrected already: Segment exports such, and RudderStack's clients send the time that
 * their caller gave as `timestamp` beside an `originalTimestamp` of their own.
 */
export function saidTime(
  message: Record<string, unknown>,
  receivedAt: number,
  sentAtOfBatch?: unknown,
): number | null {
  const said = message.timestamp ?? message.originalTimestamp
  if (said === undefined || said === null) return receivedAt
  const original = parseTime(said)
  if (original === null) return null
  const isCorrected = said === message.timestamp && (message.originalTimestamp ?? null) !== null
  const sentAt = isCorrected ? null : parseTime(message.sentAt ?? sentAtOfBatch)
  const skew = sentAt === null ? 0 : receivedAt - sentAt
  return Math.abs(skew) < skewFloorMs ? original : original + skew
}

function parseTime(value: unknown): number | null {
  if (typeof value !== 'string' || value.length > 40 || !/^\d{4}-\d{2}-\d{2}/.test(value)) return null
  const ms = Date.parse(value)
  return Number.isFinite(ms) ? ms : null
}

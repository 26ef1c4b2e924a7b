import { randomUUID } from 'node:crypto'
import {
  type ArrivedEvent,
  collectLimits,
  type Fault,
  faultOf,
  type SegmentCall,
  type SourceSettings,
} from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import type { EventLog } from '../../storage/log/event-log.ts'
import type { Arrivals } from './arrivals.ts'
import { type Caller, type Client, clientOf, keptClient } from './client.ts'
import { refusalFor } from './segment-message.ts'
import {
  type Envelope,
  type PlanFindings,
  parseBody,
  type ReadRecord,
  type RefusedMessage,
  readBody,
  refuseBody,
  writeRecord,
} from './segment-record.ts'

/** A source as acceptance needs it. */
export type WritableSource = {
  id: string
  workspaceId: string
  enabled: boolean
  /** Absent: every setting is at its default. */
  settings?: SourceSettings
  /** Says where an event is not as the tracking plan says. Absent: there is no plan to keep to. */
  faultsByPlan?: (event: AcceptedEvent) => Fault[]
}

export type IngestDeps = {
  eventLog: EventLog
  arrivals: Arrivals
  /** Null: no such write key. */
  sourceByWriteKey: (writeKey: string) => Promise<WritableSource | null>
  /** Keeps what was refused, for the live view. Never throws. */
  keepRefusals: (source: WritableSource, refused: readonly RefusedMessage[], receivedAt: number) => void
  now: () => Date
}

export type CollectCall = {
  writeKey: string | null
  body: Buffer
  type?: SegmentCall
  /** What the call itself says of whoever makes it. */
  caller?: Caller
}

/**
 * Accepts one call of the Segment API. When it resolves, every acceptable event is on disk. Events that cannot be
 * accepted are shown in the source's live view and do not fail the call, as clients would drop or repeat the rest.
 *
 * @throws AppError invalid_json (400), body_too_large (400), store faults (503, clients retry).
 */
export async function collect(
  deps: IngestDeps,
  call: CollectCall,
): Promise<{ accepted: number; refused: number }> {
  if (call.body.length > collectLimits.bodyBytes)
    throw new AppError('body_too_large', 400, 'A body is at most 500 KB.')
  const body = parseOrThrow(call.body)
  const source = await findSource(deps, call.writeKey ?? writeKeyOf(body))
  if (!source) return { accepted: 0, refused: 0 }

  const receivedAt = deps.now().getTime()
  const envelope: Envelope = {
    workspaceId: source.workspaceId,
    sourceId: source.id,
    receivedAt,
    nonce: randomUUID(),
    ...(call.type && { type: call.type }),
    ...(call.caller && { client: clientOf(call.caller, source.id, receivedAt) }),
    ...(source.settings && { settings: source.settings }),
  }
  if (!source.enabled) {
    // Clients get the usual answer; the live view says why nothing comes in.
    const refused = refuseBody(body, envelope, refusalFor('source_disabled', faultOf('source_off')))
    refuse(deps, source, withClient(refused, envelope), receivedAt)
    return { accepted: 0, refused: refused.length }
  }
  const read = readByPlan(source, body, call.body.length, envelope)
  refuse(deps, source, withClient(read.refused, envelope), receivedAt)
  if (read.events.length > 0) {
    const seq = await deps.eventLog.append([writeRecord(envelope, call.body)])
    const placed = read.events.slice(-20).map((event) => ({ ...event, eventId: seq * 4096 + event.eventId }))
    deps.arrivals.accepted(source.id, placed, receivedAt, read.events.length)
  }
  return { accepted: read.events.length, refused: read.refused.length }
}

/** What a source other than the Segment API needs to hand in messages. */
export type HandInDeps = Pick<IngestDeps, 'eventLog' | 'arrivals' | 'keepRefusals'>

const messagesPerRecord = 500

/**
 * Accepts messages that a provider's delivery became, under the same rules as those that clients send. When it resolves,
 * every acceptable one is on disk. `delivery` is shown with them in the live view; `client` sent them all.
 *
 * @throws AppError store faults (503, senders try again).
 */
export async function acceptMessages(
  deps: HandInDeps,
  source: WritableSource,
  messages: readonly object[],
  receivedAt: number,
  more: { delivery?: ArrivedEvent['delivery']; client?: Client | undefined } = {},
): Promise<{ accepted: number; refused: number }> {
  const { delivery = null, client } = more
  const sums = { accepted: 0, refused: 0 }
  const records: Buffer[] = []
  const events: AcceptedEvent[][] = []
  for (let at = 0; at < messages.length; at += messagesPerRecord) {
    const body = Buffer.from(JSON.stringify({ batch: messages.slice(at, at + messagesPerRecord) }))
    const envelope: Envelope = {
      workspaceId: source.workspaceId,
      sourceId: source.id,
      receivedAt,
      nonce: randomUUID(),
      ...(client && { client }),
      ...(source.settings && { settings: source.settings }),
    }
    const read = readByPlan(source, parseBody(body), body.length, envelope)
    refuse(deps, source, read.refused, receivedAt)
    sums.refused += read.refused.length
    sums.accepted += read.events.length
    if (read.events.length === 0) continue
    records.push(writeRecord(envelope, body))
    events.push(read.events)
  }
  if (records.length === 0) return sums
  const first = await deps.eventLog.append(records)
  const placed = events.flatMap((own, record) =>
    own.map((event) => ({ ...event, eventId: (first + record) * 4096 + event.eventId })),
  )
  deps.arrivals.accepted(source.id, placed.slice(-20), receivedAt, placed.length, delivery)
  return sums
}

/** Why a message would not be accepted as things are now; null: it would be. Nothing is kept or counted. */
export function refusalOf(
  source: WritableSource,
  message: unknown,
  receivedAt: number,
  client?: Client,
): RefusedMessage | null {
  if (!source.enabled) return { ...refusalFor('source_disabled', faultOf('source_off')), message, place: 0 }
  const envelope: Envelope = {
    workspaceId: source.workspaceId,
    sourceId: source.id,
    receivedAt,
    nonce: 'check',
    ...(client && { client }),
    ...(source.settings && { settings: source.settings }),
  }
  // Its size is not known: whatever its depth allows is measured.
  const read = readByPlan(source, { batch: [message] }, Number.MAX_SAFE_INTEGER, envelope)
  return read.refused[0] ?? null
}

/** Whoever asks not to be tracked is not remembered with what was refused either. */
function withClient(refused: RefusedMessage[], { client, settings }: Envelope): RefusedMessage[] {
  if (!client || refused.length === 0) return refused
  const kept = keptClient(client, settings)
  return refused.map((one) => (one.reason === 'privacy_signal' ? one : { ...one, client: kept }))
}

/** Reads a body and holds its events against the plan of their source. What is found goes into the envelope. */
function readByPlan(source: WritableSource, body: unknown, bytes: number, envelope: Envelope): ReadRecord {
  const read = readBody(body, bytes, envelope, 0)
  if (!source.faultsByPlan) return read
  const found: PlanFindings = {}
  for (const event of read.events) {
    const faults = source.faultsByPlan(event)
    if (faults.length > 0) found[event.eventId] = faults
  }
  if (Object.keys(found).length === 0) return read
  envelope.plan = found
  return readBody(body, bytes, envelope, 0)
}

/** Shows and keeps what was refused. */
export function refuse(
  deps: Pick<IngestDeps, 'arrivals' | 'keepRefusals'>,
  source: WritableSource,
  refused: readonly RefusedMessage[],
  receivedAt: number,
): void {
  if (refused.length === 0) return
  deps.arrivals.refused(source.id, refused, receivedAt, randomUUID)
  deps.keepRefusals(source, refused, receivedAt)
}

function parseOrThrow(body: Buffer): unknown {
  try {
    return parseBody(body)
  } catch (cause) {
    throw new AppError('invalid_json', 400, 'The body is not JSON.', { cause })
  }
}

function writeKeyOf(body: unknown): string | null {
  const key = (body as { writeKey?: unknown } | null)?.writeKey
  return typeof key === 'string' && key !== '' ? key : null
}

async function findSource(deps: IngestDeps, writeKey: string | null): Promise<WritableSource | null> {
  return writeKey === null ? null : deps.sourceByWriteKey(writeKey)
}

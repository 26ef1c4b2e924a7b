import { randomUUID } from 'node:crypto'
import { collectLimits, type SegmentCall } from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import type { EventLog } from '../../storage/log/event-log.ts'
import type { Arrivals } from './arrivals.ts'
import { type Envelope, parseBody, type RefusedMessage, readBody, writeRecord } from './segment-record.ts'

/** A source as acceptance needs it. */
export type WritableSource = { id: string; workspaceId: string; enabled: boolean }

export type IngestDeps = {
  eventLog: EventLog
  arrivals: Arrivals
  /** Null: no such write key. */
  sourceByWriteKey: (writeKey: string) => Promise<WritableSource | null>
  /** Keeps what was refused, for the live view. Never throws. */
  keepRefusals: (source: WritableSource, refused: readonly RefusedMessage[], receivedAt: number) => void
  now: () => Date
}

export type CollectCall = { writeKey: string | null; body: Buffer; type?: SegmentCall }

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
  if (!source.enabled) return refuseAll(deps, source, body, receivedAt)
  const envelope: Envelope = {
    workspaceId: source.workspaceId,
    sourceId: source.id,
    receivedAt,
    nonce: randomUUID(),
    ...(call.type && { type: call.type }),
  }
  const read = readBody(body, call.body.length, envelope, 0)
  refuse(deps, source, read.refused, receivedAt)
  if (read.events.length > 0) {
    const seq = await deps.eventLog.append([writeRecord(envelope, call.body)])
    const placed = read.events.slice(-20).map((event) => ({ ...event, eventId: seq * 4096 + event.eventId }))
    deps.arrivals.accepted(source.id, placed, receivedAt, read.events.length)
  }
  return { accepted: read.events.length, refused: read.refused.length }
}

function refuse(
  deps: IngestDeps,
  source: WritableSource,
  refused: readonly RefusedMessage[],
  receivedAt: number,
): void {
  if (refused.length === 0) return
  deps.arrivals.refused(source.id, refused, receivedAt, randomUUID)
  deps.keepRefusals(source, refused, receivedAt)
}

/** Clients of a source that is switched off get the usual answer; its live view says why nothing comes in. */
function refuseAll(deps: IngestDeps, source: WritableSource, body: unknown, receivedAt: number) {
  const batch = (body as { batch?: unknown } | null)?.batch
  const messages: unknown[] = Array.isArray(batch) ? batch.slice(0, collectLimits.batchEvents) : [body]
  const refused = messages.map((message, place) => ({
    reason: 'source_disabled' as const,
    detail: 'The source is switched off.',
    message,
    place,
  }))
  refuse(deps, source, refused, receivedAt)
  return { accepted: 0, refused: refused.length }
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

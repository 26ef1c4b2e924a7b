import {
  type DeadLetterReplay,
  type Fault,
  type RefusalReason,
  type Source,
  takeableReasons,
} from '@teia/contracts'
import type { z } from 'zod'
import { type KeptDelivery, refusalOf, saidTime, type WritableSource } from '../ingest/index.ts'
import type * as q from './replay.queries.ts'

export type Asked = z.infer<typeof DeadLetterReplay>
export type Told = { reason: RefusalReason; detail: string; faults: Fault[] }
export type Tried = {
  row: q.KeptMessage
  messages: Record<string, unknown>[]
  refusal: Told | null
  keep?: () => Promise<void>
}

/** What a delivery of a webhook becomes by the mapping of its source: messages, and requests that `keep` writes down. */
export type DeliveryRead = { messages: Record<string, unknown>[]; keep: () => Promise<void> } | Told
/** Reads deliveries of a source again by its mapping of now; in their order. */
export type ReadDeliveries = (
  source: Pick<Source, 'id' | 'kind'> & { workspaceId: string },
  kept: readonly { body: unknown; delivery: KeptDelivery; receivedAt: Date }[],
) => Promise<DeliveryRead[]>

const takeable: ReadonlySet<string> = new Set(takeableReasons)

/** A delivery is taken once all that it becomes can be: what is left of it could not be read again by itself. */
export function tryAgain(
  rules: WritableSource,
  row: q.KeptMessage,
  read: DeliveryRead | undefined,
  asked: Asked,
  now: number,
): Tried {
  const before = { reason: row.reason as RefusalReason, detail: row.detail, faults: row.faults }
  const body = asked.body ?? row.body
  const left = (refusal: Told): Tried => ({ row, messages: [], refusal })
  if (read && 'reason' in read) return left(read)
  if (!read && (!takeable.has(row.reason) || row.reason === 'no_rule' || !isObject(body))) return left(before)
  // The same at every replay, so that one that is cut off and made again counts nothing twice.
  const named = asked.kind === 'kept_aside' ? `kept-aside-${row.position}` : `refused-${row.position}`
  const bodies = read ? read.messages : [body as Record<string, unknown>]
  const messages = bodies.map((one) => ({
    messageId: named,
    ...(asked.times === 'received' ? withoutTimes(one) : withSettledTime(one, row.received_at)),
  }))
  for (const message of messages) {
    const refusal = refusalOf(rules, message, now, row.client ?? undefined)
    if (refusal) return left(pickTold(refusal))
  }
  return { row, messages, refusal: null, ...(read && { keep: read.keep }) }
}

const pickTold = ({ reason, detail, faults }: Told): Told => ({ reason, detail, faults })

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function withoutTimes(body: Record<string, unknown>): Record<string, unknown> {
  const { timestamp: _timestamp, originalTimestamp: _original, sentAt: _sent, ...rest } = body
  return rest
}

const latestMs = 8.64e15

/**
 * Writes the time that a message meant when it came, so that the days it has waited are not taken for a clock that is
 * wrong. A message with both times is taken as corrected.
 */
function withSettledTime(body: Record<string, unknown>, receivedAt: Date): Record<string, unknown> {
  const meant = saidTime(body, receivedAt.getTime())
  if (meant === null || Math.abs(meant) > latestMs) return body
  const timestamp = new Date(meant).toISOString()
  return { ...body, timestamp, originalTimestamp: body.originalTimestamp ?? body.timestamp ?? timestamp }
}

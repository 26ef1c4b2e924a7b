import { z } from 'zod'
import { Id, Instant, JsonObject, pageOf } from './common.ts'

/** Where events come from: one site, app or server, with its public write key. */
export const Source = z.object({
  id: Id,
  name: z.string(),
  kind: z.enum(['web', 'app', 'server', 'other']),
  writeKey: z.string(),
  enabled: z.boolean(),
  createdAt: Instant,
  lastEventAt: Instant.nullable(),
})
export type Source = z.infer<typeof Source>
export const SourcePage = pageOf(Source)
export const NewSource = z.object({
  name: z.string().trim().min(1).max(120),
  kind: z.enum(['web', 'app', 'server', 'other']).default('web'),
})
export const SourceChange = z
  .object({ name: z.string().trim().min(1).max(120), enabled: z.boolean() })
  .partial()

/** Why a call or an event was refused, or parked after acceptance. Stable codes. */
export const refusalReasons = [
  'invalid_json',
  'body_too_large',
  'event_too_large',
  'too_many_events',
  'unknown_write_key',
  'source_disabled',
  'missing_type',
  'unknown_type',
  'no_user_anon_id',
  'missing_event_name',
  'missing_group_id',
  'missing_previous_id',
  'invalid_message_id',
  'invalid_timestamp',
  'not_an_object',
  'rate_limited',
  'processing_failed',
] as const
export const RefusalReason = z.enum(refusalReasons)
export type RefusalReason = z.infer<typeof RefusalReason>

/** One event as the live view of a source shows it: what arrived, and what became of it. */
export const ArrivedEvent = z.object({
  id: Id,
  receivedAt: Instant,
  verdict: z.enum(['accepted', 'refused', 'duplicate']),
  reason: RefusalReason.nullable(),
  /** A sentence for people: which field, which limit. */
  detail: z.string().nullable(),
  type: z.string(),
  name: z.string(),
  userId: z.string().nullable(),
  anonymousId: z.string().nullable(),
  library: z.string().nullable(),
  body: JsonObject,
})
export type ArrivedEvent = z.infer<typeof ArrivedEvent>
export const ArrivedEvents = z.object({ items: z.array(ArrivedEvent) })

/** Accepted and refused per minute over the last hour, newest last, and totals of the last 24 hours. */
export const SourceTraffic = z.object({
  minutes: z.array(
    z.object({ time: Instant, accepted: z.number(), refused: z.number(), duplicate: z.number() }),
  ),
  last24h: z.object({ accepted: z.number(), refused: z.number(), duplicate: z.number() }),
  reasons: z.array(z.object({ reason: RefusalReason, count: z.number() })),
  lagMs: z.number().nullable(),
})
export type SourceTraffic = z.infer<typeof SourceTraffic>

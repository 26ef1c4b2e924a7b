import { z } from 'zod'
import { Channel, Id, Instant, JsonObject, PageQuery, pageOf } from './common.ts'
import { Fault, faultOf } from './faults.ts'
import { refuses } from './shape-faults.ts'
import { webhookProviders } from './webhooks.ts'

/** Sites, apps and servers that call the Segment API, and providers that call a webhook. */
export const sourceKinds = ['web', 'app', 'server', 'other', ...webhookProviders] as const
const SourceKind = z.enum(sourceKinds)

/** What a source does with what it learns of a visitor. Every default is the one that keeps least. */
export const SourceSettings = z.object({
  /** Addresses: cut to /24 (IPv4) and /48 (IPv6), kept whole, or not kept at all. */
  ip: z.enum(['truncate', 'keep', 'drop']).default('truncate'),
  /** What `Sec-GPC: 1` and `DNT: 1` do: every identifier is dropped, the event is refused, or nothing. */
  privacySignal: z.enum(['drop_identifiers', 'refuse', 'ignore']).default('drop_identifiers'),
  /** Networks of one's own staff, as 192.0.2.0/24 or 2001:db8::/32. */
  internalNetworks: z
    .array(z.union([z.cidrv4(), z.cidrv6()]))
    .max(100)
    .default([]),
  internalTraffic: z.enum(['flag', 'refuse']).default('flag'),
  bots: z.enum(['flag', 'refuse']).default('flag'),
  /** What happens to an event that is not as the tracking plan says. */
  trackingPlan: z.enum(['off', 'flag', 'refuse']).default('off'),
  /** After how many days a consent counts as expired that says no end of its own. Null: it does not expire. */
  consentDays: z.number().int().min(1).max(3_650).nullable().default(null),
})
export type SourceSettings = z.infer<typeof SourceSettings>

/** Where events come from: one site, app or server, with its public write key. */
export const Source = z.object({
  id: Id,
  name: z.string(),
  kind: SourceKind,
  writeKey: z.string(),
  enabled: z.boolean(),
  settings: SourceSettings,
  createdAt: Instant,
  lastEventAt: Instant.nullable(),
})
export type Source = z.infer<typeof Source>
export const SourcePage = pageOf(Source)
export const NewSource = z.object({
  name: z.string().trim().min(1).max(120),
  kind: SourceKind.default('web'),
})
export const SourceChange = z
  .object({ name: z.string().trim().min(1).max(120), enabled: z.boolean(), settings: SourceSettings })
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
  'missing_signature',
  'invalid_signature',
  'stale_timestamp',
  'no_secret',
  'no_rule',
  'invalid_cloudevent',
  'privacy_signal',
  'internal_traffic',
  'bot',
  'tracking_plan',
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
  /** What `detail` says, as codes and values. */
  faults: z.array(Fault),
  type: z.string(),
  name: z.string(),
  userId: z.string().nullable(),
  anonymousId: z.string().nullable(),
  library: z.string().nullable(),
  body: JsonObject,
  /** The call of a provider that this event was made from, as it was sent. Null: the event was sent itself. */
  delivery: z.object({ id: z.string(), body: z.unknown() }).nullable().default(null),
})
export type ArrivedEvent = z.infer<typeof ArrivedEvent>
export const ArrivedEvents = z.object({ items: z.array(ArrivedEvent) })

/** What an arrived event became. Empty while it is on its way, and when it was refused. */
export const ArrivedOutcome = z.object({
  events: z.array(
    z.object({
      id: Id,
      time: Instant,
      name: z.string(),
      type: z.string(),
      touchpoint: z.string(),
      channel: Channel,
      personId: Id,
      isBot: z.boolean(),
      isInternal: z.boolean(),
    }),
  ),
})
export type ArrivedOutcome = z.infer<typeof ArrivedOutcome>
/** The event by its id in the live view, or by the id that its sender gave it. */
export const ArrivedOutcomeQuery = z.object({
  event: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
  message: z.string().min(1).max(200).optional(),
})

const Reasons = z.array(z.object({ reason: RefusalReason, count: z.number() }))
/** One hour or one day of the workspace. What was kept aside is not among the refused. */
export const TrafficSpan = z.object({
  time: Instant,
  accepted: z.number(),
  refused: z.number(),
  duplicate: z.number(),
  keptAside: z.number(),
  reasons: Reasons,
})
export type TrafficSpan = z.infer<typeof TrafficSpan>
/** `hour`: the last 48 hours; `day`: the last 30 days, in the time zone of the workspace. */
export const TrafficQuery = z.object({ by: z.enum(['hour', 'day']).default('hour') })

/** Accepted and refused per minute over the last hour, newest last, and totals of the last 24 hours. */
export const SourceTraffic = z.object({
  minutes: z.array(
    z.object({ time: Instant, accepted: z.number(), refused: z.number(), duplicate: z.number() }),
  ),
  last24h: z.object({ accepted: z.number(), refused: z.number(), duplicate: z.number() }),
  reasons: Reasons,
  /** The last 48 hours or 30 days, as asked; oldest first. */
  spans: z.array(TrafficSpan),
  lagMs: z.number().nullable(),
})
export type SourceTraffic = z.infer<typeof SourceTraffic>

/** Reasons for which an event is kept aside, whole, and can be taken again. */
export const keptAsideReasons: readonly RefusalReason[] = ['invalid_timestamp', 'processing_failed']

/**
 * Reasons for which a message may be taken again as it is or edited, once what was wrong is mended: it is kept whole and
 * whoever sent it was let in. What proves nothing of its sender, or asks not to be tracked, is not among them.
 */
export const takeableReasons: readonly RefusalReason[] = [
  ...keptAsideReasons,
  'event_too_large',
  'too_many_events',
  'source_disabled',
  'missing_type',
  'unknown_type',
  'no_user_anon_id',
  'missing_event_name',
  'missing_group_id',
  'missing_previous_id',
  'invalid_message_id',
  'internal_traffic',
  'bot',
  'tracking_plan',
  'no_rule',
]

/** An event that did not get in: kept aside until it is taken again, or refused and kept to be looked at. */
export const KeptEvent = z.object({
  id: Id,
  kind: z.enum(['kept_aside', 'refused']),
  receivedAt: Instant,
  reason: RefusalReason,
  detail: z.string(),
  faults: z.array(Fault),
  type: z.string(),
  name: z.string(),
  body: JsonObject,
})
export type KeptEvent = z.infer<typeof KeptEvent>
export const KeptEventQuery = PageQuery.extend({
  kind: z.enum(['kept_aside', 'refused']).default('kept_aside'),
  reason: RefusalReason.optional(),
})
/** Newest first. `counts` are of all that is kept of this kind, whatever the reason that was asked for. */
export const KeptEventPage = pageOf(KeptEvent).extend({ counts: Reasons })

/**
 * Which events to take again of those that were kept aside or refused: all, those with a reason, or those named. Times as
 * they were said, or of taking them. `body` is taken instead of the one event that is named.
 */
export const DeadLetterReplay = z
  .object({
    kind: z.enum(['kept_aside', 'refused']).default('kept_aside'),
    ids: z.array(Id).min(1).max(1_000).optional(),
    reason: RefusalReason.optional(),
    times: z.enum(['said', 'received']).default('said'),
    body: JsonObject.optional(),
    /** Where the call before ended: one call takes 1,000 at most. */
    after: z.string().max(40).optional(),
  })
  .refine((asked) => asked.body === undefined || asked.ids?.length === 1, {
    path: ['ids'],
    ...refuses(faultOf('replay_one')),
  })
/** `failed` could still not be taken in this call; `after` leads to the next, and is null when all were tried. */
export const DeadLetterReplayed = z.object({
  replayed: z.number().int(),
  failed: z.number().int(),
  /** Why those that failed did. */
  reasons: Reasons,
  /** The first 20 of those that failed. */
  refused: z.array(z.object({ id: Id, reason: RefusalReason, detail: z.string(), faults: z.array(Fault) })),
  /** All that is kept of this kind now. */
  remaining: z.number().int(),
  after: z.string().nullable(),
})

import { z } from 'zod'
import { Channel, Id, Instant, JsonObject, PageQuery, pageOf } from './common.ts'

/** A person in a list. `name` is what to call them: name, e-mail, user id, or "anonymous · 7f3a". */
export const PersonSummary = z.object({
  id: Id,
  name: z.string(),
  isKnown: z.boolean(),
  email: z.string().nullable(),
  city: z.string().nullable(),
  firstSeenAt: Instant,
  lastSeenAt: Instant,
})
export type PersonSummary = z.infer<typeof PersonSummary>
export const PersonPage = pageOf(PersonSummary).extend({ total: z.number().int().nullable() })
export type PersonPage = z.infer<typeof PersonPage>
export const PeopleQuery = PageQuery.extend({
  search: z.string().trim().max(200).optional(),
  known: z.enum(['all', 'known', 'anonymous']).default('all'),
  sort: z.enum(['lastSeen', 'firstSeen', 'name']).default('lastSeen'),
})

export const Identifier = z.object({
  kind: z.enum(['userId', 'anonymousId']),
  value: z.string(),
  firstSeenAt: Instant,
  lastSeenAt: Instant,
})
export type Identifier = z.infer<typeof Identifier>

/** A trait with where it came from: the identifier that carried it and when. */
export const Trait = z.object({ name: z.string(), value: z.unknown(), setAt: Instant })
export type Trait = z.infer<typeof Trait>

export const AccountRef = z.object({
  id: Id,
  groupId: z.string(),
  name: z.string(),
  people: z.number().int(),
})

/** Why two identifiers are one person: the event that said so. */
export const IdentityLink = z.object({
  a: z.string(),
  b: z.string(),
  rule: z.enum(['alias', 'identify']),
  assertedAt: Instant,
  applied: z.boolean(),
})

export const Person = PersonSummary.extend({
  identifiers: z.array(Identifier),
  links: z.array(IdentityLink),
  traits: z.array(Trait),
  accounts: z.array(AccountRef),
  consents: z.array(z.object({ purpose: z.string(), granted: z.boolean(), at: Instant })),
  interactions: z.number().int(),
  sessions: z.number().int(),
  touchpoints: z.array(
    z.object({ touchpoint: z.string(), channel: Channel, interactions: z.number().int() }),
  ),
  /** Scores this person gave, oldest first. `n` of an average is the length. */
  scores: z.array(z.object({ time: Instant, metric: z.string(), score: z.number() })),
  /** Sum and count of `Order Completed`-like values in the last 365 days, in the workspace's currency. */
  value: z.object({
    orders: z.number().int(),
    total: z.number(),
    previousTotal: z.number(),
    medianDaysBetween: z.number().nullable(),
    daysSinceLast: z.number().nullable(),
  }),
})
export type Person = z.infer<typeof Person>

/** One interaction of a timeline, newest first. */
export const TimelineItem = z.object({
  id: Id,
  time: Instant,
  name: z.string(),
  type: z.string(),
  touchpoint: z.string(),
  channel: Channel,
  properties: JsonObject,
})
export type TimelineItem = z.infer<typeof TimelineItem>
export const TimelinePage = pageOf(TimelineItem)
export type TimelinePage = z.infer<typeof TimelinePage>
export const TimelineQuery = PageQuery.extend({
  channel: Channel.optional(),
  touchpoint: z.string().max(200).optional(),
  name: z.string().max(200).optional(),
  search: z.string().trim().max(200).optional(),
  from: Instant.optional(),
  to: Instant.optional(),
})

/** The raw event as it was accepted, and what it became. */
export const RawEvent = z.object({
  id: Id,
  receivedAt: Instant,
  source: z.string(),
  raw: JsonObject,
  item: TimelineItem,
})
export type RawEvent = z.infer<typeof RawEvent>

/** The walk of one person over channels, for the strip above the timeline: oldest first, at most 500. */
export const JourneyStrip = z.object({
  from: Instant,
  to: Instant,
  total: z.number().int(),
  points: z.array(
    z.object({ id: Id, time: Instant, name: z.string(), touchpoint: z.string(), channel: Channel }),
  ),
})
export type JourneyStrip = z.infer<typeof JourneyStrip>

export const Account = z.object({
  id: Id,
  groupId: z.string(),
  name: z.string(),
  traits: z.array(Trait),
  people: z.array(PersonSummary),
  peopleTotal: z.number().int(),
})
export type Account = z.infer<typeof Account>
export const AccountPage = pageOf(AccountRef)

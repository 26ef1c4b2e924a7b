import { z } from 'zod'
import { Channel, Id, Instant, JsonObject, PageQuery, pageOf } from './common.ts'
import { IdentityLink } from './identity.ts'

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

/** `isShared`: so many have it that it joins nobody. `isShown`: it is only shown, as the rules of the workspace say. */
export const Identifier = z.object({
  id: Id,
  kind: z.string(),
  value: z.string(),
  firstSeenAt: Instant,
  lastSeenAt: Instant,
  isShared: z.boolean(),
  isShown: z.boolean(),
})
export type Identifier = z.infer<typeof Identifier>

/** A trait with where it came from. `computed` ones come from interactions and have no source. */
export const Trait = z.object({
  name: z.string(),
  value: z.unknown(),
  setAt: Instant,
  origin: z.enum(['sent', 'computed']),
  /** The name of the source that set it; null when it is not known any more. */
  source: z.string().nullable(),
  /** What other sources or identifiers say instead, newest first. A null value: they say that there is none. */
  conflicts: z.array(
    z.object({
      value: z.unknown(),
      setAt: Instant,
      source: z.string().nullable(),
      identifier: z.string().nullable(),
    }),
  ),
})
export type Trait = z.infer<typeof Trait>

export const AccountRef = z.object({
  id: Id,
  groupId: z.string(),
  name: z.string(),
  people: z.number().int(),
})

export const Person = PersonSummary.extend({
  identifiers: z.array(Identifier),
  links: z.array(IdentityLink),
  traits: z.array(Trait),
  accounts: z.array(AccountRef),
  /** `expiresAt` null: it holds until it is taken back. */
  consents: z.array(
    z.object({ purpose: z.string(), granted: z.boolean(), at: Instant, expiresAt: Instant.nullable() }),
  ),
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

const HealthState = z.enum(['good', 'caution', 'bad', 'unknown'])
export const Account = z.object({
  id: Id,
  groupId: z.string(),
  name: z.string(),
  traits: z.array(Trait),
  people: z.array(PersonSummary),
  peopleTotal: z.number().int(),
  /** What its people did in the last 28 days, and in the 28 before. `people28d` of them came. */
  activity: z.object({
    interactions28d: z.number().int(),
    previousInteractions28d: z.number().int(),
    people28d: z.number().int(),
    daysSinceLast: z.number().nullable(),
  }),
  /** Orders of its people in the last 365 days, in the workspace's currency, and their sum in the 365 days before. */
  value: z.object({ orders: z.number().int(), total: z.number(), previousTotal: z.number() }),
  /**
   * The scores of the last 365 days that were answered, with their 95 % intervals: NPS in points, CSAT and CES as the share
   * of those who are satisfied (4 and 5 of 5) and who found it easy (5 to 7 of 7). `weight` is the part of all answers.
   */
  scores: z.array(
    z.object({
      metric: z.enum(['nps', 'csat', 'ces']),
      score: z.number(),
      low: z.number(),
      high: z.number(),
      n: z.number().int(),
      weight: z.number(),
    }),
  ),
  /**
   * All those answers together: how many more are content than are not, in points of all answers, with its 95 % interval.
   * Each answer weighs the same. Null without one.
   */
  balance: z.object({ score: z.number(), low: z.number(), high: z.number(), n: z.number().int() }).nullable(),
  /**
   * What the numbers say together: each of the three parts has its own word, and the worst decides. `unknown`: nobody
   * came in 56 days and nobody answered.
   */
  health: z.object({
    state: HealthState,
    reasons: z.array(
      z.object({ kind: z.enum(['silent', 'falling', 'detracting']), tone: z.enum(['caution', 'bad']) }),
    ),
    parts: z.array(z.object({ kind: z.enum(['presence', 'course', 'answers']), state: HealthState })),
  }),
})
export type Account = z.infer<typeof Account>
export const AccountPage = pageOf(AccountRef)

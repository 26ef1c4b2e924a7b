import { z } from 'zod'
import { Channel, Id, Instant, JsonObject } from './common.ts'
import { Fault, faultOf } from './faults.ts'
import { Filter, filterLimits, type Leaf } from './questions.ts'
import { refuses } from './shape-faults.ts'

/** Whose place it is where customer and company meet. */
export const ownerships = ['own', 'partner', 'third-party'] as const
export const Ownership = z.enum(ownerships)
export type Ownership = z.infer<typeof Ownership>

/** How much one catalogue and one touchpoint may hold. */
export const touchpointLimits = { touchpoints: 500, events: 200, names: 50, systems: 50 } as const

/**
 * The name of a page or a screen; a star at its beginning or end stands for any text. Stars within are refused, as no
 * filter could ask for them.
 */
const NamePattern = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !text.slice(1, -1).includes('*'), refuses(faultOf('pattern_star')))

/** All leaves of a filter, in the order in which they stand. */
export const leavesOf = (filter: Filter): Leaf[] => {
  if ('and' in filter) return filter.and.flatMap(leavesOf)
  if ('or' in filter) return filter.or.flatMap(leavesOf)
  return 'not' in filter ? leavesOf(filter.not) : [filter]
}
const levelsOf = (filter: Filter): number => {
  if ('and' in filter) return 1 + Math.max(0, ...filter.and.map(levelsOf))
  if ('or' in filter) return 1 + Math.max(0, ...filter.or.map(levelsOf))
  return 'not' in filter ? 1 + levelsOf(filter.not) : 0
}
const asksOfTheEvent = (leaf: Leaf) =>
  'property' in leaf || ('event' in leaf && (leaf.operator === 'equals' || leaf.operator === 'not_equals'))

/** A filter that can be answered by the event alone: by its name, its properties and its context. */
export const EventFilter = Filter.refine(
  (filter) => leavesOf(filter).every(asksOfTheEvent),
  refuses(faultOf('matcher_of_event')),
).refine(
  (filter) => leavesOf(filter).length <= filterLimits.leaves && levelsOf(filter) <= filterLimits.levels,
  refuses(faultOf('filter_too_large')),
)

/**
 * Says which events belong to a touchpoint: those with one of the names, pages and screens whose name fits, and of all
 * these only such as pass the filter. Without any name no event does: a touchpoint that is not measured yet.
 */
export const Matcher = z.strictObject({
  events: z.array(z.string().trim().min(1).max(256)).max(touchpointLimits.events).default([]),
  pages: z.array(NamePattern).max(touchpointLimits.names).default([]),
  screens: z.array(NamePattern).max(touchpointLimits.names).default([]),
  where: EventFilter.optional(),
})
export type Matcher = z.infer<typeof Matcher>

/** What people write down of a touchpoint. `channel` null: as the event says, web or app by the device that sent it. */
export const TouchpointDefinition = z.strictObject({
  name: z.string().trim().min(1).max(120),
  ownership: Ownership.default('own'),
  /** Who the partner or third party is. */
  partner: z.string().trim().max(120).default(''),
  channel: Channel.nullable().default(null),
  /** The team that answers for it. */
  team: z.string().trim().max(120).default(''),
  /** The systems that it relies on. */
  systems: z.array(z.string().trim().min(1).max(120)).max(touchpointLimits.systems).default([]),
  description: z.string().trim().max(2000).default(''),
  matcher: Matcher,
})
export type TouchpointDefinition = z.infer<typeof TouchpointDefinition>

/** How far the stored events follow the catalogue; `eventsLeft` and `share` are of the change at work. */
export const Rewriting = z.object({
  state: z.enum(['idle', 'waiting', 'running', 'failed']),
  /** Names of events whose stored places are being written anew. */
  events: z.array(z.string()),
  /** Stored events to be placed anew; null while they are counted. */
  total: z.number().int().nullable(),
  /** How much of that is done, 0 to 1. */
  share: z.number(),
  secondsLeft: z.number().nullable(),
  since: Instant.nullable(),
  problem: z.string().nullable(),
  /** What `problem` says, as codes with values. */
  faults: z.array(Fault),
})
export type Rewriting = z.infer<typeof Rewriting>

/**
 * A place where customer and company meet, as it is defined and as it was met in the last 28 days. `channel` is where it
 * is met most, `channels` all with their own ids, by which questions ask of one of them.
 */
export const Touchpoint = z.object({
  id: Id,
  name: z.string(),
  channel: Channel,
  channels: z.array(z.object({ id: Id, channel: Channel, interactions28d: z.number().int() })),
  ownership: Ownership,
  /** Its place in the order of precedence, from 0: of those that fit an event the first wins. */
  place: z.number().int(),
  /** Counts up with each change; the ETag of a touchpoint holds it. */
  revision: z.number().int(),
  definition: TouchpointDefinition,
  interactions28d: z.number().int(),
  people28d: z.number().int(),
})
export type Touchpoint = z.infer<typeof Touchpoint>
export const TouchpointList = z.object({
  items: z.array(Touchpoint),
  /** Counts up with each change of the catalogue. */
  version: z.number().int(),
  rewriting: Rewriting,
})
export type TouchpointList = z.infer<typeof TouchpointList>

/** One touchpoint as it stands now. */
export const CatalogueEntry = z.object({
  id: Id,
  place: z.number().int(),
  revision: z.number().int(),
  definition: TouchpointDefinition,
})
export type CatalogueEntry = z.infer<typeof CatalogueEntry>

/** One state of a touchpoint, the newest first in a list; `definition` null: it was removed. */
export const TouchpointVersion = z.object({
  revision: z.number().int(),
  definition: TouchpointDefinition.nullable(),
  changedBy: z.string(),
  changedAt: Instant,
})
export type TouchpointVersion = z.infer<typeof TouchpointVersion>
export const TouchpointVersions = z.object({ items: z.array(TouchpointVersion) })
export type TouchpointVersions = z.infer<typeof TouchpointVersions>
export const RestoreTouchpoint = z.strictObject({ revision: z.number().int().positive() })
/** All ids in the wanted order. `version`: the catalogue that was seen; another one is refused. */
export const TouchpointOrder = z.strictObject({
  ids: z.array(Id).max(touchpointLimits.touchpoints),
  version: z.number().int(),
})
export type TouchpointOrder = z.infer<typeof TouchpointOrder>

/** What no touchpoint has, of the last 28 days, by volume. Pages and screens are told apart by their names. */
export const UnmatchedEvent = z.object({
  event: z.string(),
  type: z.enum(['track', 'page', 'screen']),
  /** The name of the page or screen; null for events. */
  page: z.string().nullable(),
  interactions: z.number().int(),
  people: z.number().int(),
  lastAt: Instant,
  /** The properties of one of them. */
  sample: JsonObject,
})
export type UnmatchedEvent = z.infer<typeof UnmatchedEvent>
export const UnmatchedEvents = z.object({
  items: z.array(UnmatchedEvent),
  /** All interactions without a touchpoint, and all interactions. */
  unmatched: z.number().int(),
  interactions: z.number().int(),
})
export type UnmatchedEvents = z.infer<typeof UnmatchedEvents>

/** Events of the last 28 days that several touchpoints fit: the first of `touchpoints` has them. */
export const Overlap = z.object({
  touchpoints: z.array(z.object({ id: Id, name: z.string() })),
  events: z.array(z.string()),
  interactions: z.number().int(),
})
export type Overlap = z.infer<typeof Overlap>
export const Overlaps = z.object({ items: z.array(Overlap) })

/** A matcher to be tried, as of the touchpoint `id` or of a new one that would take precedence over all. */
export const TryMatcher = z.strictObject({ id: Id.optional(), matcher: Matcher })
export type TryMatcher = z.infer<typeof TryMatcher>
/** What a matcher fits in the last 28 days. */
export const TriedMatcher = z.object({
  interactions: z.number().int(),
  people: z.number().int(),
  byEvent: z.array(z.object({ event: z.string(), interactions: z.number().int() })),
  /** Who has these events now; null: nobody. `wins`: the tried one would have them. */
  held: z.array(
    z.object({
      id: Id.nullable(),
      name: z.string(),
      interactions: z.number().int(),
      wins: z.boolean(),
    }),
  ),
  /** The latest 20. */
  samples: z.array(
    z.object({ id: Id, time: Instant, name: z.string(), channel: z.string(), properties: JsonObject }),
  ),
})
export type TriedMatcher = z.infer<typeof TriedMatcher>

/** Who meets a touchpoint, in the last 28 days. */
export const TouchpointFigures = z.object({
  channels: z.array(z.object({ channel: Channel, interactions: z.number().int(), people: z.number().int() })),
  events: z.array(z.object({ event: z.string(), interactions: z.number().int(), people: z.number().int() })),
  /** People by whether they are known by a user id. */
  known: z.number().int(),
  anonymous: z.number().int(),
})
export type TouchpointFigures = z.infer<typeof TouchpointFigures>

/** A whole catalogue as a file, in its order of precedence. Read and written it stays the same. */
export const CatalogueFile = z.strictObject({
  version: z.literal(1),
  touchpoints: z
    .array(z.strictObject({ id: Id.optional(), ...TouchpointDefinition.shape }))
    .max(touchpointLimits.touchpoints),
})
export type CatalogueFile = z.infer<typeof CatalogueFile>
/** What a file changes, by the names of touchpoints. */
export const CatalogueFileChanges = z.object({
  added: z.array(z.string()),
  changed: z.array(z.string()),
  removed: z.array(z.string()),
  isReordered: z.boolean(),
})
export type CatalogueFileChanges = z.infer<typeof CatalogueFileChanges>

/** An interaction as the live stream tells it. */
export const LiveInteraction = z.object({
  id: Id,
  time: z.string(),
  personId: Id,
  personName: z.string(),
  name: z.string(),
  touchpoint: z.string(),
  channel: Channel,
  /** The one property worth showing: a value, a product, a query. */
  note: z.string().nullable(),
})
export type LiveInteraction = z.infer<typeof LiveInteraction>

/** Names that can be asked about, with how often they occur in the last 90 days. */
export const Catalogue = z.object({
  events: z.array(z.object({ name: z.string(), count: z.number() })),
  properties: z.array(z.object({ name: z.string(), events: z.array(z.string()), type: z.string() })),
  traits: z.array(z.object({ name: z.string(), type: z.string() })),
  touchpoints: z.array(z.object({ id: Id, name: z.string(), channel: Channel, count: z.number() })),
})
export type Catalogue = z.infer<typeof Catalogue>
export const CatalogueValuesQuery = z.object({
  leaf: z.enum(['property', 'trait']),
  name: z.string().min(1).max(200),
  search: z.string().max(100).optional(),
})
export const CatalogueValues = z.object({
  values: z.array(z.object({ value: z.string(), count: z.number() })),
})

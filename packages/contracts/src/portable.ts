import { z } from 'zod'
import { Channel, Id, Instant, JsonObject } from './common.ts'
import { ComputedTraitDefinition } from './computed-traits.ts'
import { IdentifierKind, IdentityRulesShape } from './identity.ts'
import { MapDocument, mapLimits, PartId } from './maps.ts'
import { SegmentRule, segmentKinds } from './segments.ts'
import { sourceKinds } from './sources.ts'
import { NewSpend } from './spend.ts'
import { Matcher, Ownership, TouchpointDefinition } from './touchpoints.ts'
import { PlanChange } from './tracking-plan.ts'
import { NewView } from './views.ts'

/** What the types of lines begin with that are no messages: no call of the Segment spec is called like this. */
export const portablePrefix = 'teia.'

const matcher = Matcher.shape
const touchpoint = TouchpointDefinition.shape
/**
 * A touchpoint. What is left out stays as it is, or is at its default when the touchpoint is new. `place` says that the
 * line is of a whole catalogue, in the order of precedence.
 */
export const PortableTouchpoint = z.strictObject({
  type: z.literal('teia.touchpoint'),
  id: Id.optional(),
  place: z.number().int().min(0).optional(),
  name: touchpoint.name,
  ownership: Ownership.optional(),
  partner: touchpoint.partner.unwrap().optional(),
  channel: Channel.nullable().optional(),
  team: touchpoint.team.unwrap().optional(),
  systems: touchpoint.systems.unwrap().optional(),
  description: touchpoint.description.unwrap().optional(),
  matcher: z
    .strictObject({
      events: matcher.events.unwrap(),
      pages: matcher.pages.unwrap(),
      screens: matcher.screens.unwrap(),
      where: matcher.where,
    })
    .partial()
    .optional(),
})
export type PortableTouchpoint = z.infer<typeof PortableTouchpoint>

/** An identifier by its value: its id is another one in every workspace. */
const Identifier = z.strictObject({ kind: IdentifierKind, value: z.string().min(1).max(1000) })
/** A member of staff, by e-mail; null: a key, the server, or somebody whom the workspace does not know. */
const Staff = z.string().max(320).nullable()
const decided = { decidedAt: Instant, decidedBy: Staff }

/** The rules by which identifiers make people. */
export const PortableRules = z.strictObject({
  type: z.literal('teia.identity-rules'),
  rules: IdentityRulesShape,
})
export type PortableRules = z.infer<typeof PortableRules>

/** A link between identifiers that somebody made (`accepted`), or took back. */
export const PortableLink = z.strictObject({
  type: z.literal('teia.identity-link'),
  a: Identifier,
  b: Identifier,
  rule: z.string().min(1).max(100),
  firstAssertedAt: Instant,
  decided: z.strictObject(decided).nullable(),
  undone: z.strictObject(decided).nullable(),
})
export type PortableLink = z.infer<typeof PortableLink>

/** Two identifiers of which somebody said that they are not the same person. */
export const PortableSeparation = z.strictObject({
  type: z.literal('teia.identity-separation'),
  a: Identifier,
  b: Identifier,
  ...decided,
})
export type PortableSeparation = z.infer<typeof PortableSeparation>

/** What staff wrote beside a person, whom an identifier names, or an account, which its group id names. */
export const PortableNote = z.strictObject({
  type: z.literal('teia.note'),
  id: z.guid(),
  about: z.union([Identifier, z.strictObject({ kind: z.literal('groupId'), value: Identifier.shape.value })]),
  kind: z.enum(['note', 'task']),
  text: z.string().trim().min(1).max(4000),
  dueAt: Instant.nullable(),
  assignee: Staff,
  doneAt: Instant.nullable(),
  doneBy: Staff,
  writtenBy: Staff,
  /** Where it was brought in by an import once, under an author for whom nobody vouched: who did that. */
  broughtInBy: Staff.optional(),
  writtenAt: Instant,
  changedAt: Instant.nullable(),
})
export type PortableNote = z.infer<typeof PortableNote>

/** A saved view. */
export const PortableView = z.strictObject({
  type: z.literal('teia.view'),
  id: z.guid(),
  ...NewView.shape,
  isShared: z.boolean(),
  owner: Staff,
  updatedAt: Instant,
})
export type PortableView = z.infer<typeof PortableView>

export const PortableComputedTrait = z.strictObject({
  type: z.literal('teia.computed-trait'),
  definition: ComputedTraitDefinition,
})
export type PortableComputedTrait = z.infer<typeof PortableComputedTrait>

/** What an event of a source should look like. The source is told by name and kind, and never comes with its key. */
export const PortablePlanEvent = z.strictObject({
  type: z.literal('teia.tracking-plan'),
  source: z.strictObject({ name: z.string().min(1).max(120), kind: z.enum(sourceKinds) }),
  event: PlanChange.shape.event,
  schema: JsonObject,
})
export type PortablePlanEvent = z.infer<typeof PortablePlanEvent>

/** A segment, whose rule asks for others by their ids. */
export const PortableSegment = z.strictObject({
  type: z.literal('teia.segment'),
  id: z.guid(),
  name: z.string().trim().min(1).max(120),
  description: z.string().trim().max(2_000),
  kind: z.enum(segmentKinds),
  rule: SegmentRule.optional(),
})
export type PortableSegment = z.infer<typeof PortableSegment>

/** That somebody is on a list, which is told by its id. */
export const PortableListed = z.strictObject({
  type: z.literal('teia.segment-listed'),
  segment: z.guid(),
  person: Identifier,
})
export type PortableListed = z.infer<typeof PortableListed>

/** A journey map as it is now; its earlier versions are not told. */
export const PortableMap = z.strictObject({
  type: z.literal('teia.map'),
  id: z.guid(),
  document: MapDocument,
})
export type PortableMap = z.infer<typeof PortableMap>

/** An image of a map, which comes before it; its bytes in base64. */
export const PortableMapImage = z.strictObject({
  type: z.literal('teia.map-image'),
  map: z.guid(),
  id: PartId,
  data: z.base64().max(Math.ceil((mapLimits.imageBytes * 4) / 3) + 4),
})
export type PortableMapImage = z.infer<typeof PortableMapImage>

/** What somebody said about a map, which comes before it. */
export const PortableMapComment = z.strictObject({
  type: z.literal('teia.map-comment'),
  map: z.guid(),
  id: z.guid(),
  part: PartId.nullable(),
  answers: z.guid().nullable(),
  text: z.string().min(1).max(mapLimits.text),
  mentions: z.array(z.string().max(320)).max(20),
  by: Staff,
  at: Instant,
  resolvedAt: Instant.nullable(),
})
export type PortableMapComment = z.infer<typeof PortableMapComment>

/** What was spent on a channel on a day. A touchpoint is told by its id. */
export const PortableSpend = z.strictObject({
  type: z.literal('teia.spend'),
  by: NewSpend.shape.channel,
  day: NewSpend.shape.day,
  channel: NewSpend.shape.channel,
  amount: NewSpend.shape.amount,
  currency: NewSpend.shape.currency.unwrap(),
})
export type PortableSpend = z.infer<typeof PortableSpend>

/** A line of an export that is no message. */
export const PortableLine = z.discriminatedUnion('type', [
  PortableTouchpoint,
  PortableRules,
  PortableLink,
  PortableSeparation,
  PortableNote,
  PortableView,
  PortableComputedTrait,
  PortablePlanEvent,
  PortableSegment,
  PortableListed,
  PortableMap,
  PortableMapImage,
  PortableMapComment,
  PortableSpend,
])
export type PortableLine = z.infer<typeof PortableLine>

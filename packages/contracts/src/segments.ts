import { z } from 'zod'
import { Channel, Id, Instant, pageOf } from './common.ts'
import { Fault, faultOf } from './faults.ts'
import { stepParts } from './map-numbers.ts'
import { MapState, PartId } from './maps.ts'
import { findOperator, type Operator } from './operators.ts'
import { PersonSummary } from './people.ts'
import { AnswerMeta, SegmentLeaf, TraitLeaf } from './questions.ts'
import { refuses } from './shape-faults.ts'
import { EventFilter } from './touchpoints.ts'

/** How much a workspace and a rule may hold. */
export const segmentLimits = {
  segments: 300,
  conditions: 60,
  levels: 8,
  steps: 10,
  times: 10_000,
  days: 3_650,
  listed: 200_000,
} as const

const Name = z.string().min(1).max(300)
const unitMs = { minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000 } as const
export const durationUnits = ['minutes', 'hours', 'days', 'weeks'] as const

/** A length of time; days are of 24 hours. */
export const Duration = z
  .strictObject({ value: z.number().int().min(1), unit: z.enum(durationUnits) })
  .refine(
    (one) => durationMs(one) <= segmentLimits.days * unitMs.days,
    refuses(faultOf('duration_too_long', { days: segmentLimits.days })),
  )
export type Duration = z.infer<typeof Duration>
/** In milliseconds. */
export const durationMs = ({ value, unit }: { value: number; unit: keyof typeof unitMs }) =>
  value * unitMs[unit]

/** Which interactions are meant: those to which all of it applies. With nothing said, any interaction. */
export const InteractionPattern = z.strictObject({
  event: Name.optional(),
  /** A touchpoint by its name or id. */
  touchpoint: Name.optional(),
  channel: Channel.optional(),
  where: EventFilter.optional(),
})
export type InteractionPattern = z.infer<typeof InteractionPattern>

/** The time that counts: the last so much until now, or from an instant (and to one, exclusive). Left out, always. */
export const Span = z.union([
  Duration,
  z
    .strictObject({ from: Instant, to: Instant.optional() })
    .refine((one) => one.to === undefined || one.from < one.to, refuses(faultOf('range_reversed'))),
])
export type Span = z.infer<typeof Span>

const oneOf = (names: readonly Operator[]) =>
  z.codec(z.string(), z.enum(names as [Operator, ...Operator[]]), {
    decode: (name, context) => {
      const found = findOperator(name)
      if (found && names.includes(found)) return found
      const fault = faultOf('operator_unknown', { name: name.slice(0, 60), allowed: names.join(', ') })
      context.issues.push({ code: 'custom', input: name, ...refuses(fault) })
      return z.NEVER
    },
    encode: (operator) => operator,
  })
const fits = refuses(faultOf('operand_unfit'))
const takesTwo = (one: { operator: Operator; value: unknown }) =>
  (one.operator === 'between') === Array.isArray(one.value)

const howOften: readonly Operator[] = ['gte', 'lte', 'equals', 'not_equals', 'gt', 'lt', 'between']
const Count = z.number().int().min(0).max(segmentLimits.times)
/** How many times: at least once unless told otherwise. “Did not” is 0 times. */
export const Times = z
  .strictObject({ operator: oneOf(howOften), value: z.union([Count, z.tuple([Count, Count])]) })
  .refine(takesTwo, fits)
export type Times = z.infer<typeof Times>

const before: readonly Operator[] = ['gt', 'gte', 'lt', 'lte', 'between']
/** A moment: an instant, or so long ago, counted from now. */
export const Moment = z.union([Instant, z.strictObject({ ago: Duration })])
export type Moment = z.infer<typeof Moment>
const when = { operator: oneOf(before), value: z.union([Moment, z.tuple([Moment, Moment])]) }

/** Has done something, so many times, within a span. */
export const DidLeaf = z.strictObject({
  did: InteractionPattern,
  times: Times.optional(),
  within: Span.optional(),
})
/** When something was done for the first time. Who never did is never meant. */
export const FirstLeaf = z.strictObject({ first: InteractionPattern, ...when }).refine(takesTwo, fits)
/** When something was done for the last time. Who never did is never meant. */
export const LastLeaf = z.strictObject({ last: InteractionPattern, ...when }).refine(takesTwo, fits)
/** Has done one after the other, all within a span, and from the first to the last in no more than `within`. */
export const SequenceLeaf = z.strictObject({
  sequence: z.array(InteractionPattern).min(2).max(segmentLimits.steps),
  within: Duration.optional(),
  during: Span.optional(),
})
/**
 * What the numbers of a map count somebody as, at a measured step, of the walks of the last `within` until now. Whose
 * walks they are, and how long somebody may rest at a step, is what the map says.
 */
export const StepLeaf = z.strictObject({
  step: PartId,
  map: Id,
  /** Which drawing of the map; the present one unless told otherwise. */
  state: MapState.optional(),
  part: z.enum(stepParts),
  within: Duration,
})
export type StepLeaf = z.infer<typeof StepLeaf>
export type SegmentRuleLeaf =
  | z.infer<typeof TraitLeaf>
  | z.infer<typeof SegmentLeaf>
  | z.infer<typeof DidLeaf>
  | z.infer<typeof FirstLeaf>
  | z.infer<typeof LastLeaf>
  | z.infer<typeof SequenceLeaf>
  | StepLeaf
export type SegmentRule =
  | { and: SegmentRule[] }
  | { or: SegmentRule[] }
  | { not: SegmentRule }
  | SegmentRuleLeaf

/** A part of a rule: a condition, or several that are joined. */
export const RulePart: z.ZodType<SegmentRule> = z.lazy(() =>
  z.union([
    z.strictObject({ and: z.array(RulePart).max(segmentLimits.conditions) }),
    z.strictObject({ or: z.array(RulePart).max(segmentLimits.conditions) }),
    z.strictObject({ not: RulePart }),
    TraitLeaf,
    SegmentLeaf,
    DidLeaf,
    FirstLeaf,
    LastLeaf,
    SequenceLeaf,
    StepLeaf,
  ]),
)
/** All conditions of a rule, in the order in which they stand. */
export const conditionsOf = (rule: SegmentRule): SegmentRuleLeaf[] => {
  if ('and' in rule) return rule.and.flatMap(conditionsOf)
  if ('or' in rule) return rule.or.flatMap(conditionsOf)
  return 'not' in rule ? conditionsOf(rule.not) : [rule]
}

/** A rule over people: `and`, `or`, `not` over conditions about traits, interactions, their order, and other segments. */
export const SegmentRule = RulePart.refine(
  (rule) => conditionsOf(rule).length > 0,
  refuses(faultOf('segment_empty')),
).refine(
  (rule) => conditionsOf(rule).length <= segmentLimits.conditions,
  refuses(faultOf('filter_too_long', { conditions: segmentLimits.conditions })),
)

const described = {
  name: z.string().trim().min(1).max(120),
  description: z.string().trim().max(2_000).default(''),
}
/** `live`: whoever the rule fits, as it is now. `list`: whom somebody has put on it. */
export const segmentKinds = ['live', 'list'] as const
export const SegmentDefinition = z.discriminatedUnion('kind', [
  z.strictObject({ ...described, kind: z.literal('list') }),
  z.strictObject({ ...described, kind: z.literal('live'), rule: SegmentRule }),
])
export type SegmentDefinition = z.infer<typeof SegmentDefinition>

/** A saved rule, or list, and how many are in it. */
export const Segment = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  kind: z.enum(segmentKinds),
  /** In the form that `SegmentRule` reads; null for a list. */
  rule: z.record(z.string(), z.unknown()).nullable(),
  version: z.number().int(),
  /**
   * `counting`: everybody is being gone through; `members` are those of before, and whoever is not gone through yet is in
   * it as before. `failed`: it cannot be asked, see `fault`.
   */
  state: z.enum(['counting', 'live', 'failed']),
  /**
   * While everybody is being gone through: how many of so many equal parts of them have been, and the seconds left at
   * that pace. Null until the first part is done.
   */
  progress: z
    .object({ done: z.number().int(), of: z.number().int(), secondsLeft: z.number().int() })
    .nullable(),
  fault: Fault.nullable(),
  members: z.number().int(),
  /** People in the workspace. */
  of: z.number().int(),
  /** Who came in and who left in the last seven days, by what happened and not by changes of the rule. */
  entered: z.number().int(),
  left: z.number().int(),
  countedAt: Instant.nullable(),
  createdAt: Instant,
  createdBy: z.string(),
  changedAt: Instant,
  changedBy: z.string(),
  /** Live segments whose rule asks for this one. */
  usedBy: z.array(z.object({ id: Id, name: z.string() })),
})
export type Segment = z.infer<typeof Segment>
export const SegmentList = z.object({ items: z.array(Segment) })
export type SegmentList = z.infer<typeof SegmentList>

export const SegmentPreviewQuestion = z.strictObject({ rule: SegmentRule })
/** Whom a rule fits now, with some of them. */
export const SegmentPreview = z.object({
  people: z.number().int(),
  of: z.number().int(),
  sample: z.array(PersonSummary),
  meta: AnswerMeta,
})
export type SegmentPreview = z.infer<typeof SegmentPreview>

export const SegmentMembers = pageOf(PersonSummary.extend({ since: Instant })).extend({
  total: z.number().int(),
})
export type SegmentMembers = z.infer<typeof SegmentMembers>

/** Puts people on a list, by their ids or by a question's people. */
export const ListedPeople = z.strictObject({ people: z.array(Id).min(1).max(10_000) })
export const ListedOutcome = z.object({
  added: z.number().int(),
  known: z.number().int(),
  missing: z.number().int(),
})
export type ListedOutcome = z.infer<typeof ListedOutcome>

/** What a segment was before a change: who, when, and what is different. */
export const SegmentVersion = z.object({
  version: z.number().int(),
  name: z.string(),
  description: z.string(),
  rule: z.record(z.string(), z.unknown()).nullable(),
  changedAt: Instant,
  changedBy: z.string(),
})
export const SegmentVersions = z.object({ items: z.array(SegmentVersion) })
export type SegmentVersions = z.infer<typeof SegmentVersions>

/** The segments that a person is in, and since when. */
export const PersonSegments = z.object({
  items: z.array(z.object({ id: Id, name: z.string(), since: Instant })),
})
export type PersonSegments = z.infer<typeof PersonSegments>

import { z } from 'zod'
import { Id, Instant, JsonObject } from './common.ts'
import { faultOf } from './faults.ts'
import { Filter } from './questions.ts'
import { refuses } from './shape-faults.ts'
import { leavesOf } from './touchpoints.ts'

/** What is computed: how many, their sum, the first, last or most frequent value, how many different ones, days since the last. */
export const computedFunctions = [
  'count',
  'sum',
  'first',
  'last',
  'most_frequent',
  'distinct',
  'days_since',
] as const
const ComputedShape = z.strictObject({
  /** The name among the person's traits. */
  name: z
    .string()
    .trim()
    .regex(/^[\p{L}_][\p{L}\p{N}_ -]{0,79}$/u),
  function: z.enum(computedFunctions),
  /** The event's property that is summed, counted or taken; not for `count` and `days_since`. */
  property: z.string().trim().min(1).max(200).nullable(),
  /** Which interactions count; null: all. Not by segment, as segments rest on these traits. */
  filter: Filter.refine(
    (filter) => leavesOf(filter).every((leaf) => !('segment' in leaf)),
    refuses(faultOf('segment_not_here')),
  ).nullable(),
  /** How many days back; null: always. */
  windowDays: z.number().int().min(1).max(3650).nullable(),
})
export const ComputedTraitDefinition = ComputedShape.refine(
  (one) => (one.property === null) === (one.function === 'count' || one.function === 'days_since'),
  { ...refuses(faultOf('computed_no_property')), path: ['property'] },
)
export type ComputedTraitDefinition = z.infer<typeof ComputedTraitDefinition>
/** A trait that is computed from interactions and kept up to date as they arrive. */
export const ComputedTrait = ComputedShape.extend({
  id: Id,
  /** A filter, in the form that questions take. */
  filter: JsonObject.nullable(),
  createdAt: Instant,
  createdBy: z.string(),
  /** People who have a value. */
  people: z.number().int(),
  /** Until when everything is counted in; null: the first count still runs. */
  countedAt: Instant.nullable(),
})
export type ComputedTrait = z.infer<typeof ComputedTrait>
export const ComputedTraitList = z.object({ items: z.array(ComputedTrait) })
export type ComputedTraitList = z.infer<typeof ComputedTraitList>

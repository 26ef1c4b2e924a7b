import { z } from 'zod'
import { Instant } from './common.ts'
import { EitherPlace } from './funnel-steps.ts'
import { PeopleBehind, peoplePage } from './people-behind.ts'
import { AnswerMeta, Filter, Range } from './questions.ts'

const asked = {
  range: Range,
  filter: Filter.optional(),
  compare: z.enum(['none', 'previous']).default('none'),
  /** What counts as being active; without it any interaction. */
  activity: EitherPlace.optional(),
}
/** A period of the calendar, in the zone of the workspace. It has not fully passed when `isWhole` is false. */
const period = { start: Instant, isWhole: z.boolean() }

/**
 * Who is active in each day, week or month, and whether they are new, were there in the period before, or are back after
 * a pause; and who of the period before stayed away. Periods are whole ones: the first begins before the range if need be.
 */
export const LifecycleQuestion = z.object({
  ...asked,
  period: z.enum(['day', 'week', 'month']).default('week'),
})
export type LifecycleQuestion = z.infer<typeof LifecycleQuestion>

/** What somebody is in a period. The first three are everybody active in it; those who are dormant were, in the period before. */
export const lifecycleParts = ['new', 'returning', 'resurrected', 'dormant'] as const
export type LifecyclePart = (typeof lifecycleParts)[number]
export const LifecyclePeriod = z.object({
  ...period,
  people: z.number().int(),
  new: z.number().int(),
  returning: z.number().int(),
  resurrected: z.number().int(),
  dormant: z.number().int(),
})
export type LifecyclePeriod = z.infer<typeof LifecyclePeriod>
export const LifecycleAnswer = z.object({
  periods: z.array(LifecyclePeriod),
  /** The same in the range before, when asked to compare. */
  previous: z.array(LifecyclePeriod).nullable(),
  meta: AnswerMeta,
})
export type LifecycleAnswer = z.infer<typeof LifecycleAnswer>

export const LifecyclePeopleQuestion = z.object({
  lifecycle: LifecycleQuestion,
  /** The start of a period, as in the answer. */
  start: Instant,
  part: z.enum(lifecycleParts),
  ...peoplePage,
})
export type LifecyclePeopleQuestion = z.infer<typeof LifecyclePeopleQuestion>
/** Latest first; `at` is when they were last active in the period, of those who are dormant in the one before. */
export const LifecyclePeopleAnswer = PeopleBehind
export type LifecyclePeopleAnswer = z.infer<typeof LifecyclePeopleAnswer>

/** On how many days of a week or month people are active. */
export const StickinessQuestion = z.object({ ...asked, period: z.enum(['week', 'month']).default('week') })
export type StickinessQuestion = z.infer<typeof StickinessQuestion>
export const StickinessPeriod = z.object({
  ...period,
  /** Days that the period has. */
  days: z.number().int(),
  people: z.number().int(),
  /** How many were active on one day, on two, and so on; with their share of the people and its 95 % Wilson interval. */
  byDays: z.array(
    z.object({ people: z.number().int(), share: z.number(), low: z.number(), high: z.number() }),
  ),
  /** People of a day, on average, per people of the period, with a 95 % interval over people; null of nobody. */
  ratio: z.object({ estimate: z.number(), low: z.number(), high: z.number() }).nullable(),
})
export type StickinessPeriod = z.infer<typeof StickinessPeriod>
export const StickinessAnswer = z.object({
  periods: z.array(StickinessPeriod),
  previous: z.array(StickinessPeriod).nullable(),
  meta: AnswerMeta,
})
export type StickinessAnswer = z.infer<typeof StickinessAnswer>

export const StickinessPeopleQuestion = z.object({
  stickiness: StickinessQuestion,
  start: Instant,
  /** Active on so many days; without it everybody. */
  days: z.number().int().min(1).max(31).optional(),
  ...peoplePage,
})
export type StickinessPeopleQuestion = z.infer<typeof StickinessPeopleQuestion>
export const StickinessPeopleAnswer = PeopleBehind
export type StickinessPeopleAnswer = z.infer<typeof StickinessPeopleAnswer>

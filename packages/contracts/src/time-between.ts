import { z } from 'zod'
import { faultOf } from './faults.ts'
import { EitherPlace } from './funnel-steps.ts'
import { PeopleBehind } from './people-behind.ts'
import { AnswerMeta, Breakdown, Filter, Range } from './questions.ts'
import { refuses } from './shape-faults.ts'

/**
 * How long people take from one thing to another: from `first` to the next `next` after it, within the range. Equal times
 * go by acceptance. Who never gets there by the end of the range is counted, and is in no quantile.
 */
export const TimeBetweenQuestion = z.object({
  range: Range,
  filter: Filter.optional(),
  first: EitherPlace,
  next: EitherPlace,
  /** `first`: from the first time that somebody did it. `each`: from every time; a person then counts with the median of their own. */
  count: z.enum(['first', 'each']).default('first'),
  /** Splits by what is known when somebody first did it. */
  breakdown: Breakdown.optional(),
  /** Series kept apart when broken down; the rest is one with the key "…other". */
  limit: z.number().int().min(1).max(20).default(5),
})
export type TimeBetweenQuestion = z.infer<typeof TimeBetweenQuestion>

/** Seconds with the 95 % interval between two of the values; null where there are too few to bound it. */
const Quantile = z.object({
  estimate: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})
const times = {
  /** Who did the first thing, and how many of them got to the other. */
  people: z.number().int(),
  reached: z.number().int(),
  /** How often the first was done, or is counted, and how often the other came after it. */
  starts: z.number().int(),
  ends: z.number().int(),
  /** Of those who got there, one value each; null where nobody did. */
  seconds: z
    .object({
      median: Quantile,
      p90: Quantile,
      /** People in 12 equal bins up to the 95th percentile. */
      upTo: z.number(),
      bins: z.array(z.number().int()),
    })
    .nullable(),
}
export const TimeBetween = z.object(times)
export type TimeBetween = z.infer<typeof TimeBetween>
export const TimeBetweenAnswer = z.object({
  ...times,
  /** When broken down: largest first, the rest with the key "…other" last. */
  series: z.array(z.object({ key: z.string(), ...times })),
  meta: AnswerMeta,
})
export type TimeBetweenAnswer = z.infer<typeof TimeBetweenAnswer>

/** The people who got there, in the bin of so many seconds if that is named, or who never did. */
export const TimeBetweenPeopleQuestion = z
  .object({
    between: TimeBetweenQuestion,
    part: z.enum(['reached', 'never']).default('reached'),
    /** Took so many seconds at least, and fewer than so many. */
    atLeast: z.number().min(0).optional(),
    lessThan: z.number().min(0).optional(),
    series: z.string().max(1000).optional(),
    limit: z.number().int().min(1).max(200).default(50),
    cursor: z.string().max(2000).optional(),
  })
  .superRefine(({ between, series }, context) => {
    if (series !== undefined && between.breakdown === undefined)
      context.addIssue({ code: 'custom', path: ['series'], ...refuses(faultOf('series_absent')) })
  })
export type TimeBetweenPeopleQuestion = z.infer<typeof TimeBetweenPeopleQuestion>
/** Latest first; `at` is when they first did the first thing. */
export const TimeBetweenPeopleAnswer = PeopleBehind
export type TimeBetweenPeopleAnswer = z.infer<typeof TimeBetweenPeopleAnswer>

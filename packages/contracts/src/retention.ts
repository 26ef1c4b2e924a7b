import { z } from 'zod'
import { Instant } from './common.ts'
import { type Fault, faultOf } from './faults.ts'
import { EitherPlace } from './funnel-steps.ts'
import { PeopleBehind } from './people-behind.ts'
import { AnswerMeta, Breakdown, Filter, Range } from './questions.ts'
import { refuses } from './shape-faults.ts'

/** The largest grid. */
export const retentionLimits = { cohorts: 60, periods: 60, series: 12 } as const

/**
 * Who comes back. People enter with `first` in a cohort, which is the day, week or month in the zone of the workspace,
 * and are looked for with `returning` in period 0, 1, 2 …, always after they entered.
 */
export const RetentionQuestion = z.object({
  range: Range,
  filter: Filter.optional(),
  first: EitherPlace,
  returning: EitherPlace,
  period: z.enum(['day', 'week', 'month']).default('week'),
  periods: z.number().int().min(1).max(retentionLimits.periods).default(8),
  /** `first`: everybody once, with the first time in the range. `recurring`: again in each cohort in which they did it. */
  entry: z.enum(['first', 'recurring']).default('first'),
  /**
   * `own`: periods run from the moment in which somebody entered, days of 24 hours and months of 30 days. `rolling`:
   * periods are those of the calendar.
   */
  clock: z.enum(['own', 'rolling']).default('own'),
  /** `in`: came back in the period. `since`: in it or later, up to the end of the range. */
  count: z.enum(['in', 'since']).default('in'),
  /** Splits the curve by what is known when somebody enters. */
  breakdown: Breakdown.optional(),
  /** Curves kept apart when broken down; the rest is one with the key "…other". */
  limit: z.number().int().min(1).max(retentionLimits.series).default(5),
  /** `previous`: asks the same of as many days just before, whose people had as much time to come back. */
  compare: z.enum(['none', 'previous']).default('none'),
})
export type RetentionQuestion = z.infer<typeof RetentionQuestion>

/** Those who came back among those whose period has fully passed, with the 95 % Wilson interval of the share; null where nobody’s has. */
export const RetentionPoint = z
  .object({
    returned: z.number().int(),
    of: z.number().int(),
    share: z.number(),
    low: z.number(),
    high: z.number(),
  })
  .nullable()
export type RetentionPoint = z.infer<typeof RetentionPoint>

export const RetentionCohort = z.object({
  start: Instant,
  people: z.number().int(),
  /** By period, from 0: how many came back, of those whose period has fully passed; null where nobody’s has. */
  returned: z.array(z.number().int().nullable()),
  /** By period: of how many. */
  of: z.array(z.number().int()),
})
export type RetentionCohort = z.infer<typeof RetentionCohort>
export const RetentionAnswer = z.object({
  cohorts: z.array(RetentionCohort),
  /** Everybody who entered; with `recurring` once for each cohort. */
  people: z.number().int(),
  /** All cohorts together, by period. */
  curve: z.array(RetentionPoint),
  /** When broken down: largest first, the rest with the key "…other" last. */
  series: z.array(z.object({ key: z.string(), people: z.number().int(), curve: z.array(RetentionPoint) })),
  /** All cohorts of the period before together; null unless compared. */
  previous: z.object({ people: z.number().int(), curve: z.array(RetentionPoint) }).nullable(),
  meta: AnswerMeta,
})
export type RetentionAnswer = z.infer<typeof RetentionAnswer>

/** The people of a cohort or of all; with a period, those who came back in it, or whose period passed without. */
export const RetentionPeopleQuestion = z
  .object({
    retention: RetentionQuestion,
    /** The start of a cohort, as in the answer. */
    cohort: Instant.optional(),
    period: z.number().int().min(0).max(retentionLimits.periods).optional(),
    part: z.enum(['returned', 'away']).default('returned'),
    limit: z.number().int().min(1).max(200).default(50),
    cursor: z.string().max(2000).optional(),
  })
  .superRefine(({ retention, period }, context) => {
    const refuse = (fault: Fault) => context.addIssue({ code: 'custom', path: ['period'], ...refuses(fault) })
    if (period !== undefined && period >= retention.periods)
      refuse(faultOf('period_outside', { last: retention.periods - 1 }))
  })
export type RetentionPeopleQuestion = z.infer<typeof RetentionPeopleQuestion>
/** Latest first; `at` is when they entered. */
export const RetentionPeopleAnswer = PeopleBehind
export type RetentionPeopleAnswer = z.infer<typeof RetentionPeopleAnswer>

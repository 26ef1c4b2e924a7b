import { z } from 'zod'
import { type Fault, faultOf } from './faults.ts'
import { FunnelExclusion, FunnelStep, FunnelWindow, funnelLimits } from './funnel-steps.ts'
import { PeopleBehind } from './people-behind.ts'
import { AnswerMeta, Breakdown, Filter, Range } from './questions.ts'
import { refuses } from './shape-faults.ts'

const Question = z.object({
  range: Range,
  filter: Filter.optional(),
  compare: z.enum(['none', 'previous']).default('none'),
  steps: z.array(FunnelStep).min(2).max(funnelLimits.steps),
  /** `ordered`: others may lie between; `strict`: none between; `any`: the steps so far in one window, in any order. */
  order: z.enum(['ordered', 'strict', 'any']).default('ordered'),
  window: FunnelWindow.default({ value: 14, unit: 'day', from: 'first' }),
  /** What walks: a person, the account of a person, or a session, which ends with a pause. */
  scope: z.enum(['person', 'account', 'session']).default('person'),
  exclusions: z.array(FunnelExclusion).max(funnelLimits.exclusions).default([]),
  /** Splits by what is known at the first step of the walk. */
  breakdown: Breakdown.optional(),
  /** Series kept apart when broken down; the rest is one with the key "…other". */
  limit: z.number().int().min(1).max(funnelLimits.series).default(5),
})

/**
 * How far people get over the steps, among the interactions of the range. Of all walks that somebody has made the deepest
 * counts; among equally deep ones that whose first step is the earliest, then the second, and so on. Equal times go by
 * acceptance. One interaction is one step of a walk; with `any` it counts for every step that it fits.
 */
export const FunnelQuestion = Question.superRefine((question, context) => {
  const refuse = (path: (string | number)[], fault: Fault) =>
    context.addIssue({ code: 'custom', path, ...refuses(fault) })
  const { steps, order, window, exclusions } = question
  if (steps[0]?.optional) refuse(['steps', 0, 'optional'], faultOf('step_first_optional'))
  if (order === 'any' && window.from === 'previous') refuse(['window', 'from'], faultOf('order_any_previous'))
  if (order === 'any' && exclusions.length > 0) refuse(['exclusions'], faultOf('order_any_exclusion'))
  if (order === 'strict' && steps.some((step) => step.optional))
    refuse(['steps'], faultOf('order_strict_optional'))
  for (const [at, { after }] of exclusions.entries())
    if (after !== undefined && after >= steps.length)
      refuse(['exclusions', at, 'after'], faultOf('exclusion_outside', { last: steps.length - 1 }))
})
export type FunnelQuestion = z.infer<typeof FunnelQuestion>

const Share = { conversion: z.number(), low: z.number(), high: z.number() }
/** Seconds as quantiles and a histogram of 12 equal bins up to the 95th percentile. */
export const Durations = z.object({
  n: z.number().int(),
  median: z.number(),
  p90: z.number(),
  upTo: z.number(),
  bins: z.array(z.number().int()),
})
export type Durations = z.infer<typeof Durations>

export const FunnelStepAnswer = z.object({
  label: z.string(),
  optional: z.boolean(),
  /** Different people who reached it; of accounts, the people in them who took part. */
  people: z.number().int(),
  /** What walks by `scope`: people, accounts or sessions. Shares are shares of these. */
  walks: z.number().int(),
  /** Share of those at the first step, with its 95 % Wilson interval. */
  ...Share,
  /** Share of those at the step before that is not optional, with its 95 % Wilson interval. */
  fromPrevious: z.object({ ...Share, of: z.number().int() }),
  /** Time since the step before that is not optional; null for the first step and where nobody got. */
  medianSeconds: z.number().nullable(),
  p90Seconds: z.number().nullable(),
})
export type FunnelStepAnswer = z.infer<typeof FunnelStepAnswer>

export const FunnelSeries = z.object({ key: z.string(), steps: z.array(FunnelStepAnswer) })
export type FunnelSeries = z.infer<typeof FunnelSeries>
export const FunnelAnswer = z.object({
  steps: z.array(FunnelStepAnswer),
  /** From the first step to the last that is not optional; null where nobody got. */
  timeToConvert: Durations.nullable(),
  /** When broken down: largest first; the rest, with the key "…other", last. */
  series: z.array(FunnelSeries),
  /** How many keys are one series; 0 when each stands for itself. */
  folded: z.number().int(),
  /** The same in the period before, when asked to compare. */
  previous: z.object({ steps: z.array(FunnelStepAnswer) }).nullable(),
  meta: AnswerMeta,
})
export type FunnelAnswer = z.infer<typeof FunnelAnswer>

/** The people who reached a step (counted from 1), or who left after it: reached it, and no later one that is not optional. */
export const FunnelPeopleQuestion = z
  .object({
    funnel: FunnelQuestion,
    step: z.number().int().min(1).max(funnelLimits.steps),
    part: z.enum(['reached', 'left']).default('reached'),
    /** Only those of one series of the breakdown, by its key. */
    series: z.string().max(1000).optional(),
    limit: z.number().int().min(1).max(200).default(50),
    cursor: z.string().max(2000).optional(),
  })
  .superRefine(({ funnel, step, series }, context) => {
    const refuse = (path: string, fault: Fault) =>
      context.addIssue({ code: 'custom', path: [path], ...refuses(fault) })
    if (step > funnel.steps.length) refuse('step', faultOf('step_absent', { step }))
    if (series !== undefined && funnel.breakdown === undefined) refuse('series', faultOf('series_absent'))
  })
export type FunnelPeopleQuestion = z.infer<typeof FunnelPeopleQuestion>
/** Latest first; `at` is when the step was reached. */
export const FunnelPeopleAnswer = PeopleBehind.extend({
  /** Time since the step before that is not optional; null for the first step. */
  between: Durations.nullable(),
})
export type FunnelPeopleAnswer = z.infer<typeof FunnelPeopleAnswer>

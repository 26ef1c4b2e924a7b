import { z } from 'zod'
import { Channel, Id } from './common.ts'
import { EventLogForm } from './event-logs.ts'
import { Durations } from './funnel.ts'
import { PeopleBehind, peoplePage } from './people-behind.ts'
import { AnswerMeta, Filter, Range, TouchpointRef } from './questions.ts'

/** How many steps are told apart, how many variants and steps of one are listed, into how many slices a replay is cut. */
export const processLimits = { nodes: 100, variants: 500, steps: 50, slices: 120 } as const

/** What the steps that are not told apart are called together. */
export const otherStep = '…other'

/**
 * How people really go from step to step: a directly-follows graph of cases. A case is everything that a person, or the
 * people of an account, did in the range, or one session. Equal times go by acceptance.
 */
export const ProcessQuestion = z.object({
  range: Range,
  filter: Filter.optional(),
  compare: z.enum(['none', 'previous']).default('none'),
  /** What steps are called after; an interaction without a touchpoint is called after its event. */
  by: z.enum(['touchpoint', 'event', 'channel']).default('touchpoint'),
  scope: z.enum(['person', 'session', 'account']).default('person'),
  /** So many of the most frequent steps are told apart; the others are one step, “…other”. */
  limit: z.number().int().min(1).max(processLimits.nodes).default(40),
})
export type ProcessQuestion = z.infer<typeof ProcessQuestion>

const Count = z.number().int()

/** A step. What comes in and what begins here is as much as what goes out and what ends here. */
export const ProcessNode = z.object({
  /** The name; of the steps that are not told apart “…other”. */
  id: z.string(),
  kind: z.enum(['step', 'other']),
  touchpoint: TouchpointRef.optional(),
  /** Different people; of accounts, the people in them who took it. */
  people: Count,
  cases: Count,
  interactions: Count,
  starts: Count,
  ends: Count,
  /** How often it directly follows itself. */
  selfLoops: Count,
  /** Cases that take it more than once, and how often beyond the first time. */
  reworkCases: Count,
  extra: Count,
  before: z.object({ cases: Count, interactions: Count }).nullable(),
})
export type ProcessNode = z.infer<typeof ProcessNode>

/** One step directly after another. */
export const ProcessEdge = z.object({
  source: z.string(),
  target: z.string(),
  /** Different people; of accounts, those who took its second step. */
  people: Count,
  cases: Count,
  times: Count,
  /** Time from the one step to the next in seconds; quantiles interpolate between the two nearest. */
  meanSeconds: z.number(),
  medianSeconds: z.number(),
  p90Seconds: z.number(),
  /** How often the channel changes over it, and whether that is most of its times. */
  switches: Count,
  isSwitch: z.boolean(),
  before: z.object({ cases: Count, times: Count, medianSeconds: z.number() }).nullable(),
})
export type ProcessEdge = z.infer<typeof ProcessEdge>

const Totals = z.object({
  people: Count,
  cases: Count,
  interactions: Count,
  /** Cases that take any step more than once, and all executions beyond the first of a step in a case. */
  reworkCases: Count,
  extra: Count,
})
export const ProcessAnswer = z.object({
  /** Most interactions first, “…other” last. */
  nodes: z.array(ProcessNode),
  /** Most times first. */
  edges: z.array(ProcessEdge),
  /** Counted with every step told apart. */
  totals: Totals.extend({ variants: Count }),
  /** How many steps “…other” stands for. */
  folded: Count,
  /** Where time goes: edges by times × mean, most first, with their share of all time between steps. */
  bottlenecks: z.array(
    z.object({ source: z.string(), target: z.string(), totalSeconds: z.number(), share: z.number() }),
  ),
  /** From one channel directly to another, most times first. */
  switches: z.array(
    z.object({
      source: Channel.nullable(),
      target: Channel.nullable(),
      times: Count,
      meanSeconds: z.number(),
    }),
  ),
  previous: Totals.nullable(),
  meta: AnswerMeta,
})
export type ProcessAnswer = z.infer<typeof ProcessAnswer>

/** The different ways that cases take, most frequent first. Every step is told apart. */
export const ProcessVariantsQuestion = z.object({
  process: ProcessQuestion,
  limit: z.number().int().min(1).max(processLimits.variants).default(50),
  /** Steps of a variant that are listed. */
  steps: z.number().int().min(1).max(processLimits.steps).default(20),
})
export type ProcessVariantsQuestion = z.infer<typeof ProcessVariantsQuestion>
export const ProcessVariant = z.object({
  /** Stays the same as long as its steps are called the same. */
  id: Id,
  /** The first steps, as many as were asked for. */
  steps: z.array(z.string()),
  length: Count,
  people: Count,
  cases: Count,
  /** Share of all cases, and of this and all more frequent variants together. */
  share: z.number(),
  cumulativeShare: z.number(),
  /** From the first step to the last. */
  medianSeconds: z.number(),
  p90Seconds: z.number(),
})
export type ProcessVariant = z.infer<typeof ProcessVariant>
export const ProcessVariantsAnswer = z.object({
  variants: z.array(ProcessVariant),
  /** All that there are. */
  total: Count,
  cases: Count,
  meta: AnswerMeta,
})
export type ProcessVariantsAnswer = z.infer<typeof ProcessVariantsAnswer>

/** What of a process people are asked for: a step (or who begins, ends or repeats there), an edge, or a variant by its id. */
export const ProcessPart = z.union([
  z.strictObject({
    node: z.string().max(300),
    part: z.enum(['met', 'starts', 'ends', 'repeats']).default('met'),
  }),
  z.strictObject({ source: z.string().max(300), target: z.string().max(300) }),
  z.strictObject({ variant: Id }),
])
export type ProcessPart = z.infer<typeof ProcessPart>
export const ProcessPeopleQuestion = z.object({
  process: ProcessQuestion,
  of: ProcessPart,
  ...peoplePage,
})
export type ProcessPeopleQuestion = z.infer<typeof ProcessPeopleQuestion>
/** Latest first; `at` is when they last took the step, the edge or the variant. */
export const ProcessPeopleAnswer = PeopleBehind.extend({
  /** Over an edge the time between its steps, of a variant the time that the case took; null for a step. */
  between: Durations.nullable(),
})
export type ProcessPeopleAnswer = z.infer<typeof ProcessPeopleAnswer>

/** How often each edge was taken in each slice of the range, by when its second step was. */
export const ProcessReplayQuestion = z.object({
  process: ProcessQuestion,
  slices: z.number().int().min(2).max(processLimits.slices).default(60),
})
export type ProcessReplayQuestion = z.infer<typeof ProcessReplayQuestion>
export const ProcessReplayAnswer = z.object({
  /** Equally long; in order. Edges name the places of their steps in `nodes`. */
  slices: z.array(
    z.object({ from: z.string(), to: z.string(), edges: z.array(z.tuple([Count, Count, Count])) }),
  ),
  nodes: z.array(z.string()),
  meta: AnswerMeta,
})
export type ProcessReplayAnswer = z.infer<typeof ProcessReplayAnswer>

export const ProcessLogQuestion = z.object({ process: ProcessQuestion, form: EventLogForm })
export type ProcessLogQuestion = z.infer<typeof ProcessLogQuestion>

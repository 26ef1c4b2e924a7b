import { z } from 'zod'
import { Channel } from './common.ts'
import { EitherPlace, FunnelPlace } from './funnel-steps.ts'
import { PartId } from './maps.ts'
import { AnswerMeta, Filter, Range, TouchpointRef } from './questions.ts'

/** How many steps (with the outcome) and stages a draft has at most, and among how many different names they are looked for. */
export const mapDraftLimits = { steps: 30, stages: 8, names: 500 } as const

/** Which steps and stages a map could have, by what people do on their way to an outcome, or from it. */
export const MapDraftQuestion = z.object({
  range: Range,
  outcome: FunnelPlace,
  /** Whether the map ends with the outcome and holds what came before it, or begins with it. */
  side: z.enum(['before', 'after']).default('before'),
  filter: Filter.optional(),
  /** Whose journey it is: a segment by its id or name. */
  segmentId: z.string().min(1).max(300).optional(),
  /** A step is one that at least this share of those who reached the outcome took. */
  minShare: z.number().min(0.01).max(1).default(0.1),
})
export type MapDraftQuestion = z.infer<typeof MapDraftQuestion>

const Count = z.number().int()
/** Of those who reached the outcome, with the 95 % Wilson interval. */
const ofPeople = { people: Count, share: z.number(), low: z.number(), high: z.number() }

export const DraftStep = z.object({
  id: PartId,
  /** The name of the touchpoint, or of the event where there is none; cut to what a step may be called. */
  name: z.string(),
  /** Not given for an event. */
  touchpoint: TouchpointRef.optional(),
  /** As the step of a map has it. No interaction fits two steps of a draft. */
  matcher: EitherPlace,
  /** Where most of them first met it. */
  channel: Channel,
  ...ofPeople,
  /** Median place among the different steps of a walk, from 1, in the order in which they were first met. */
  place: z.number(),
  /** Median time between the first time there and the outcome. */
  seconds: z.number(),
  /** Whether fewer than half of them took it: then a journey may do without it. */
  optional: z.boolean(),
  /** Everybody who was there within the range, whether or not they reached the outcome: who enters the step of a map. */
  met: Count,
})
export type DraftStep = z.infer<typeof DraftStep>

export const DraftStage = z.object({
  id: PartId,
  /** Where most of its people met it, and the step of most people. */
  channel: Channel,
  lead: PartId,
  ...ofPeople,
  /** The least and the most median time of its steps. */
  seconds: z.object({ least: z.number(), most: z.number() }),
  steps: z.array(DraftStep),
})
export type DraftStage = z.infer<typeof DraftStage>

export const MapDraftAnswer = z.object({
  /** Who reached the outcome within the range. */
  people: Count,
  /** Null: nobody reached it. */
  outcome: z
    .object({ id: PartId, name: z.string(), touchpoint: TouchpointRef.optional(), matcher: EitherPlace })
    .nullable(),
  /** In the order of the journey, without the outcome. */
  stages: z.array(DraftStage),
  /** What was met and is no step: by too few, or beyond the limits. */
  leftOut: z.object({ rare: Count, beyond: Count }),
  meta: AnswerMeta,
})
export type MapDraftAnswer = z.infer<typeof MapDraftAnswer>

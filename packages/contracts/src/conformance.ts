import { z } from 'zod'
import { EventLogForm } from './event-logs.ts'
import { faultOf } from './faults.ts'
import { askedDrawing, isOneDrawing } from './map-numbers.ts'
import { PartId } from './maps.ts'
import { PeopleBehind, peoplePage } from './people-behind.ts'
import { AnswerMeta, Filter, Range } from './questions.ts'
import { refuses } from './shape-faults.ts'

export const deviationKinds = ['skipped', 'added', 'repeated', 'outOfOrder'] as const
/** How many different walks are aligned, how long one may be, for how many seconds, and of how many the people can be listed. */
export const conformanceLimits = { variants: 250_000, steps: 200, seconds: 25, listed: 30_000 } as const
/** Into how many parts the scale of fitness is cut. */
export const fitnessParts = 10
export const ConformanceQuestion = z
  .object({
    ...askedDrawing,
    range: Range,
    filter: Filter.optional(),
    segmentId: z.string().min(1).max(300).optional(),
  })
  .refine(isOneDrawing, refuses(faultOf('map_or_steps')))
export type ConformanceQuestion = z.infer<typeof ConformanceQuestion>
export const ConformanceAnswer = z.object({
  /** Mean of the people's fitness, 0 to 1, with its 95 % interval; of nobody, 1. */
  fitness: z.number(),
  low: z.number(),
  high: z.number(),
  /** 1 − Σ cost / Σ worst cost, with its 95 % interval: long journeys weigh more. */
  logFitness: z.number(),
  logLow: z.number(),
  logHigh: z.number(),
  people: z.number().int(),
  /** Who walked exactly as drawn. */
  fitting: z.number().int(),
  /** People by their fitness, in ten equal parts from 0 to 1; the last one holds 1. */
  distribution: z.array(z.number().int()).length(fitnessParts),
  /** Different walks. */
  variants: z.number().int(),
  /**
   * Walks beyond the limit, the rarest: how many different ones, and of how many people; none of them is in any number here.
   * `shortened`: people of whose longer walks only the first 200 steps are counted.
   */
  leftOut: z.object({
    variants: z.number().int(),
    people: z.number().int(),
    shortened: z.number().int(),
  }),
  deviations: z.array(
    z.object({
      kind: z.enum(deviationKinds),
      step: PartId,
      people: z.number().int(),
      times: z.number().int(),
      /** How the others felt minus how those felt who did so, on the scale from −2 to +2; null where either said nothing. */
      scoreLoss: z.number().nullable(),
      /** What others ordered on average minus what those did, times how many they are; below 0 a gain; null where all did so. */
      revenueLoss: z.number().nullable(),
    }),
  ),
  /** Whether time or memory ran out; then the fitness is at least what it says, and at most `fitnessAtMost`. */
  isPartial: z.boolean(),
  fitnessAtMost: z.number(),
  meta: AnswerMeta,
})
export type ConformanceAnswer = z.infer<typeof ConformanceAnswer>

/** Whom of all: who departs from the drawing in one way at a step, or whose fitness lies in a part of the scale (from 0). */
export const ConformancePart = z.union([
  z.strictObject({ kind: z.enum(deviationKinds), step: PartId }),
  z.strictObject({
    fitness: z
      .number()
      .int()
      .min(0)
      .max(fitnessParts - 1),
  }),
  /** Who walked exactly as drawn, or anything else. */
  z.strictObject({ fits: z.boolean() }),
])
export type ConformancePart = z.infer<typeof ConformancePart>
export const ConformancePeopleQuestion = z.object({
  conformance: ConformanceQuestion,
  of: ConformancePart,
  ...peoplePage,
})
export type ConformancePeopleQuestion = z.infer<typeof ConformancePeopleQuestion>
/** Latest first; `at` is when they were last at any step. */
export const ConformancePeopleAnswer = PeopleBehind
export type ConformancePeopleAnswer = z.infer<typeof ConformancePeopleAnswer>

/** What everybody did at the steps of the drawing: a case for each person, whose steps are called as they are drawn. */
export const ConformanceLogQuestion = z.object({ conformance: ConformanceQuestion, form: EventLogForm })
export type ConformanceLogQuestion = z.infer<typeof ConformanceLogQuestion>

import { z } from 'zod'
import { Id } from './common.ts'
import { faultOf } from './faults.ts'
import { EitherPlace, FunnelWindow } from './funnel-steps.ts'
import { type MapDrawing, MapState, mapLimits, PartId } from './maps.ts'
import { PeopleBehind, peoplePage } from './people-behind.ts'
import { AnswerMeta, Filter, Range } from './questions.ts'
import { refuses } from './shape-faults.ts'

/** A measured step as a question may carry it: of a drawing that is not kept yet. */
export const AskedStep = z.strictObject({
  id: PartId,
  stage: PartId,
  matcher: EitherPlace,
  optional: z.boolean().default(false),
  repeats: z.boolean().default(false),
})
export type AskedStep = z.infer<typeof AskedStep>

/** The measured steps of a drawing, in order. */
export const measuredSteps = (drawing: MapDrawing | null): AskedStep[] =>
  (drawing?.stages ?? []).flatMap((stage) =>
    stage.steps.flatMap(({ id, matcher, optional, repeats }) =>
      matcher ? [{ id, stage: stage.id, matcher, optional, repeats }] : [],
    ),
  )

/** Which drawing is meant: one that is kept, or the steps of one that is being drawn, in order. */
export const askedDrawing = {
  mapId: Id.optional(),
  state: MapState.default('asIs'),
  steps: z.array(AskedStep).max(mapLimits.steps).optional(),
  /** Instead of that of the map. */
  patience: FunnelWindow.optional(),
}
export const isOneDrawing = (asked: { mapId?: unknown; steps?: unknown }) =>
  (asked.mapId === undefined) !== (asked.steps === undefined)

export const MapQuestion = z
  .object({
    ...askedDrawing,
    range: Range,
    /** Who and what counts, beside the segment of the map. */
    filter: Filter.optional(),
    compare: z.enum(['none', 'previous']).default('none'),
    /** Others to stand beside: the same numbers of these, in the same time. */
    against: z.object({ filter: Filter }).optional(),
  })
  .refine(isOneDrawing, refuses(faultOf('map_or_steps')))
export type MapQuestion = z.infer<typeof MapQuestion>

const Interval = { low: z.number(), high: z.number() }
/** What people said while they were at a step: the metric with the most answers. */
export const StepScore = z.object({
  metric: z.enum(['nps', 'csat', 'ces']),
  /** NPS from −100 to 100; CSAT as the share of 4 and 5; CES as the mean from 1 to 7. With its 95 % interval. */
  value: z.number(),
  ...Interval,
  n: z.number().int(),
})
export type StepScore = z.infer<typeof StepScore>

/** The numbers of a step or a stage, of the people who entered it within the range. */
export const PlaceNumbers = z.object({
  id: PartId,
  /** Different people who were there. */
  entered: z.number().int(),
  interactions: z.number().int(),
  /** Who was there last, not longer ago than the patience of the map, at the end of the range or now. */
  now: z.number().int(),
  /** Who came to a later step afterwards; the share is of those who entered, with its 95 % Wilson interval. */
  wentOn: z.object({ people: z.number().int(), share: z.number(), ...Interval }),
  /** Who neither went on nor is there now. */
  left: z.number().int(),
  /** Who came back after having been at another step. */
  returned: z.number().int(),
  /** Seconds from the first time there to the next later step; null where nobody went on. */
  medianSeconds: z.number().nullable(),
  p90Seconds: z.number().nullable(),
  score: StepScore.nullable(),
  /** How it felt, −2 to +2: all scores and sentiments on one scale, the mean with its 95 % interval. */
  feeling: z.object({ value: z.number(), ...Interval, n: z.number().int() }).nullable(),
  /** What people ordered after they had been there, and how many of them did. */
  revenue: z.object({ value: z.number(), people: z.number().int() }),
})
export type PlaceNumbers = z.infer<typeof PlaceNumbers>

export const MapNumbers = z.object({
  /** Different people at any measured step. */
  people: z.number().int(),
  /** Who reached the last measured step that is not optional; null without one. */
  outcome: z.object({ step: PartId, people: z.number().int(), share: z.number(), ...Interval }).nullable(),
  /** Of each measured step, in order; those where nobody was with zeros. */
  steps: z.array(PlaceNumbers),
  /** Of each stage with a measured step. */
  stages: z.array(PlaceNumbers),
})
export type MapNumbers = z.infer<typeof MapNumbers>
export const MapAnswer = MapNumbers.extend({
  previous: MapNumbers.nullable(),
  against: MapNumbers.nullable(),
  meta: AnswerMeta,
})
export type MapAnswer = z.infer<typeof MapAnswer>

export const stepParts = ['entered', 'now', 'wentOn', 'left', 'returned'] as const
/** Exactly the people behind a number of a step (or stage). */
export const MapPeopleQuestion = z.object({
  map: MapQuestion,
  step: PartId,
  part: z.enum(stepParts).default('entered'),
  ...peoplePage,
})
export type MapPeopleQuestion = z.infer<typeof MapPeopleQuestion>
/** Latest first; `at` is when they were last there. */
export const MapPeopleAnswer = PeopleBehind
export type MapPeopleAnswer = z.infer<typeof MapPeopleAnswer>

import { z } from 'zod'
import { Instant } from './common.ts'
import { MapQuestion } from './map-numbers.ts'
import { PartId } from './maps.ts'
import { AnswerMeta, Breakdown } from './questions.ts'

/** Who went on from one step or stage, day by day and split by what is known of them. */
export const MapStepQuestion = z.object({
  /** Its `against` is not looked at. */
  map: MapQuestion,
  step: PartId,
  /** Splits by what the first interaction there says. */
  breakdown: Breakdown.optional(),
  /** Groups kept apart, the largest; the rest is one with the key "…other". */
  limit: z.number().int().min(1).max(20).default(6),
})
export type MapStepQuestion = z.infer<typeof MapStepQuestion>

/** Who entered, how many of them went on, and that share with its 95 % Wilson interval. */
export const GoingOn = z.object({
  entered: z.number().int(),
  wentOn: z.number().int(),
  share: z.number(),
  low: z.number(),
  high: z.number(),
})
export type GoingOn = z.infer<typeof GoingOn>
export const MapStepAnswer = z.object({
  /** Of those who first came on each day of the range. Until the patience of the map has passed since, more may go on. */
  days: z.array(GoingOn.extend({ start: Instant, isRipe: z.boolean() })),
  /** Between these lies the share of four days of five in the period before; null without one, or with fewer than five days. */
  usual: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** When split: largest first, the rest last; `before` as far as the period before has the group. */
  groups: z.array(GoingOn.extend({ key: z.string(), before: GoingOn.nullable() })),
  meta: AnswerMeta,
})
export type MapStepAnswer = z.infer<typeof MapStepAnswer>

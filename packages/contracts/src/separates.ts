import { z } from 'zod'
import { type Fault, faultOf } from './faults.ts'
import { FunnelQuestion } from './funnel.ts'
import { funnelLimits } from './funnel-steps.ts'
import { PeopleBehind, peoplePage } from './people-behind.ts'
import { AnswerMeta, TouchpointRef } from './questions.ts'
import { refuses } from './shape-faults.ts'

/**
 * How far back it may be looked, how many candidates are tried at most, of how many properties and traits, and how many
 * values these may have; of those, only the most frequent `top` are tried.
 */
export const separatesLimits = {
  lookbackDays: 366,
  candidates: 500,
  names: 40,
  values: 50,
  top: 12,
} as const

const Name = z.string().min(1).max(300)

/** What may separate two groups: something done or met, or a property or trait that has a value. */
export const separatingKinds = ['event', 'touchpoint', 'channel', 'property', 'trait'] as const
/** `name` is that of the event, touchpoint, channel, property or trait; the last two also have a value. */
export const SeparatingThing = z.object({
  kind: z.enum(separatingKinds),
  name: Name,
  value: z.string().max(1000).optional(),
})
export type SeparatingThing = z.infer<typeof SeparatingThing>

const asked = {
  funnel: FunnelQuestion,
  /** Those who reached this step, counted from 1: who went on to the next that is not optional, and who left. */
  step: z.number().int().min(1).max(funnelLimits.steps),
  /** Counts what was done in so many days before the step, and with it: as long for everybody, and nothing after it. */
  lookbackDays: z.number().int().min(1).max(separatesLimits.lookbackDays).default(30),
  /** Tries what so many have at least, of both groups together. */
  least: z.number().int().min(1).max(100_000).default(5),
  /** People are also compared with their like alone: met in the same channel, on the same kind of device, known for as long. */
  within: z
    .array(z.enum(['channel', 'device', 'tenure']))
    .max(3)
    .default(['channel', 'device', 'tenure']),
  kinds: z
    .array(z.enum(separatingKinds))
    .min(1)
    .max(separatingKinds.length)
    .default([...separatingKinds]),
  /** Tries these properties and traits alone; otherwise those that have few values. */
  properties: z.array(Name).max(separatesLimits.names).optional(),
  traits: z.array(Name).max(separatesLimits.names).optional(),
}

/**
 * What those who went on from a step of a funnel have more or less often than those who left it. Traits are as they are
 * now; all else is counted only before the step is left. Where steps come in any order, nothing comes before.
 */
export const SeparatesQuestion = z.object(asked).superRefine(({ funnel, step }, context) => {
  const refuse = (path: (string | number)[], fault: Fault) =>
    context.addIssue({ code: 'custom', path, ...refuses(fault) })
  if (step > funnel.steps.length) refuse(['step'], faultOf('step_absent', { step }))
  else if (!funnel.steps.some((one, at) => at >= step && !one.optional))
    refuse(['step'], faultOf('step_last'))
  if (funnel.order === 'any') refuse(['funnel', 'order'], faultOf('order_any_separates'))
})
export type SeparatesQuestion = z.infer<typeof SeparatesQuestion>

const Shared = z.object({
  with: z.number().int(),
  n: z.number().int(),
  share: z.number(),
  low: z.number(),
  high: z.number(),
})
/** Share of those who went on divided by that of those who left, with its 95 % log interval; `high` is null without a bound. */
const Ratio = z.object({ estimate: z.number(), low: z.number(), high: z.number().nullable() })

export const Separating = z.object({
  ...SeparatingThing.shape,
  /** Where it is a touchpoint. */
  touchpoint: TouchpointRef.optional(),
  /** Who has it of those who went on, and of those who left, with 95 % Wilson intervals. */
  wentOn: Shared,
  left: Shared,
  ratio: Ratio,
  /** Two-sided p of equal shares, and the same corrected for all that was tried. */
  p: z.number(),
  adjustedP: z.number(),
  /** The ratio among people who are alike (Mantel-Haenszel); null where there are not two kinds of them. */
  withinRatio: Ratio.nullable(),
  /** Among people who are alike the ratio is another: its logarithm moves by a third. */
  isConfounded: z.boolean(),
})
export type Separating = z.infer<typeof Separating>

export const SeparatesAnswer = z.object({
  /** Walks of the funnel by its scope: those who went on from the step, and those who left it. */
  wentOn: z.number().int(),
  left: z.number().int(),
  /** The surest first. They are associated with going on, which is not to say that they cause it. */
  items: z.array(Separating),
  /** How many p is corrected for. */
  tested: z.number().int(),
  /** What was not tried. */
  leftOut: z.object({
    /** What fewer than `least` have, and what everybody has. */
    rare: z.number().int(),
    common: z.number().int(),
    /** The rarest beyond the most that are tried. */
    beyond: z.number().int(),
    /** Properties and traits with too many values, or beyond the most frequent ones. */
    properties: z.array(z.string()),
    traits: z.array(z.string()),
  }),
  meta: AnswerMeta,
})
export type SeparatesAnswer = z.infer<typeof SeparatesAnswer>

/** The people behind one share: who went on or left, with the thing or without it. */
export const SeparatesPeopleQuestion = z.object({
  separates: SeparatesQuestion,
  thing: SeparatingThing,
  part: z.enum(['wentOn', 'left']),
  has: z.boolean().default(true),
  ...peoplePage,
})
export type SeparatesPeopleQuestion = z.infer<typeof SeparatesPeopleQuestion>
/** Latest first; `at` is when they reached the step. */
export const SeparatesPeopleAnswer = PeopleBehind
export type SeparatesPeopleAnswer = z.infer<typeof SeparatesPeopleAnswer>

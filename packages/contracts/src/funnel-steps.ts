import { z } from 'zod'
import { Channel } from './common.ts'
import { faultOf } from './faults.ts'
import { Filter } from './questions.ts'
import { refuses } from './shape-faults.ts'

const Name = z.string().min(1).max(300)

/** How long a funnel's window may be, how many steps, exclusions and series it may have. */
export const funnelLimits = { windowDays: 366, steps: 20, either: 10, exclusions: 5, series: 20 } as const

const place = {
  event: Name.optional(),
  /** By name or id; an id such as `product-page@app` means one channel. */
  touchpoint: Name.optional(),
  channel: Channel.optional(),
  /** What else has to hold of the interaction, or of who did it. */
  filter: Filter.optional(),
}
type Place = { event?: string | undefined; touchpoint?: string | undefined; channel?: string | undefined }
const namesOne = ({ event, touchpoint, channel }: Place) =>
  (event === undefined) !== (touchpoint === undefined) && (event === undefined || channel === undefined)

/** One way to take a step: an event, or a touchpoint, in one channel where it is named. */
export const FunnelPlace = z.strictObject(place).refine(namesOne, refuses(faultOf('step_names_one')))
export type FunnelPlace = z.infer<typeof FunnelPlace>

/** An event, a touchpoint, or either of several. */
const either = { ...place, anyOf: z.array(FunnelPlace).min(1).max(funnelLimits.either).optional() }
const namesSome = (step: Place & { anyOf?: unknown }) =>
  step.anyOf === undefined
    ? namesOne(step)
    : step.event === undefined && step.touchpoint === undefined && step.channel === undefined
const isStep = refuses(faultOf('step_names_one'))

/**
 * A step. An optional one is counted where it is met on the way, and never changes who reaches the others. `label` is
 * what the answer calls it; without one it is called after what it names.
 */
export const FunnelStep = z
  .strictObject({
    ...either,
    optional: z.boolean().default(false),
    label: z.string().min(1).max(120).optional(),
  })
  .refine(namesSome, isStep)
export type FunnelStep = z.infer<typeof FunnelStep>

/** An event or a touchpoint, or either of several, with what else has to hold. */
export const EitherPlace = z.strictObject(either).refine(namesSome, isStep)
export type EitherPlace = z.infer<typeof EitherPlace>

/** What must not happen between step `after` (counted from 1) and the next step that is not optional; without `after`, between any. */
export const FunnelExclusion = z
  .strictObject({ ...either, after: z.number().int().min(1).max(funnelLimits.steps).optional() })
  .refine(namesSome, isStep)
export type FunnelExclusion = z.infer<typeof FunnelExclusion>

const secondsOf = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800, month: 2_592_000 } as const
export const windowUnits = ['second', 'minute', 'hour', 'day', 'week', 'month'] as const

/** How much time a walk may take: from its first step, or from each step to the next. A month is 30 days. */
export const FunnelWindow = z
  .strictObject({
    value: z.number().int().min(1),
    unit: z.enum(windowUnits),
    from: z.enum(['first', 'previous']).default('first'),
  })
  .refine(
    (window) => windowSeconds(window) <= funnelLimits.windowDays * 86_400,
    refuses(faultOf('window_too_long', { days: funnelLimits.windowDays })),
  )
export type FunnelWindow = z.infer<typeof FunnelWindow>

/** The length of a window in seconds. */
export const windowSeconds = ({
  value,
  unit,
}: {
  value: number
  unit: (typeof windowUnits)[number]
}): number => value * secondsOf[unit]

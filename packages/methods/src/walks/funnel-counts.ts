import { type Estimate, wilson } from '../intervals.ts'
import { quantileOf } from '../quantiles.ts'
import type { FunnelStep, FunnelWalk } from './funnel.ts'

export type FunnelStepCount = {
  people: number
  /** Share of those at the required step before (of all at the first one), and of all who began; Wilson's interval. */
  ofPrevious: Estimate
  ofFirst: Estimate
  /** Seconds since the step before that the person took, and since the first; null for the first step and for nobody. */
  medianSeconds: number | null
  medianSecondsFromFirst: number | null
}

/** Counts walks by step: people, shares and times. A person who never began does not count. */
export function countFunnel(walks: readonly FunnelWalk[], steps: readonly FunnelStep[]): FunnelStepCount[] {
  const begun = walks.filter(({ depth }) => depth > 0)
  const atStep = steps.map((_, step) => begun.filter(({ events }) => events[step]).length)
  return steps.map((_, step): FunnelStepCount => {
    const required = steps.findLastIndex(({ optional }, at) => at < step && !optional)
    const people = atStep[step] ?? 0
    const before = required < 0 ? begun.length : (atStep[required] ?? 0)
    return {
      people,
      ofPrevious: wilson(Math.min(people, before), before),
      ofFirst: wilson(people, begun.length),
      medianSeconds: medianSince(begun, step, (taken) => taken.at(-1)),
      medianSecondsFromFirst: medianSince(begun, step, (taken) => taken[0]),
    }
  })
}

/** Median seconds from one of the earlier steps that each person took. */
function medianSince(
  walks: readonly FunnelWalk[],
  step: number,
  pick: (times: number[]) => number | undefined,
): number | null {
  const seconds = walks.flatMap(({ events }) => {
    const reached = events[step]?.time
    const since = pick(events.slice(0, step).flatMap((event) => (event ? [event.time] : [])))
    return reached === undefined || since === undefined ? [] : [(reached - since) / 1000]
  })
  return seconds.length === 0
    ? null
    : quantileOf(
        seconds.sort((a, b) => a - b),
        0.5,
      )
}

import { quantileOf } from '../quantiles.ts'

/** How long one step waits for the next, from one pair's waits: seconds. */
export type PairTimes = {
  from: string
  to: string
  times: number
  meanSeconds: number
  medianSeconds: number
  p90Seconds: number
}

/** A pair with its share of all waiting, 0 to 1. */
export type Bottleneck = PairTimes & { totalSeconds: number; share: number }

/**
 * Where time is lost: pairs by all the waiting they cause (how often × how long on average), most first. A slow pair that
 * hardly occurs comes after one that holds up everybody.
 */
export function rankBottlenecks(pairs: readonly PairTimes[]): Bottleneck[] {
  const totals = pairs.map((pair) => ({ ...pair, totalSeconds: pair.times * pair.meanSeconds }))
  const all = totals.reduce((sum, { totalSeconds }) => sum + totalSeconds, 0)
  return totals
    .map((pair) => ({ ...pair, share: all === 0 ? 0 : pair.totalSeconds / all }))
    .sort((a, b) => b.totalSeconds - a.totalSeconds || order(a.from, b.from) || order(a.to, b.to))
}

/** One event of a journey: when it ended, and when it began where that is known. Seconds since 1970. */
export type TimedEvent = { step: string; time: number; start?: number }

/**
 * Waiting times of all directly-follows pairs, from journeys with their events in order: the reference for what a query counts.
 * A wait runs from the end of one event to the beginning of the next (its time where it has no beginning); events that overlap
 * wait 0 seconds. The median and p90 interpolate between the two nearest waits.
 */
export function waitingTimes(journeys: readonly (readonly TimedEvent[])[]): PairTimes[] {
  const waits = new Map<string, { from: string; to: string; seconds: number[] }>()
  for (const events of journeys) {
    for (const [at, { step: to, time, start }] of events.entries()) {
      const before = events[at - 1]
      if (!before) continue
      const key = JSON.stringify([before.step, to])
      const known = waits.get(key) ?? { from: before.step, to, seconds: [] }
      waits.set(key, known)
      known.seconds.push(Math.max(0, (start ?? time) - before.time))
    }
  }
  return [...waits.values()]
    .map(({ from, to, seconds }) => ({ from, to, times: seconds.length, ...summaryOf(seconds) }))
    .sort((a, b) => b.times - a.times || order(a.from, b.from) || order(a.to, b.to))
}

/** How long a step itself takes, where its events have a beginning: seconds from beginning to end. */
export type ServiceTimes = {
  step: string
  times: number
  meanSeconds: number
  medianSeconds: number
  p90Seconds: number
}

/** Service times by step, most frequent first; events without a beginning do not count. */
export function serviceTimes(journeys: readonly (readonly TimedEvent[])[]): ServiceTimes[] {
  const spans = new Map<string, number[]>()
  for (const { step, time, start } of journeys.flat()) {
    if (start === undefined) continue
    const known = spans.get(step) ?? []
    spans.set(step, known)
    known.push(Math.max(0, time - start))
  }
  return [...spans]
    .map(([step, seconds]) => ({ step, times: seconds.length, ...summaryOf(seconds) }))
    .sort((a, b) => b.times - a.times || order(a.step, b.step))
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function summaryOf(seconds: readonly number[]) {
  const sorted = seconds.toSorted((a, b) => a - b)
  return {
    meanSeconds: seconds.reduce((sum, value) => sum + value, 0) / seconds.length,
    medianSeconds: quantileOf(sorted, 0.5),
    p90Seconds: quantileOf(sorted, 0.9),
  }
}

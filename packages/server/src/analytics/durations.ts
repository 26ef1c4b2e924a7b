import type { Durations } from '@teia/contracts'
import { z } from 'zod'

const bins = 12

/** How many, median, 90th percentile and histogram of durations in seconds, sorted; null where there are none. */
export function describeSeconds(sorted: readonly number[]): Durations | null {
  if (sorted.length === 0) return null
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  const upTo = Math.max(at(0.95), 1)
  const counts = new Array<number>(bins).fill(0)
  for (const value of sorted) {
    const bin = Math.min(bins - 1, Math.floor((value / upTo) * bins))
    if (value <= upTo) counts[bin] = (counts[bin] ?? 0) + 1
  }
  return { n: sorted.length, median: at(0.5), p90: at(0.9), upTo, bins: counts }
}

/**
 * What `describeSeconds` says, counted by the engine over an expression that gives an array of milliseconds. What is needed
 * more than once is bound by a lambda: an alias would repeat its whole text wherever it is mentioned.
 */
export function durationsSql(milliseconds: string): string {
  const at = (share: number) => `sorted[1 + toUInt64(floor(${share} * length(sorted)))]`
  const bind = (name: string, value: string, of: string) => `arrayMap(${name} -> ${of}, [${value}])[1]`
  const inBins = `arrayMap(ms -> least(${bins - 1}, intDiv(ms * ${bins}, up_to)), arrayFilter(ms -> ms <= up_to, sorted))`
  const counts = bind('in_bins', inBins, `arrayMap(bin -> countEqual(in_bins, bin), range(${bins}))`)
  const described = `(length(sorted), ${at(0.5)}, ${at(0.9)}, up_to, ${counts})`
  return bind('sorted', `arraySort(${milliseconds})`, bind('up_to', `greatest(${at(0.95)}, 1000)`, described))
}

const milliseconds = z.coerce.number()
export const DurationsRow = z
  .tuple([milliseconds, milliseconds, milliseconds, milliseconds, z.array(z.coerce.number())])
  .transform(([n, median, p90, upTo, bins]): Durations | null =>
    n === 0 ? null : { n, median: median / 1000, p90: p90 / 1000, upTo: upTo / 1000, bins },
  )

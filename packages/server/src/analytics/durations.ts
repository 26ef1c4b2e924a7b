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

/** What `describeSeconds` says, counted by the engine over an expression that gives an array of milliseconds. */
export function durationsSql(milliseconds: string): string {
  const at = (share: number) => `sorted[1 + toUInt64(floor(${share} * length(sorted)))]`
  return `(arraySort(${milliseconds}) AS sorted, greatest(${at(0.95)}, 1000) AS up_to,
      arrayMap(ms -> least(${bins - 1}, intDiv(ms * ${bins}, up_to)), arrayFilter(ms -> ms <= up_to, sorted)) AS in_bins,
      (length(sorted), ${at(0.5)}, ${at(0.9)}, up_to, arrayMap(bin -> countEqual(in_bins, bin), range(${bins})))).4`
}

const milliseconds = z.coerce.number()
export const DurationsRow = z
  .tuple([milliseconds, milliseconds, milliseconds, milliseconds, z.array(z.coerce.number())])
  .transform(([n, median, p90, upTo, bins]): Durations | null =>
    n === 0 ? null : { n, median: median / 1000, p90: p90 / 1000, upTo: upTo / 1000, bins },
  )

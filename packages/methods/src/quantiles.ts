import type { Estimate } from './intervals.ts'

/**
 * Quantile of ascending values, `share` from 0 to 1, by interpolation between the two nearest (Hyndman and Fan 1996, "Sample
 * quantiles in statistical packages", type 7; ClickHouse: `quantileExactInclusive`). NaN without values.
 */
export function quantileOf(ascending: readonly number[], share: number): number {
  const place = (ascending.length - 1) * Math.min(1, Math.max(0, share))
  const below = ascending[Math.floor(place)] ?? Number.NaN
  const above = ascending[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}

/** A quantile with its interval, and how surely that holds it whatever the distribution. */
export type QuantileEstimate = Estimate & { coverage: number }

/**
 * Quantile of values in ascending order with a 95 % interval between two of them, free of any assumption on how they are spread
 * (order statistics; David and Nagaraja 2003, *Order Statistics*, 7.1). Coverage is at least 95 %. Where there are too few
 * values to bound it, the interval is open on that side: below 6 values for the median.
 */
export function quantileInterval(ascending: readonly number[], share: number): QuantileEstimate {
  const n = ascending.length
  const method = 'order statistics'
  if (n === 0) return { estimate: Number.NaN, low: -Infinity, high: Infinity, coverage: 1, n, method }
  const { low, high, coverage } = ranksAround(n, share)
  return {
    estimate: quantileOf(ascending, share),
    low: ascending[low - 1] ?? -Infinity,
    high: ascending[high - 1] ?? Infinity,
    coverage,
    n,
    method,
  }
}

/**
 * Ranks, from 1, of the values that bound a quantile of n with 2.5 % at most on either side; 0 and n + 1 stand for none. They
 * come from the binomial number of values that lie below the quantile.
 */
export function ranksAround(n: number, share: number): { low: number; high: number; coverage: number } {
  const odds = Math.log(share / (1 - share))
  let logChance = n * Math.log1p(-share)
  let [below, low, high, belowLow, belowHigh] = [0, 0, n + 1, 0, 1]
  for (let count = 0; count <= n; count += 1) {
    below += Math.exp(logChance)
    logChance += Math.log((n - count) / (count + 1)) + odds
    if (below <= 0.025) {
      low = count + 1
      belowLow = below
    }
    if (below >= 0.975) {
      high = count + 1
      belowHigh = below
      break
    }
  }
  return high > n
    ? { low, high: n + 1, coverage: 1 - belowLow }
    : { low, high, coverage: belowHigh - belowLow }
}

import { type Estimate, z95 } from './intervals.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import { quantileOf } from './quantiles.ts'
import { drawBelow, openRandom } from './random.ts'

/**
 * The 95 % interval of any statistic by the bootstrap, corrected for bias and acceleration (BCa; Efron 1987, "Better bootstrap
 * confidence intervals"). One item a person: whoever answered several times is one item with all answers, else the interval is too
 * narrow. The same seed gives the same interval. Samples for which the statistic is no number are left out; of fewer than two
 * items, or if no sample gives a number, the interval is open on both sides.
 */
export function bootstrapInterval<Item>(
  items: readonly Item[],
  statistic: (sample: readonly Item[]) => number,
  options: { seed: number; draws?: number },
): Estimate {
  const n = items.length
  const draws = options.draws ?? 2_000
  const method = `BCa bootstrap, ${draws} draws of people`
  const estimate = statistic(items)
  const random = openRandom(options.seed)
  const drawn: number[] = []
  for (let draw = 0; n > 1 && draw < draws; draw += 1) {
    const value = statistic(items.map((item) => items[drawBelow(random, n)] ?? item))
    if (!Number.isNaN(value)) drawn.push(value)
  }
  if (drawn.length === 0) return { estimate, low: -Infinity, high: Infinity, n, method }
  drawn.sort((a, b) => a - b)
  const share = correctedShares(drawn, estimate, acceleration(items, statistic))
  return { estimate, low: quantileOf(drawn, share.low), high: quantileOf(drawn, share.high), n, method }
}

/** Which shares of the draws bound the interval. Draws equal to the estimate count half, as with statistics of few values. */
function correctedShares(drawn: readonly number[], estimate: number, a: number) {
  const less = drawn.filter((value) => value < estimate).length
  const equal = drawn.filter((value) => value === estimate).length
  const furthest = 0.5 / drawn.length
  const share = (less + equal / 2) / drawn.length
  const bias = normalQuantile(Math.min(1 - furthest, Math.max(furthest, share)))
  const at = (z: number) => normalCdf(bias + (bias + z) / (1 - a * (bias + z)))
  return { low: at(-z95), high: at(z95) }
}

/** How fast the statistic's error changes with its size, from leaving each item out: 0 for symmetric ones. */
export function acceleration<Item>(
  items: readonly Item[],
  statistic: (sample: readonly Item[]) => number,
): number {
  const values = items
    .map((_, left) => statistic(items.filter((_item, at) => at !== left)))
    .filter((value) => !Number.isNaN(value))
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (mean - value) ** 2, 0)
  const cubes = values.reduce((sum, value) => sum + (mean - value) ** 3, 0)
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0
}

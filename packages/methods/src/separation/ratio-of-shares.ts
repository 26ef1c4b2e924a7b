import { type Estimate, z95 } from '../intervals.ts'

/** Counts of a group of people: with the thing in question, and all. */
export type Counted = { with: number; n: number }
/** People of one stratum: those who went on, and those who left. */
export type Stratum = { stayers: Counted; leavers: Counted }
/** A ratio with its interval, and whether half a person had to be added to every cell because one of them was empty. */
export type RatioEstimate = Estimate & { hasEmptyCell: boolean }

/** Half a person in each of the four cells (Haldane 1956, Anscombe 1956): else an empty one would make the ratio 0 or endless. */
const filled = ({ stayers, leavers }: Stratum): Stratum => ({
  stayers: { with: stayers.with + 0.5, n: stayers.n + 1 },
  leavers: { with: leavers.with + 0.5, n: leavers.n + 1 },
})

const atRatio = (estimate: number, logVariance: number, n: number, method: string): Estimate => {
  const factor = Math.exp(z95 * Math.sqrt(Math.max(0, logVariance)))
  return { estimate, low: estimate / factor, high: estimate * factor, n, method }
}

/**
 * Share among stayers divided by share among leavers, with the 95 % log interval (Katz, Baptista, Azen and Pike 1978, "Obtaining
 * confidence intervals for the risk ratio in cohort studies"). With a group of nobody: 1, and everything from 0 on.
 */
export function ratioOfShares(stratum: Stratum): RatioEstimate {
  const n = stratum.stayers.n + stratum.leavers.n
  const method = 'Katz 1978'
  if (stratum.stayers.n === 0 || stratum.leavers.n === 0)
    return { estimate: 1, low: 0, high: Number.POSITIVE_INFINITY, n, method, hasEmptyCell: true }
  const hasEmptyCell = isDegenerate(stratum)
  const { stayers, leavers } = hasEmptyCell ? filled(stratum) : stratum
  const ratio = stayers.with / stayers.n / (leavers.with / leavers.n)
  const variance = 1 / stayers.with - 1 / stayers.n + 1 / leavers.with - 1 / leavers.n
  return { ...atRatio(ratio, variance, n, method), hasEmptyCell }
}

/** Nobody with it on one side, or everybody on both: the plain interval is then endless or has no width. */
const isDegenerate = ({ stayers, leavers }: Stratum) =>
  stayers.with === 0 || leavers.with === 0 || (stayers.with === stayers.n && leavers.with === leavers.n)

/**
 * How much likelier than people on the whole those with it are to go on: P(stays | with) / P(stays), with a 95 % log interval by
 * the delta method over the four counts.
 */
export function liftOf(stratum: Stratum): RatioEstimate {
  const n = stratum.stayers.n + stratum.leavers.n
  const method = 'delta method'
  if (n === 0) return { estimate: 1, low: 0, high: Number.POSITIVE_INFINITY, n, method, hasEmptyCell: true }
  const hasEmptyCell = stratum.stayers.with === 0
  const { stayers, leavers } = hasEmptyCell ? filled(stratum) : stratum
  const all = stayers.n + leavers.n
  const withIt = stayers.with + leavers.with
  const lift = stayers.with / withIt / (stayers.n / all)
  const variance =
    1 / stayers.with - 1 / withIt - 1 / stayers.n + (2 * stayers.with) / (withIt * stayers.n) - 1 / all
  return { ...atRatio(lift, variance, n, method), hasEmptyCell }
}

/**
 * The ratio of shares within strata (Mantel and Haenszel 1959; variance of Greenland and Robins 1985, "Estimation of a common
 * effect parameter from sparse follow-up data"): what is left when people are compared only with their like. Strata without
 * stayers or without leavers say nothing. Null where no stratum says anything.
 */
export function ratioWithinStrata(strata: readonly Stratum[]): RatioEstimate | null {
  const telling = strata.filter(({ stayers, leavers }) => stayers.n > 0 && leavers.n > 0)
  const plain = sums(telling)
  const hasEmptyCell = plain.stayers === 0 || plain.leavers === 0
  const { stayers, leavers, spread } = hasEmptyCell ? sums(telling.map(filled)) : plain
  if (telling.length === 0) return null
  const n = telling.reduce((all, stratum) => all + stratum.stayers.n + stratum.leavers.n, 0)
  const variance = spread / (stayers * leavers)
  return {
    ...atRatio(stayers / leavers, variance, n, 'Mantel-Haenszel, Greenland and Robins 1985'),
    hasEmptyCell,
  }
}

function sums(strata: readonly Stratum[]) {
  const total = { stayers: 0, leavers: 0, spread: 0 }
  for (const { stayers, leavers } of strata) {
    const n = stayers.n + leavers.n
    const withIt = stayers.with + leavers.with
    total.stayers += (stayers.with * leavers.n) / n
    total.leavers += (leavers.with * stayers.n) / n
    total.spread += (stayers.n * leavers.n * withIt - stayers.with * leavers.with * n) / n ** 2
  }
  return total
}

import { benjaminiHochberg, equalSharesP } from '../intervals.ts'
import {
  liftOf,
  type RatioEstimate,
  ratioOfShares,
  ratioWithinStrata,
  type Stratum,
} from './ratio-of-shares.ts'

/**
 * Something that may separate those who went on from those who left: a property, a touchpoint, an earlier event. Counted only
 * before the outcome, in equal time for both; by stratum (device, tenure, channel …) or in one.
 */
export type Candidate = { name: string; strata: readonly Stratum[] }

export type Separation = {
  name: string
  /** All strata together. */
  counts: Stratum
  /** Share among stayers ÷ share among leavers, of all together. */
  ratio: RatioEstimate
  lift: RatioEstimate
  /** Two-sided p of equal shares, and the same corrected for all candidates. */
  p: number
  adjustedP: number
  /** The ratio within strata; null where there are not two that say something. */
  within: RatioEstimate | null
  /** Whether the strata explain much of it: within them the ratio is another. */
  isConfounded: boolean
}

/** Ratios nearer than 5 % are the same to whoever has to decide. */
const leastChange = Math.log(1.05)

/**
 * What separates those who went on from those who left: each candidate's ratio of shares, lift, p adjusted over all of them
 * (Benjamini and Hochberg 1995), and the ratio within strata. First comes what is surely strong: the end of the ratio's interval
 * that is nearer to 1 lies farthest from it. Says what is associated, never what causes.
 *
 * `isConfounded`: the logarithm of the ratio moves by a third of itself within strata, and the ratio by 5 % at least.
 */
export function whatSeparates(candidates: readonly Candidate[]): Separation[] {
  const found = candidates.map(({ name, strata }) => {
    const counts = together(strata)
    const ratio = ratioOfShares(counts)
    const within = tellingStrata(strata) < 2 ? null : ratioWithinStrata(strata)
    const p = equalSharesP(
      { successes: counts.stayers.with, n: counts.stayers.n },
      { successes: counts.leavers.with, n: counts.leavers.n },
    )
    return {
      ...{ name, counts, ratio, lift: liftOf(counts), p, within },
      isConfounded: within !== null && movesByThird(ratio.estimate, within.estimate),
    }
  })
  const adjusted = benjaminiHochberg(found.map(({ p }) => p))
  return found
    .map((separation, at) => ({ ...separation, adjustedP: adjusted[at] ?? 1 }))
    .sort((a, b) => surely(b.ratio) - surely(a.ratio) || a.p - b.p || (a.name < b.name ? -1 : 1))
}

function together(strata: readonly Stratum[]): Stratum {
  const sum = (side: 'stayers' | 'leavers') => ({
    with: strata.reduce((all, stratum) => all + stratum[side].with, 0),
    n: strata.reduce((all, stratum) => all + stratum[side].n, 0),
  })
  return { stayers: sum('stayers'), leavers: sum('leavers') }
}

const tellingStrata = (strata: readonly Stratum[]) =>
  strata.filter(({ stayers, leavers }) => stayers.n > 0 && leavers.n > 0).length

function movesByThird(crude: number, within: number): boolean {
  const moved = Math.abs(Math.log(within) - Math.log(crude))
  return moved >= leastChange && moved >= Math.abs(Math.log(crude)) / 3
}

/** How far from 1, in logarithms, the ratio lies at least; below 0 where the interval holds 1. */
const surely = ({ low, high }: RatioEstimate): number => Math.max(Math.log(low), -Math.log(high))

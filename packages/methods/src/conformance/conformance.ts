import { type Estimate, z95 } from '../intervals.ts'
import type { AlignedVariant } from './align.ts'
import type { Deviation } from './deviations.ts'

/** How often a step departs from the model in one way: in how many journeys, and how many times in all. */
export type DeviationCount = { kind: Deviation['kind']; step: string; journeys: number; times: number }

export type Conformance = {
  journeys: number
  /** Journeys that follow the model wholly. */
  fitting: number
  /** Mean of the journeys' fitness, 0 to 1, with a normal 95 % interval over journeys. */
  meanFitness: Estimate
  /** 1 − Σ cost / Σ worst cost, 0 to 1: long journeys weigh more. Interval by the delta method over journeys. */
  logFitness: Estimate
  cost: number
  worstCost: number
  /** What the two fitnesses can be at most; above the estimates only where an alignment is not exact. */
  meanFitnessAtMost: number
  logFitnessAtMost: number
  isExact: boolean
  /** Most journeys first, then by kind and step. */
  deviations: DeviationCount[]
}

export type ConformanceTotals = { add(aligned: AlignedVariant): void; result(): Conformance }

/**
 * Sums aligned variants up as they come, each weighted by its count. Nothing is kept of a variant but sums.
 *
 * @example
 * const totals = conformanceTotals()
 * for (const aligned of align(compileModel(model), variants)) totals.add(aligned)
 * totals.result().meanFitness
 */
export function conformanceTotals(): ConformanceTotals {
  const sums = {
    journeys: 0,
    fitting: 0,
    fitness: 0,
    fitnessSquares: 0,
    atMost: 0,
    cost: 0,
    least: 0,
    worst: 0,
    costSquares: 0,
    worstSquares: 0,
    products: 0,
  }
  const deviations = new Map<string, DeviationCount>()
  return {
    add(aligned) {
      const { count, cost, worstCost, fitness } = aligned
      sums.journeys += count
      sums.fitting += cost === 0 ? count : 0
      sums.fitness += count * fitness
      sums.fitnessSquares += count * fitness ** 2
      sums.atMost += count * aligned.fitnessAtMost
      sums.cost += count * cost
      sums.least += count * aligned.leastCost
      sums.worst += count * worstCost
      sums.costSquares += count * cost ** 2
      sums.worstSquares += count * worstCost ** 2
      sums.products += count * cost * worstCost
      countDeviations(deviations, aligned)
    },
    result: () => presentTotals(sums, [...deviations.values()]),
  }
}

type Sums = Record<
  | 'journeys'
  | 'fitting'
  | 'fitness'
  | 'fitnessSquares'
  | 'atMost'
  | 'cost'
  | 'least'
  | 'worst'
  | 'costSquares'
  | 'worstSquares'
  | 'products',
  number
>

function countDeviations(counts: Map<string, DeviationCount>, aligned: AlignedVariant): void {
  const here = new Set<string>()
  for (const { kind, step } of aligned.deviations) {
    const key = `${kind} ${step}`
    const known = counts.get(key) ?? { kind, step, journeys: 0, times: 0 }
    counts.set(key, known)
    known.times += aligned.count
    if (!here.has(key)) known.journeys += aligned.count
    here.add(key)
  }
}

function presentTotals(sums: Sums, deviations: DeviationCount[]): Conformance {
  const { journeys: n } = sums
  const mean = n === 0 ? 1 : sums.fitness / n
  const costShare = sums.worst === 0 ? 0 : sums.cost / sums.worst
  const variance = n < 2 ? Number.NaN : (sums.fitnessSquares - n * mean ** 2) / (n - 1)
  // Residuals cost − share × worst sum to nothing, so that their squares give the spread of the ratio at once.
  const residuals = sums.costSquares - 2 * costShare * sums.products + costShare ** 2 * sums.worstSquares
  const ratioVariance = n < 2 ? Number.NaN : (residuals / (n - 1)) * (n / (sums.worst || 1)) ** 2
  return {
    journeys: n,
    fitting: sums.fitting,
    meanFitness: within(mean, variance, n, 'normal'),
    logFitness: within(1 - costShare, ratioVariance, n, 'delta method'),
    cost: sums.cost,
    worstCost: sums.worst,
    meanFitnessAtMost: n === 0 ? 1 : sums.atMost / n,
    logFitnessAtMost: sums.worst === 0 ? 1 : 1 - sums.least / sums.worst,
    isExact: sums.least === sums.cost,
    deviations: deviations.sort(
      (a, b) => b.journeys - a.journeys || compare(a.kind, b.kind) || compare(a.step, b.step),
    ),
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** One journey alone says nothing of the others: the interval is then the whole range. */
function within(estimate: number, variance: number, n: number, method: string): Estimate {
  if (Number.isNaN(variance)) return { estimate, low: 0, high: 1, n, method }
  const half = z95 * Math.sqrt(Math.max(0, variance) / n)
  return { estimate, low: Math.max(0, estimate - half), high: Math.min(1, estimate + half), n, method }
}

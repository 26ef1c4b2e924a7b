import type { Estimate } from '../intervals.ts'
import { normalQuantile } from '../normal.ts'
import { quantileOf } from '../quantiles.ts'
import { drawMultinomial, openRandom, type Random } from '../random.ts'
import {
  type ChannelPath,
  type CodedPaths,
  type Credit,
  type CreditRule,
  type PathWeights,
  sumOf,
} from './channel-paths.ts'
import { markovCredit } from './markov.ts'
import { codePaths, PathTable } from './path-table.ts'
import { positionalCredit } from './positional.ts'
import { shapleyRateCredit } from './shapley-rate.ts'

export type AttributionModel =
  | { kind: 'first' | 'last' | 'linear' | 'timeDecay' | 'position' }
  | { kind: 'lastNonDirect'; direct: string }
  | { kind: 'markov'; order: 1 | 2 | 3 | 4 }
  /** Worth of a set of channels: conversions of paths within it (exact, the usual one), or the conversion rate of these. */
  | { kind: 'shapley'; worth?: 'conversions' | 'rate' }

/** `share` is the part of all conversions, 0 to 1 (beyond for models that may give less than nothing). */
export type AttributedChannel = { channel: string; conversions: Estimate; value: Estimate; share: Estimate }
/** What one model gives each channel, in the order of their names. The estimates sum to all conversions and all value. */
export type AttributedModel = { model: AttributionModel; channels: AttributedChannel[] }

export type Attribution = {
  conversions: number
  value: number
  /** Converted or not. */
  people: number
  /** Replicates that the intervals come from. */
  draws: number
  models: AttributedModel[]
}

export type AttributionOptions = {
  /** Of the bootstrap and of sampled orders; the same seed gives the same answer. */
  seed: number
  /** Replicates of the bootstrap; 0 for estimates alone. */
  draws?: number
  /** Asked after each replicate: from a yes on the intervals come from what was drawn by then. */
  isStopped?: () => boolean
}

/** A replicate need not be exact far below what chance moves it by. */
const replicateTolerance = 1e-7
/** Fewer replicates than this give no interval. */
const fewestDraws = 20

/**
 * Divides conversions and their value among channels, by several models side by side. Yields after each model, also of each
 * replicate, so that whoever runs it can report progress, pause or leave.
 *
 * Intervals: 95 %, percentiles of a bootstrap by person (Efron 1979): as many people as there are, drawn anew among paths with
 * and without conversion, and values within a path where their squares are given. A conversion counts as a person. They say how far chance among people
 * reaches, not whether a model is right. Without enough replicates they are the whole range. Throws a RangeError where time
 * decay is asked for and a path lacks its weights.
 *
 * @example
 * const run = attribute(paths, [{ kind: 'last' }, { kind: 'markov', order: 1 }], { seed: 1 })
 */
export function* attribute(
  paths: readonly ChannelPath[] | PathTable | CodedPaths,
  models: readonly AttributionModel[],
  options: AttributionOptions,
): Generator<{ done: number; all: number }, Attribution> {
  const random = openRandom(options.seed)
  const coded = codedOf(paths)
  const { counted } = coded
  const draws = options.draws ?? 200
  const all = models.length + draws
  const rules: CreditRule[] = []
  const estimates: Credit[] = []
  for (const model of models) {
    const rule = creditRule(coded, model, counted, random)
    rules.push(rule)
    estimates.push(rule(counted))
    yield { done: rules.length, all }
  }
  const replicates: Credit[][] = models.map(() => [])
  const draw = openDraw(coded, random)
  let drawn = 0
  while (drawn < draws && !(drawn > 0 && options.isStopped?.())) {
    const weights = draw()
    for (const [at, rule] of rules.entries()) {
      yield { done: models.length + drawn, all }
      replicates[at]?.push(rule(weights, replicateTolerance))
    }
    drawn += 1
    yield { done: models.length + drawn, all }
  }
  const totals = { conversions: sumOf(counted.conversions), value: sumOf(counted.value) }
  const people = totals.conversions + sumOf(counted.nulls)
  const range = (kind: keyof Credit, model: number, channel: number): Estimate =>
    interval(
      estimates[model]?.[kind][channel] ?? 0,
      (replicates[model] ?? []).map((credit) => credit[kind][channel] ?? 0),
      people,
      totals[kind],
    )
  // Of the conversions of its own replicate, as a share of those that were counted could exceed all of them.
  const part = ({ conversions }: Credit, channel: number) => {
    const all = sumOf(conversions)
    return all === 0 ? 0 : (conversions[channel] ?? 0) / all
  }
  const share = (model: number, channel: number): Estimate => {
    const estimate = estimates[model]
    const drawn = (replicates[model] ?? []).map((credit) => part(credit, channel))
    return interval(estimate ? part(estimate, channel) : 0, drawn, people, 1)
  }
  return {
    ...totals,
    people,
    draws: drawn,
    models: models.map((model, at) => ({
      model,
      channels: coded.names.map((channel, code) => ({
        channel,
        conversions: range('conversions', at, code),
        value: range('value', at, code),
        share: share(at, code),
      })),
    })),
  }
}

function codedOf(paths: readonly ChannelPath[] | PathTable | CodedPaths): CodedPaths {
  if (paths instanceof PathTable) return paths.coded()
  return 'codes' in paths ? paths : codePaths(paths)
}

function creditRule(
  coded: CodedPaths,
  model: AttributionModel,
  counted: PathWeights,
  random: Random,
): CreditRule {
  if (model.kind === 'markov') return markovCredit(coded, model.order)
  if (model.kind !== 'shapley') return positionalCredit(coded, model)
  return model.worth === 'rate'
    ? shapleyRateCredit(coded, counted, random)
    : positionalCredit(coded, { kind: 'shapley' })
}

/**
 * Draws people anew: each path's conversions and nulls are cells of one multinomial. What the drawn conversions are worth is a
 * normal sum with the mean and the spread of the path's.
 */
function openDraw({ counted, squares }: CodedPaths, random: Random): () => PathWeights {
  const paths = squares.length
  const cells = new Float64Array(2 * paths)
  cells.set(counted.conversions.map(Math.round))
  cells.set(counted.nulls.map(Math.round), paths)
  const drawn = new Float64Array(2 * paths)
  const means = counted.value.map((value, path) => {
    const conversions = counted.conversions[path] ?? 0
    return conversions > 0 ? value / conversions : 0
  })
  const spreads = squares.map((sum, path) => {
    const conversions = counted.conversions[path] ?? 0
    if (conversions === 0 || Number.isNaN(sum)) return 0
    return Math.sqrt(Math.max(0, sum / conversions - (means[path] as number) ** 2))
  })
  return () => {
    drawMultinomial(random, cells, drawn)
    const conversions = drawn.slice(0, paths)
    const value = conversions.map((times, path) => {
      const spread = spreads[path] as number
      const chance = spread > 0 ? Math.sqrt(times) * spread * normalQuantile(random()) : 0
      return times * (means[path] as number) + chance
    })
    return { conversions, value, nulls: drawn.slice(paths) }
  }
}

function interval(estimate: number, drawn: readonly number[], n: number, total: number): Estimate {
  if (drawn.length < fewestDraws)
    return { estimate, low: Math.min(0, total), high: Math.max(0, total), n, method: 'no interval' }
  const sorted = drawn.toSorted((a, b) => a - b)
  return {
    estimate,
    low: Math.min(estimate, quantileOf(sorted, 0.025)),
    high: Math.max(estimate, quantileOf(sorted, 0.975)),
    n,
    method: `percentile bootstrap, ${drawn.length} draws of people`,
  }
}

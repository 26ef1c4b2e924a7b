import type { Random } from '../random.ts'
import { averageOver, drawOrders, pairsForChange } from './channel-orders.ts'
import { type CodedPaths, type Credit, type CreditRule, type PathWeights, sumOf } from './channel-paths.ts'
import { type ChannelSets, channelSets, type SetSums, sumBySet } from './channel-sets.ts'

/** Up to so many channels every subset is summed; above, orders of channels are drawn. */
const mostExact = 12
/**
 * Shapley values (Shapley 1953) where a set of channels is worth the conversion rate of the people whose path stays within it,
 * scaled so that all conversions are divided. A channel that people with low rates meet can get less than nothing. Exact up to
 * 12 channels; above, by permutation sampling in antithetic pairs (Castro, Gómez and Tejada 2009, "Polynomial calculation of the
 * Shapley value based on sampling") to a standard error below 0.5 % of the whole. `base` are the weights as counted.
 */
export function shapleyRateCredit(coded: CodedPaths, base: PathWeights, random: Random): CreditRule {
  const sets = channelSets(coded)
  const channels = coded.names.length
  const scaled = (values: Credit, weights: PathWeights): Credit => ({
    conversions: scale(values.conversions, sumOf(weights.conversions)),
    value: scale(values.value, sumOf(weights.value)),
  })
  const sums = (weights: PathWeights) => sumBySet(sets, weights)
  if (channels <= mostExact) return (weights) => scaled(exactly(sets, sums(weights), channels), weights)

  const orders = drawOrders(sets, sums(base), channels, random)
  const few = orders.orders.slice(0, 2 * pairsForChange)
  const before = averageOver(sets, sums(base), channels, few)
  return (weights) => {
    if (weights === base) return scaled(orders.mean, weights)
    const after = averageOver(sets, sums(weights), channels, few)
    const changed = (kind: keyof Credit) =>
      orders.mean[kind].map((value, at) => value + (after[kind][at] ?? 0) - (before[kind][at] ?? 0))
    return scaled({ conversions: changed('conversions'), value: changed('value') }, weights)
  }
}

/** Brings the sum to a total; equal parts where there is nothing to go by. */
function scale(values: Float64Array, total: number): Float64Array {
  const sum = sumOf(values)
  return values.map((value) => (sum === 0 ? total / values.length : (value / sum) * total))
}

/** Sums over all subsets of every set of channels, then weighs what each channel adds to each set without it. */
function exactly({ members }: ChannelSets, sums: SetSums, channels: number): Credit {
  const within = (of: Float64Array): Float64Array => {
    const total = new Float64Array(2 ** channels)
    for (const [set, codes] of members.entries()) {
      const mask = codes.reduce((bits, code) => bits | (1 << code), 0)
      total[mask] = (total[mask] as number) + (of[set] as number)
    }
    for (let channel = 0; channel < channels; channel += 1)
      for (let mask = 0; mask < total.length; mask += 1)
        if (mask & (1 << channel))
          total[mask] = (total[mask] as number) + (total[mask ^ (1 << channel)] as number)
    return total
  }
  const people = within(sums.people)
  const weightOfSize = subsetWeights(channels)
  const valuesOf = (of: Float64Array): Float64Array => {
    const worth = within(of).map((sum, mask) => (people[mask] ? sum / (people[mask] as number) : 0))
    const values = new Float64Array(channels)
    for (let mask = 0; mask < worth.length; mask += 1) {
      const weight = weightOfSize[bitsOf(mask)] as number
      for (let channel = 0; channel < channels; channel += 1) {
        if (mask & (1 << channel)) continue
        const added = (worth[mask | (1 << channel)] as number) - (worth[mask] as number)
        values[channel] = (values[channel] as number) + weight * added
      }
    }
    return values
  }
  return { conversions: valuesOf(sums.conversions), value: valuesOf(sums.value) }
}

/** |S|! (n − |S| − 1)! / n! by |S|. */
function subsetWeights(channels: number): number[] {
  const weights = [1 / channels]
  for (let size = 1; size < channels; size += 1)
    weights.push(((weights[size - 1] ?? 0) * size) / (channels - size))
  return weights
}

function bitsOf(mask: number): number {
  let bits = 0
  for (let rest = mask; rest > 0; rest &= rest - 1) bits += 1
  return bits
}

import { type CodedPaths, type CreditRule, sumOf } from './channel-paths.ts'

export type PositionalModel =
  | { kind: 'first' | 'last' | 'linear' | 'timeDecay' | 'position' | 'shapley' }
  /** The last channel that is not the direct one; where all are, that one. */
  | { kind: 'lastNonDirect'; direct: string }

/** Shares of a path's conversions and of its value by position; each sums to 1. */
type Shares = { conversions: ArrayLike<number>; value?: ArrayLike<number> }

/**
 * Models that divide what a path brought among its positions by a fixed rule, whatever the other paths brought. Position gives
 * 40 % to each end and 20 % to what lies between. Shapley (Zhao, Mahboobi and Bagheri 2018, "Shapley value methods for
 * attribution modeling in online advertising"), with conversions of paths within a set of channels as the set's worth, divides
 * equally among a path's distinct channels. Throws a RangeError where time decay lacks its weights.
 */
export function positionalCredit(coded: CodedPaths, model: PositionalModel): CreditRule {
  const { codes, from, names } = coded
  const paths = from.length - 1
  const byConversions = new Float64Array(codes.length)
  // Only time decay spreads value otherwise than conversions.
  const byValue = model.kind === 'timeDecay' ? new Float64Array(codes.length) : byConversions
  for (let path = 0; path < paths; path += 1) {
    const start = from[path] ?? 0
    const walk = codes.subarray(start, from[path + 1])
    const { conversions, value } = sharesOf(coded, path, walk, model)
    byConversions.set(conversions, start)
    if (byValue !== byConversions) byValue.set(value ?? conversions, start)
  }
  return (weights) => {
    const credit = {
      conversions: new Float64Array(names.length),
      value: new Float64Array(names.length),
    }
    for (let path = 0; path < paths; path += 1) {
      const brought = weights.conversions[path] as number
      const worth = weights.value[path] as number
      if (brought === 0 && worth === 0) continue
      const end = from[path + 1] as number
      for (let place = from[path] as number; place < end; place += 1) {
        const channel = codes[place] as number
        credit.conversions[channel] =
          (credit.conversions[channel] as number) + brought * (byConversions[place] as number)
        credit.value[channel] = (credit.value[channel] as number) + worth * (byValue[place] as number)
      }
    }
    return credit
  }
}

function sharesOf(coded: CodedPaths, path: number, walk: Int32Array, model: PositionalModel): Shares {
  const { length } = walk
  const only = (at: number) => ({ conversions: Array.from(walk, (_, place) => (place === at ? 1 : 0)) })
  switch (model.kind) {
    case 'first':
      return only(0)
    case 'last':
      return only(length - 1)
    case 'lastNonDirect': {
      const at = walk.findLastIndex((channel) => coded.names[channel] !== model.direct)
      return only(at < 0 ? length - 1 : at)
    }
    case 'linear':
      return { conversions: Array.from(walk, () => 1 / length) }
    case 'position':
      return { conversions: Array.from(walk, (_, at) => positionShare(at, length)) }
    case 'shapley': {
      const distinct = new Set(walk).size
      return {
        conversions: Array.from(walk, (channel, at) => (walk.indexOf(channel) === at ? 1 / distinct : 0)),
      }
    }
    case 'timeDecay':
      return decayShares(coded, path, length)
  }
}

function positionShare(at: number, length: number): number {
  if (length <= 2) return 1 / length
  return at === 0 || at === length - 1 ? 0.4 : 0.2 / (length - 2)
}

function decayShares({ from, counted, decay }: CodedPaths, path: number, length: number): Shares {
  const [brought, worth] = [counted.conversions[path] ?? 0, counted.value[path] ?? 0]
  if (length === 1 || (brought === 0 && worth === 0))
    return { conversions: Array.from({ length }, () => 1 / length) }
  const places = [from[path] ?? 0, from[path + 1] ?? 0] as const
  const weights = decay?.conversions.subarray(...places)
  if (!decay || !weights || Number.isNaN(weights[0]))
    throw new RangeError('Time decay needs the weights of each position of a path that converts.')
  const conversions = normalised(weights)
  // A value of nothing in sum says nothing of how it is spread.
  return { conversions, value: worth === 0 ? conversions : normalised(decay.value.subarray(...places)) }
}

function normalised(weights: Float64Array): Float64Array {
  const sum = sumOf(weights)
  return weights.map((weight) => weight / sum)
}

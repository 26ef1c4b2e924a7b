/** People with one sequence of channels before the outcome, or without one by the end of the look-back window. */
export type ChannelPath = {
  /** In the order of time, repeats kept. None: nothing was met before the outcome. */
  channels: readonly string[]
  conversions: number
  /** Sum of what the conversions are worth, in the currency of whoever asks. */
  value: number
  /** Sum of the squares of what each conversion is worth: without it, intervals take all of a path's to be worth the same. */
  valueSquares?: number
  /** People with this path and without a conversion. */
  nulls: number
  /**
   * For time decay, position by position: sums over the path's conversions of each one's weights (`decayWeights`), which sum
   * to 1 a conversion; and the same times the conversion's value. So a query may group by sequence and lose nothing.
   */
  decay?: { conversions: readonly number[]; value: readonly number[] }
}

/**
 * Paths with channels as numbers, end to end: those of path p lie from `from[p]` to `from[p + 1]`. What is not known of a path is
 * no number: its squares, and the weights of its places under time decay, which are null where no path has any.
 */
export type CodedPaths = {
  names: readonly string[]
  codes: Int32Array
  from: Int32Array
  counted: PathWeights
  squares: Float64Array
  decay: Credit | null
}

/** How much each path weighs: as counted, or as drawn anew. */
export type PathWeights = { conversions: Float64Array; value: Float64Array; nulls: Float64Array }

/** What each channel gets, in the order of `names`. */
export type Credit = { conversions: Float64Array; value: Float64Array }

/**
 * A model made ready for paths: says what channels get whatever the paths weigh. Where it has to approach a solution, it does
 * so up to the tolerance, a part of the largest number in it.
 */
export type CreditRule = (weights: PathWeights, tolerance?: number) => Credit

/** The channel of people who met none before the outcome, so that their conversions are not lost. */
export const noChannel = '(none)'

export const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)

/**
 * What the touches of one conversion weigh under time decay, summing to 1: half as much for each half-life before it. Days are
 * counted back from the conversion; exact also where all lie years back.
 */
export function decayWeights(daysBefore: readonly number[], halfLifeDays = 7): number[] {
  const nearest = Math.min(...daysBefore)
  const weights = daysBefore.map((days) => 2 ** ((nearest - days) / halfLifeDays))
  const sum = weights.reduce((all, weight) => all + weight, 0)
  return weights.map((weight) => weight / sum)
}

import { type CodedPaths, type CreditRule, type PathWeights, sumOf } from './channel-paths.ts'
import { buildChain, type MarkovChain, type WeightedChain, weighChain } from './markov-chain.ts'

/** Sweeps end when all moves together are not above the tolerance, as part of the whole; and after so many in any case. */
const tightly = 1e-14
const mostSweeps = 20_000

/**
 * Removal effects of a Markov chain (Anderl, Becker, von Wangenheim and Schumann 2016, "Mapping the customer journey"): the
 * state is the last `order` channels; a removed channel loses everyone who comes to a state that holds it; its effect is the
 * share of conversions (of value) that is lost, and what there is is divided by effect. Solved exactly, for the expected visits to
 * each state, by Gauss-Seidel on the sparse chain, each channel from the solution with all of them. At an order not below the
 * longest path the effect is the share of conversions whose path has the channel.
 */
export function markovCredit(coded: CodedPaths, order: number): CreditRule {
  const chain = buildChain(coded, order)
  return (weights, tolerance = tightly) => {
    const { conversions, value } = effectsOf(chain, weighChain(chain, weights), tolerance)
    return divide(conversions, value, weights)
  }
}

export type RemovalEffects = {
  /** The chance of a conversion from the beginning. */
  base: number
  /** What share of conversions and of value the removal of each channel takes, 0 to 1 (value beyond, if some is negative). */
  conversions: Float64Array
  value: Float64Array
}

/** The removal effects themselves, in the order of the channels' names. */
export function removalEffects(coded: CodedPaths, order: number, weights: PathWeights): RemovalEffects {
  const chain = buildChain(coded, order)
  return effectsOf(chain, weighChain(chain, weights), tightly)
}

function effectsOf(chain: MarkovChain, weighted: WeightedChain, tolerance: number): RemovalEffects {
  const { states, holding } = chain
  const { converts, worth } = weighted
  const removed = new Uint8Array(states)
  const visits = new Float64Array(states)
  solveVisits(chain, weighted.link, removed, visits, tolerance)
  const [base, baseValue] = [dot(visits, converts), dot(visits, worth)]
  const effects = { conversions: new Float64Array(holding.length), value: new Float64Array(holding.length) }
  const rest = new Float64Array(states)
  for (const [channel, held] of holding.entries()) {
    rest.set(visits)
    for (const state of held) {
      removed[state] = 1
      rest[state] = 0
    }
    solveVisits(chain, weighted.link, removed, rest, tolerance)
    for (const state of held) removed[state] = 0
    effects.conversions[channel] = lost(base, dot(rest, converts))
    effects.value[channel] = lost(baseValue, dot(rest, worth))
  }
  return { base, ...effects }
}

/** Which part of the whole is not there any more; rounding far below what counts is nothing. */
function lost(whole: number, rest: number): number {
  const part = whole === 0 ? 0 : 1 - rest / whole
  return Math.abs(part) < 1e-12 ? 0 : part
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at += 1) sum += (a[at] as number) * (b[at] as number)
  return sum
}

/** Solves for how often each state is visited on average, in place, from what is there; removed states stay as they are. */
function solveVisits(
  { states, linkFrom, linkSource }: MarkovChain,
  link: Float64Array,
  removed: Uint8Array,
  visits: Float64Array,
  tolerance: number,
): void {
  for (let sweep = 0; sweep < mostSweeps; sweep += 1) {
    let moved = 0
    let all = 0
    for (let state = 0; state < states; state += 1) {
      if (removed[state] === 1) continue
      let sum = state === 0 ? 1 : 0
      let leaves = 1
      const end = linkFrom[state + 1] as number
      for (let at = linkFrom[state] as number; at < end; at += 1) {
        const source = linkSource[at] as number
        if (source === state) leaves -= link[at] as number
        else sum += (link[at] as number) * (visits[source] as number)
      }
      // Rounding can leave a hair where everybody stays: nobody stays for ever, since every path ends.
      const next = leaves > 1e-15 ? sum / leaves : 0
      moved += Math.abs(next - (visits[state] as number))
      all += next
      visits[state] = next
    }
    if (moved <= tolerance * all) return
  }
}

/** Divides what there is by effect. Value goes by conversions where refunds leave channels that take value away. */
function divide(byConversions: Float64Array, byValue: Float64Array, weights: PathWeights) {
  const effect = sumOf(byConversions)
  const valueEffect = sumOf(byValue)
  const shares = byConversions.map((part) => (effect > 0 ? part / effect : 0))
  const isProper = valueEffect > 0 && byValue.every((part) => part >= 0)
  const valueShares = isProper ? byValue.map((part) => part / valueEffect) : shares
  const [conversions, value] = [sumOf(weights.conversions), sumOf(weights.value)]
  return {
    conversions: shares.map((share) => share * conversions),
    value: valueShares.map((share) => share * value),
  }
}

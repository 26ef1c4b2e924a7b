import type { JourneyVariant } from '../conformance/alignment.ts'

/** One step: in how many journeys, how many times in all, and how many journeys begin and end with it. */
export type StepCount = { step: string; journeys: number; times: number; begins: number; ends: number }
/** One step directly after another. `from` = `to` is a loop of one step. */
export type PairCount = { from: string; to: string; journeys: number; times: number }

export type ProcessGraph = {
  journeys: number
  events: number
  steps: StepCount[]
  pairs: PairCount[]
  /** Steps that directly follow themselves. */
  selfLoops: PairCount[]
  /** Back and forth: `from`, `to`, `from` again, counted where it begins. */
  returns: PairCount[]
}

/**
 * The directly-follows graph (van der Aalst 2016, *Process Mining*, 2nd edition) of journeys counted by variant. Exact counts;
 * everything is sorted by times, most first, then by name.
 */
export function processGraph(variants: readonly JourneyVariant[]): ProcessGraph {
  const steps = new Map<string, StepCount>()
  const pairs = createPairs()
  const returns = createPairs()
  let [journeys, events] = [0, 0]
  for (const { steps: walk, count } of variants) {
    journeys += count
    events += count * walk.length
    const here = new Set<string>()
    for (const [at, step] of walk.entries()) {
      const known = steps.get(step) ?? { step, journeys: 0, times: 0, begins: 0, ends: 0 }
      steps.set(step, known)
      known.times += count
      if (!here.has(step)) known.journeys += count
      here.add(step)
      if (at === 0) known.begins += count
      if (at === walk.length - 1) known.ends += count
    }
    pairs.count(
      walk.slice(1).map((to, at): Pair => [walk[at] ?? '', to]),
      count,
    )
    returns.count(
      walk.slice(2).flatMap((third, at): Pair[] => {
        const [first = '', second = ''] = [walk[at], walk[at + 1]]
        return first === third && first !== second ? [[first, second]] : []
      }),
      count,
    )
  }
  const all = pairs.sorted()
  return {
    journeys,
    events,
    steps: [...steps.values()].sort((a, b) => b.times - a.times || order(a.step, b.step)),
    pairs: all,
    selfLoops: all.filter(({ from, to }) => from === to),
    returns: returns.sorted(),
  }
}

/**
 * How often a walk passes from one group of steps to another, as from channel to channel: the pairs of the graph of groups that
 * are no loops. Steps of no group (null) are left out as if they were not there.
 */
export function switchesBetween(
  variants: readonly JourneyVariant[],
  groupOf: (step: string) => string | null,
): PairCount[] {
  const walks = variants.map(({ steps, count }) => ({
    steps: steps.map(groupOf).filter((group) => group !== null),
    count,
  }))
  return processGraph(walks).pairs.filter(({ from, to }) => from !== to)
}

/**
 * The pairs to draw when a slider asks for a share of them, 0 to 1: the most frequent ones that make up that share of all
 * times, and of every step its most frequent pair in and out, so that no step stands alone.
 */
export function frequentPairs(graph: ProcessGraph, share: number): PairCount[] {
  const all = graph.pairs.reduce((sum, { times }) => sum + times, 0)
  const [hasIn, hasOut] = [new Set<string>(), new Set<string>()]
  let covered = 0
  return graph.pairs.filter(({ from, to, times }) => {
    const isWanted = covered < share * all
    covered += times
    const isFirst = from !== to && (!hasIn.has(to) || !hasOut.has(from))
    if (from !== to) {
      hasIn.add(to)
      hasOut.add(from)
    }
    return isWanted || isFirst
  })
}

type Pair = readonly [from: string, to: string]
const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function createPairs() {
  const counts = new Map<string, Map<string, PairCount>>()
  const pairAt = ([from, to]: Pair): PairCount => {
    const after = counts.get(from) ?? new Map<string, PairCount>()
    counts.set(from, after)
    const known = after.get(to) ?? { from, to, journeys: 0, times: 0 }
    after.set(to, known)
    return known
  }
  return {
    /** Takes the pairs of one walk that so many journeys made. */
    count(walked: readonly Pair[], journeys: number): void {
      const found = walked.map(pairAt)
      for (const pair of found) pair.times += journeys
      for (const pair of new Set(found)) pair.journeys += journeys
    },
    sorted: (): PairCount[] =>
      [...counts.values()]
        .flatMap((after) => [...after.values()])
        .sort((a, b) => b.times - a.times || order(a.from, b.from) || order(a.to, b.to)),
  }
}

import {
  type AlignmentMove,
  type EncodedVariant,
  encodeVariants,
  type FoundAlignment,
  type JourneyVariant,
  prefixNodes,
} from './alignment.ts'
import { alignBestFirst } from './best-first.ts'
import { type Deviation, deviationsOf } from './deviations.ts'
import { alignGreedily, alignNothing } from './greedy.ts'
import type { PetriNet } from './journey-model.ts'
import { markingLimit, openMarkings } from './markings.ts'
import { alignSorted } from './prefix-tree.ts'
import { lazySpace, type SearchSpace, wholeSpace } from './search-space.ts'
import { exploreAll, type StateGraph, unreachable } from './state-graph.ts'

/** One variant beside the model. Costs count steps that were skipped or added; where exact, `leastCost` equals `cost`. */
export type AlignedVariant = {
  /** Its place among the variants given. */
  index: number
  count: number
  cost: number
  leastCost: number
  /** What matching nothing would cost: its length and that of the shortest way through the model. */
  worstCost: number
  /** 1 − cost / worstCost, 0 to 1; 1 where both are 0. The truth lies between the two. */
  fitness: number
  fitnessAtMost: number
  moves: readonly AlignmentMove[]
  deviations: readonly Deviation[]
}

export type AlignOptions = {
  /** Above so many steps of work (nodes of the prefix tree × moves of the net) each variant is searched by itself. */
  workLimit?: number
  /** Such a search gives up after so many nodes and reports a range. */
  maxNodes?: number
  markingLimit?: number
  /** Asked between variants; from the first yes on the remaining ones get a range, found without search. */
  isStopped?: () => boolean
}

/** How a run went: by which method, over how many states and markings, and whether there were more than could be held. */
export type AlignmentRun = {
  method: 'prefix tree' | 'best first'
  states: number
  isLimited: boolean
  /** Steps of the shortest way through the model. */
  shortest: number
}

/** Measured at 2.5 ns each, against some milliseconds for a search: above this the tree takes longer than half a minute. */
const usualWorkLimit = 8e9
/** One variant by itself may use up so much of the limit of markings: there can be very many variants. */
const shareOfSearch = 0.2
/** The rows of the prefix tree may take so many bytes. */
const rowBytes = 128 * 2 ** 20

/**
 * Aligns variants with a net (Adriansyah, van Dongen and van der Aalst 2011, "Conformance checking using cost-based fitness
 * analysis"): cost 1 for a step skipped or added, 0 for a match or a silent move. Yields each variant as it is done, in an
 * order of its own, so that whoever takes them can report progress, pause or leave; returns how the run went.
 *
 * Exact while the net has no more than `markingLimit` markings and, above `workLimit`, while no search is given up; costs are a
 * range otherwise. Throws a RangeError where no way leads through the net.
 */
export function* align(
  net: PetriNet,
  variants: readonly JourneyVariant[],
  options: AlignOptions = {},
): Generator<AlignedVariant, AlignmentRun> {
  const limit = options.markingLimit ?? markingLimit
  const markings = openMarkings(net, limit)
  const graph = exploreAll(markings)
  const shortest = shortestWayThrough(net, graph, limit)
  const sorted = encodeVariants(variants, markings.labels)
  const usesTree = graph !== null && isTreeAffordable(graph, sorted, options.workLimit ?? usualWorkLimit)
  const found = usesTree
    ? alignByTree(graph, sorted, options)
    : alignOneByOne(net, graph, sorted, shortest, options)
  for (const { variant, found: alignment } of found)
    yield present(variant, variants[variant.index]?.count ?? 0, alignment, shortest.length)
  return {
    method: usesTree ? 'prefix tree' : 'best first',
    states: markings.states(),
    isLimited: graph === null,
    shortest: shortest.length,
  }
}

type Alignments = Generator<{ variant: EncodedVariant; found: FoundAlignment }, void>

function isTreeAffordable(graph: StateGraph, sorted: readonly EncodedVariant[], workLimit: number): boolean {
  const longest = sorted.reduce((most, { codes }) => Math.max(most, codes.length), 0)
  const work = prefixNodes(sorted) * (graph.source.length + graph.states)
  return work <= workLimit && (longest + 1) * graph.states * 4 <= rowBytes
}

function* alignByTree(
  graph: StateGraph,
  sorted: readonly EncodedVariant[],
  { isStopped }: AlignOptions,
): Alignments {
  let done = 0
  for (const aligned of alignSorted(graph, sorted)) {
    yield aligned
    done += 1
    if (isStopped?.()) break
  }
  const space = wholeSpace(graph)
  for (const variant of sorted.slice(done)) {
    const found = alignGreedily(space, variant)
    if (found) yield { variant, found }
  }
}

function* alignOneByOne(
  net: PetriNet,
  graph: StateGraph | null,
  sorted: readonly EncodedVariant[],
  shortest: readonly string[],
  { isStopped, maxNodes = 200_000, markingLimit: limit = markingLimit }: AlignOptions,
): Alignments {
  const known = graph ? wholeSpace(graph) : null
  let space: SearchSpace | null = known
  let stopped = false
  for (const variant of sorted) {
    // What one variant led to is of little use to the next once it has used the limit up.
    if (space === null || space.isLimited()) space = lazySpace(openMarkings(net, limit * shareOfSearch))
    const nothing = alignNothing(variant, shortest)
    const greedy = alignGreedily(space, variant)
    const without = greedy && greedy.cost < nothing.cost ? greedy : nothing
    const found = stopped ? without : alignBestFirst(space, variant, maxNodes, without)
    yield { variant, found }
    stopped ||= isStopped?.() ?? false
  }
}

function shortestWayThrough(net: PetriNet, graph: StateGraph | null, limit: number): readonly string[] {
  if (net.shortest) return net.shortest
  if (graph?.toEnd[0] === unreachable) throw new RangeError('No way leads through this net to its end.')
  const nothing = { index: 0, codes: new Int32Array(), steps: [] }
  const space = graph ? wholeSpace(graph) : lazySpace(openMarkings(net, limit))
  const some = alignGreedily(space, nothing)
  if (!some)
    throw new RangeError('No way through this net to its end was found within the limit of markings.')
  return alignBestFirst(space, nothing, limit, some).moves.map(({ step }) => step)
}

function present(
  variant: EncodedVariant,
  count: number,
  { moves, cost, leastCost }: FoundAlignment,
  shortest: number,
): AlignedVariant {
  const worstCost = variant.codes.length + shortest
  const fitnessAt = (paid: number) => (worstCost === 0 ? 1 : 1 - paid / worstCost)
  return {
    index: variant.index,
    count,
    cost,
    leastCost,
    worstCost,
    fitness: fitnessAt(cost),
    fitnessAtMost: fitnessAt(leastCost),
    moves,
    deviations: deviationsOf(moves),
  }
}

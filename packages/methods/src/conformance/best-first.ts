import type { AlignmentMove, EncodedVariant, FoundAlignment } from './alignment.ts'
import { cannotMatch } from './alignment.ts'
import type { SearchSpace } from './search-space.ts'

const kinds = ['match', 'added', 'skipped'] as const
/** Nodes of the search, a number each; `label` is that of a skipped step. */
type Nodes = Record<'taken' | 'state' | 'cost' | 'parent' | 'kind' | 'label', number[]>

/**
 * An optimal alignment of one variant by A* (Hart, Nilsson and Raphael 1968; for alignments Adriansyah and others 2011). What
 * still has to be paid is at least the larger of the model's shortest rest less the events that could match in it, and the
 * number of events that cannot come any more; both are consistent, so that no node is opened twice.
 *
 * `known` is an alignment found without search: ways that cannot be cheaper are not followed. After `maxNodes` nodes the search
 * gives up: it returns the known one, and the least that any can cost.
 */
export function alignBestFirst(
  space: SearchSpace,
  variant: EncodedVariant,
  maxNodes: number,
  known: FoundAlignment,
): FoundAlignment {
  const { codes } = variant
  const rest = createRest(space, codes)
  const nodes: Nodes = { taken: [], state: [], cost: [], parent: [], kind: [], label: [] }
  const cheapest = new Map<number, number>()
  // Costs are small whole numbers: nodes wait in one stack for each estimate, the newest of the cheapest goes first.
  const waiting: number[][] = []
  let least = 0
  const keyOf = (taken: number, state: number) => state * (codes.length + 1) + taken
  const add = (taken: number, state: number, cost: number, parent: number, kind: number, label: number) => {
    const estimate = Math.max(least, cost + rest(taken, state))
    const key = keyOf(taken, state)
    if (estimate >= known.cost || cost >= (cheapest.get(key) ?? Infinity)) return
    cheapest.set(key, cost)
    waiting[estimate] ??= []
    waiting[estimate].push(nodes.taken.push(taken) - 1)
    nodes.state.push(state)
    nodes.cost.push(cost)
    nodes.parent.push(parent)
    nodes.kind.push(kind)
    nodes.label.push(label)
  }
  const expand = (node: number, taken: number, state: number, cost: number) => {
    const moves = space.movesOf(state)
    for (let place = moves.length - 2; place >= 0; place -= 2)
      add(taken, moves[place + 1] as number, cost + 1, node, 2, moves[place] as number)
    if (taken === codes.length) return
    add(taken + 1, state, cost + 1, node, 1, 0)
    for (let place = moves.length - 2; place >= 0; place -= 2)
      if (moves[place] === codes[taken]) add(taken + 1, moves[place + 1] as number, cost, node, 0, 0)
  }
  add(0, 0, 0, -1, 0, 0)
  while (nodes.taken.length <= maxNodes) {
    while (least < waiting.length && !waiting[least]?.length) least += 1
    const node = waiting[least]?.pop()
    if (node === undefined) {
      // Nothing is left that could be cheaper.
      return space.isLimited() ? known : { ...known, leastCost: known.cost }
    }
    const [taken, state, cost] = [nodes.taken[node] ?? 0, nodes.state[node] ?? 0, nodes.cost[node] ?? 0]
    if (cost > (cheapest.get(keyOf(taken, state)) ?? Infinity)) continue
    if (taken === codes.length && space.endsAt(state)) {
      // Where markings were left out, a cheaper way may lead through them.
      const leastCost = space.isLimited() ? Math.min(cost, cannotMatch(codes)) : cost
      return { moves: movesTo(space, variant, nodes, node), cost, leastCost }
    }
    expand(node, taken, state, cost)
  }
  return space.isLimited() ? known : { ...known, leastCost: Math.min(known.cost, least) }
}

function movesTo(space: SearchSpace, { steps }: EncodedVariant, nodes: Nodes, last: number): AlignmentMove[] {
  const moves: AlignmentMove[] = []
  for (let node = last; (nodes.parent[node] ?? -1) >= 0; node = nodes.parent[node] ?? -1) {
    const kind = kinds[nodes.kind[node] ?? 0] ?? 'match'
    const taken = nodes.taken[node] ?? 0
    const move =
      kind === 'skipped'
        ? { kind, step: space.labels[nodes.label[node] ?? 0] ?? '', at: taken }
        : { kind, step: steps[taken - 1] ?? '', at: taken - 1 }
    moves.push(move)
  }
  return moves.reverse()
}

/** The least that has to be paid after so many events from a state; counts of events are kept by class of labels ahead. */
function createRest(space: SearchSpace, codes: Int32Array): (taken: number, state: number) => number {
  const stillPossible = new Map<number, Int32Array>()
  const possibleFrom = (aheadClass: number): Int32Array => {
    const known = stillPossible.get(aheadClass)
    if (known) return known
    const counts = new Int32Array(codes.length + 1)
    for (let place = codes.length - 1; place >= 0; place -= 1)
      counts[place] = (counts[place + 1] ?? 0) + (space.isAhead(aheadClass, codes[place] ?? -1) ? 1 : 0)
    stillPossible.set(aheadClass, counts)
    return counts
  }
  return (taken, state) => {
    const possible = possibleFrom(space.aheadOf(state))[taken] ?? 0
    return Math.max(space.leastToEnd(state) - possible, codes.length - taken - possible)
  }
}

import type { AlignmentMove, EncodedVariant, FoundAlignment } from './alignment.ts'
import { sharedPrefix } from './alignment.ts'
import { type StateGraph, unreachable } from './state-graph.ts'

/**
 * Optimal alignments of many variants at once. Each node of their prefix tree keeps the cheapest cost of standing at each
 * state after those events; a variant costs what the cheapest state of its last node with the end in reach costs. Exact. The
 * variants have to be sorted, and the tree is walked in that order, so that only the nodes of one variant are held. Work:
 * nodes times moves of the graph. Memory: (longest variant + 1) × states × 4 bytes.
 */
export function* alignSorted(
  graph: StateGraph,
  sorted: readonly EncodedVariant[],
): Generator<{ variant: EncodedVariant; found: FoundAlignment }, void> {
  const longest = sorted.reduce((most, { codes }) => Math.max(most, codes.length), 0)
  const rows = new Int32Array((longest + 1) * graph.states)
  firstRow(graph, rows)
  let before: EncodedVariant | undefined
  for (const variant of sorted) {
    const shared = before ? sharedPrefix(before.codes, variant.codes) : 0
    for (let depth = shared; depth < variant.codes.length; depth += 1)
      nextRow(graph, rows, depth, variant.codes[depth] ?? -1)
    before = variant
    yield { variant, found: walkBack(graph, rows, variant) }
  }
}

function firstRow(graph: StateGraph, rows: Int32Array): void {
  rows.fill(unreachable, 0, graph.states)
  rows[0] = 0
  skipAhead(graph, rows, 0, 0)
}

/** The costs after one more event: it was added, or it matches a move; then steps may be skipped. */
function nextRow(graph: StateGraph, rows: Int32Array, depth: number, code: number): void {
  const { states, source, target, labelled, labelledFrom } = graph
  const here = depth * states
  const next = here + states
  for (let state = 0; state < states; state += 1) rows[next + state] = (rows[here + state] as number) + 1
  if (code < 0) return
  let first = states
  for (let index = labelledFrom[code] as number; index < (labelledFrom[code + 1] as number); index += 1) {
    const move = labelled[index] as number
    const to = target[move] as number
    const cost = rows[here + (source[move] as number)] as number
    if (cost >= (rows[next + to] as number)) continue
    rows[next + to] = cost
    if (to < first) first = to
  }
  if (first < states) skipAhead(graph, rows, next, first)
}

/** Carries costs along skipped steps, from state `first` on. Only moves that lead back ask for another pass. */
function skipAhead(graph: StateGraph, rows: Int32Array, row: number, first: number): void {
  const { states, aheadSource, aheadFrom, backMoves, source, target } = graph
  for (let again = first; again < states; ) {
    let at = aheadFrom[again] as number
    for (let state = again; state < states; state += 1) {
      const end = aheadFrom[state + 1] as number
      let cost = rows[row + state] as number
      for (; at < end; at += 1) {
        const skipped = (rows[row + (aheadSource[at] as number)] as number) + 1
        cost = Math.min(cost, skipped)
      }
      rows[row + state] = cost
    }
    again = states
    for (const move of backMoves) {
      const to = target[move] as number
      const cost = (rows[row + (source[move] as number)] as number) + 1
      if (cost >= (rows[row + to] as number)) continue
      rows[row + to] = cost
      if (to < again) again = to
    }
  }
}

/** Reads the moves of a cheapest way from the end back; among equally cheap ones match, then added, then skipped. */
function walkBack(graph: StateGraph, rows: Int32Array, variant: EncodedVariant): FoundAlignment {
  const { states } = graph
  const moves: AlignmentMove[] = []
  let depth = variant.codes.length
  let state = cheapestEnd(graph, rows, depth * states)
  const cost = rows[depth * states + state] as number
  while (depth > 0 || state > 0) {
    const here = rows[depth * states + state] as number
    const event = variant.steps[depth - 1]
    const matched = event === undefined ? -1 : arrivingBy(graph, rows, state, depth, variant.codes, here)
    if (event !== undefined && matched >= 0) {
      moves.push({ kind: 'match', step: event, at: depth - 1 })
      state = matched
      depth -= 1
    } else if (event !== undefined && rows[(depth - 1) * states + state] === here - 1) {
      moves.push({ kind: 'added', step: event, at: depth - 1 })
      depth -= 1
    } else {
      const move = skippedMove(graph, rows, depth * states, state)
      moves.push({ kind: 'skipped', step: graph.labels[graph.label[move] as number] as string, at: depth })
      state = graph.source[move] as number
    }
  }
  return { moves: moves.reverse(), cost, leastCost: cost }
}

function cheapestEnd(graph: StateGraph, rows: Int32Array, row: number): number {
  let best = -1
  for (let state = 0; state < graph.states; state += 1) {
    if (!graph.ends[state]) continue
    if (best < 0 || (rows[row + state] as number) < (rows[row + best] as number)) best = state
  }
  return best
}

/** The state from which the event before `depth` led here by a match without cost, −1 where none. */
function arrivingBy(
  graph: StateGraph,
  rows: Int32Array,
  state: number,
  depth: number,
  codes: Int32Array,
  cost: number,
): number {
  const before = (depth - 1) * graph.states
  const end = graph.arrivingFrom[state + 1] as number
  for (let index = graph.arrivingFrom[state] as number; index < end; index += 1) {
    const move = graph.arriving[index] as number
    if (graph.label[move] !== codes[depth - 1]) continue
    const from = graph.source[move] as number
    if (rows[before + from] === cost) return from
  }
  return -1
}

function skippedMove(graph: StateGraph, rows: Int32Array, row: number, state: number): number {
  const end = graph.arrivingFrom[state + 1] as number
  const wanted = (rows[row + state] as number) - 1
  for (let index = graph.arrivingFrom[state] as number; index < end; index += 1) {
    const move = graph.arriving[index] as number
    if (rows[row + (graph.source[move] as number)] === wanted) return move
  }
  throw new RangeError('The costs of this graph lead back to no beginning.')
}

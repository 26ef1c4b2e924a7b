import { type AlignmentMove, cannotMatch, type EncodedVariant, type FoundAlignment } from './alignment.ts'
import type { SearchSpace } from './search-space.ts'

/** Without distances the way to the end is looked for among so many states. */
const mostLookedAt = 2_000

/** The alignment that matches nothing: every event added, a shortest way through skipped. Never better than any other. */
export function alignNothing(variant: EncodedVariant, shortest: readonly string[]): FoundAlignment {
  const added = variant.steps.map((step, at): AlignmentMove => ({ kind: 'added', step, at }))
  const at = variant.steps.length
  const skipped = shortest.map((step): AlignmentMove => ({ kind: 'skipped', step, at }))
  return {
    moves: [...added, ...skipped],
    cost: added.length + skipped.length,
    leastCost: cannotMatch(variant.codes),
  }
}

/**
 * An alignment that is found without search: an event matches where it can at once or, in a net that is wholly known, after one
 * skipped step, and is added otherwise; then the rest of the way is skipped. What it costs bounds the optimum from above. Null
 * where no way to the end was seen.
 */
export function alignGreedily(space: SearchSpace, variant: EncodedVariant): FoundAlignment | null {
  const moves: AlignmentMove[] = []
  let state = 0
  const skip = ([label, target]: Move, at: number) => {
    moves.push({ kind: 'skipped', step: space.labels[label] ?? '', at })
    state = target
  }
  for (const [at, step] of variant.steps.entries()) {
    const code = variant.codes[at] ?? -1
    const before =
      space.isWhole && code >= 0 && targetOf(space, state, code) < 0 ? skipTo(space, state, code) : null
    if (before) skip(before, at)
    const target = code < 0 ? -1 : targetOf(space, state, code)
    moves.push({ kind: target < 0 ? 'added' : 'match', step, at })
    if (target >= 0) state = target
  }
  const rest = space.isWhole ? shortestRest(space, state) : anyRest(space, state)
  if (!rest) return null
  for (const move of rest) skip(move, variant.steps.length)
  const cost = moves.filter(({ kind }) => kind !== 'match').length
  return { moves, cost, leastCost: cannotMatch(variant.codes) }
}

type Move = readonly [label: number, target: number]

function movesOf(space: SearchSpace, state: number): Move[] {
  const flat = space.movesOf(state)
  return Array.from({ length: flat.length / 2 }, (_, at): Move => [flat[2 * at] ?? 0, flat[2 * at + 1] ?? 0])
}

/** Where a label leads from a state, −1 for nowhere. */
function targetOf(space: SearchSpace, state: number, code: number): number {
  const moves = space.movesOf(state)
  for (let place = 0; place < moves.length; place += 2)
    if (moves[place] === code) return moves[place + 1] ?? -1
  return -1
}

const skipTo = (space: SearchSpace, state: number, code: number): Move | null =>
  movesOf(space, state).find(([, target]) => targetOf(space, target, code) >= 0) ?? null

function shortestRest(space: SearchSpace, from: number): Move[] | null {
  const rest: Move[] = []
  for (let state = from; !space.endsAt(state); ) {
    const closer = movesOf(space, state).find(
      ([, target]) => space.leastToEnd(target) < space.leastToEnd(state),
    )
    if (!closer) return null
    rest.push(closer)
    state = closer[1]
  }
  return rest
}

/** Some way to the end, the first that a depth-first walk finds. */
function anyRest(space: SearchSpace, from: number): Move[] | null {
  const visited = new Set([from])
  const way: { move: Move | null; state: number; left: Move[] }[] = [
    { move: null, state: from, left: movesOf(space, from) },
  ]
  for (let top = way.at(-1); top; top = way.at(-1)) {
    if (space.endsAt(top.state)) return way.flatMap(({ move }) => (move ? [move] : []))
    const next = top.left.shift()
    if (!next) way.pop()
    else if (!visited.has(next[1]) && visited.size < mostLookedAt) {
      visited.add(next[1])
      way.push({ move: next, state: next[1], left: movesOf(space, next[1]) })
    }
  }
  return null
}

import type { Markings } from './markings.ts'

/** Higher than every cost that occurs. */
export const unreachable = 2 ** 30

/**
 * All states of a net with the visible moves between them, numbered so that moves lead upwards wherever no loop forbids it
 * (then one pass over the moves carries costs from the beginning to the end). State 0 is the beginning.
 */
export type StateGraph = {
  labels: readonly string[]
  states: number
  /** Moves by ascending source: source, target, label. */
  source: Int32Array
  target: Int32Array
  label: Int32Array
  /** Where the moves of a state begin in these; one more entry than there are states. */
  movesFrom: Int32Array
  /** Moves by target, as places in the arrays above. */
  arriving: Int32Array
  arrivingFrom: Int32Array
  /** Moves by label, as places in the arrays above. */
  labelled: Int32Array
  labelledFrom: Int32Array
  /** Sources of the moves that lead upwards, by target; and the moves that do not, as places in the arrays above. */
  aheadSource: Int32Array
  aheadFrom: Int32Array
  backMoves: Int32Array
  ends: Uint8Array
  /** Fewest visible moves to the end. */
  toEnd: Int32Array
}

/** Visits every marking. Null where there are more than the limit lets in: then only a lazy search can help. */
export function exploreAll(markings: Markings): StateGraph | null {
  for (let state = 0; state < markings.states(); state += 1) {
    markings.movesOf(state)
    if (markings.isLimited()) return null
  }
  const order = fromStartToEnd(markings)
  const numberOf = new Int32Array(order.length)
  for (const [number, state] of order.entries()) numberOf[state] = number
  const moves = order.flatMap((state, number) =>
    pairsOf(markings.movesOf(state)).map(([label, target]) => ({
      source: number,
      target: numberOf[target] ?? 0,
      label,
    })),
  )
  const source = Int32Array.from(moves, (move) => move.source)
  const target = Int32Array.from(moves, (move) => move.target)
  const label = Int32Array.from(moves, (move) => move.label)
  const arriving = grouped(target, order.length)
  const labelled = grouped(label, markings.labels.length)
  const ahead = moves.filter((move) => move.source < move.target)
  const aheadOf = grouped(
    Int32Array.from(ahead, (move) => move.target),
    order.length,
  )
  const ends = Uint8Array.from(order, (state) => (markings.endsAt(state) ? 1 : 0))
  return {
    labels: markings.labels,
    states: order.length,
    source,
    target,
    label,
    movesFrom: grouped(source, order.length).from,
    arriving: arriving.members,
    arrivingFrom: arriving.from,
    labelled: labelled.members,
    labelledFrom: labelled.from,
    aheadSource: aheadOf.members.map((place) => ahead[place]?.source ?? 0),
    aheadFrom: aheadOf.from,
    backMoves: Int32Array.from(
      [...moves.keys()].filter((place) => (source[place] ?? 0) >= (target[place] ?? 0)),
    ),
    ends,
    toEnd: leastToEnd(ends, source, arriving),
  }
}

const pairsOf = (moves: readonly number[]): [number, number][] =>
  Array.from({ length: moves.length / 2 }, (_, index) => [moves[2 * index] ?? 0, moves[2 * index + 1] ?? 0])

/** Reverse postorder of a depth-first walk, without recursion: a long map would otherwise exhaust the stack. */
function fromStartToEnd(markings: Markings): number[] {
  const visited = new Uint8Array(markings.states())
  const finished: number[] = []
  const open = [{ state: 0, next: 1 }]
  visited[0] = 1
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const child = markings.movesOf(top.state)[top.next]
    top.next += 2
    if (child === undefined) {
      finished.push(top.state)
      open.pop()
    } else if (!visited[child]) {
      visited[child] = 1
      open.push({ state: child, next: 1 })
    }
  }
  return finished.reverse()
}

type Groups = { members: Int32Array; from: Int32Array }

/** Places of `keys` by key, in order of place within a key. */
function grouped(keys: Int32Array, groups: number): Groups {
  const from = new Int32Array(groups + 1)
  for (const key of keys) from[key + 1] = (from[key + 1] ?? 0) + 1
  for (let group = 0; group < groups; group += 1)
    from[group + 1] = (from[group + 1] ?? 0) + (from[group] ?? 0)
  const next = from.slice()
  const members = new Int32Array(keys.length)
  for (const [place, key] of keys.entries()) {
    members[next[key] ?? 0] = place
    next[key] = (next[key] ?? 0) + 1
  }
  return { members, from }
}

function leastToEnd(ends: Uint8Array, source: Int32Array, arriving: Groups): Int32Array {
  const distance = new Int32Array(ends.length).fill(unreachable)
  const queue: number[] = []
  for (const [state, isEnd] of ends.entries()) if (isEnd) queue.push(state)
  for (const state of queue) distance[state] = 0
  for (let head = 0; head < queue.length; head += 1) {
    const state = queue[head] ?? 0
    for (let index = arriving.from[state] ?? 0; index < (arriving.from[state + 1] ?? 0); index += 1) {
      const before = source[arriving.members[index] ?? 0] ?? 0
      if (distance[before] !== unreachable) continue
      distance[before] = (distance[state] ?? 0) + 1
      queue.push(before)
    }
  }
  return distance
}

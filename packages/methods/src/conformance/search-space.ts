import type { Markings } from './markings.ts'
import type { StateGraph } from './state-graph.ts'

/** What a search for one alignment has to know of a net; lazily known nets know less of what lies ahead. */
export type SearchSpace = {
  labels: readonly string[]
  /** Whether all states are known beforehand, with what lies ahead of them. */
  isWhole: boolean
  /** Visible moves of a state in turn: label, state, label, state … */
  movesOf(state: number): readonly number[]
  endsAt(state: number): boolean
  /** At least so many visible moves lie before the end. */
  leastToEnd(state: number): number
  /** States of one class may see the same labels ahead. */
  aheadOf(state: number): number
  isAhead(aheadClass: number, label: number): boolean
  /** Whether states were left out because of the limit. */
  isLimited(): boolean
}

/** A net of which nothing is known before it is asked for. */
export const lazySpace = (markings: Markings): SearchSpace => ({
  labels: markings.labels,
  isWhole: false,
  movesOf: markings.movesOf,
  endsAt: markings.endsAt,
  leastToEnd: () => 0,
  aheadOf: () => 0,
  isAhead: (_, label) => label >= 0,
  isLimited: markings.isLimited,
})

/** A net that is wholly known, with distances to the end and the labels that can still come. */
export function wholeSpace(graph: StateGraph): SearchSpace {
  const { classOf, classes } = labelsAhead(graph)
  const moves = Array.from({ length: graph.states }, (_, state) => {
    const found: number[] = []
    for (let move = graph.movesFrom[state] ?? 0; move < (graph.movesFrom[state + 1] ?? 0); move += 1)
      found.push(graph.label[move] ?? 0, graph.target[move] ?? 0)
    return found
  })
  return {
    labels: graph.labels,
    isWhole: true,
    movesOf: (state) => moves[state] ?? [],
    endsAt: (state) => graph.ends[state] === 1,
    leastToEnd: (state) => graph.toEnd[state] ?? 0,
    aheadOf: (state) => classOf[state] ?? 0,
    isAhead: (aheadClass, label) => label >= 0 && hasBit(classes[aheadClass], label),
    isLimited: () => false,
  }
}

const hasBit = (words: Int32Array | undefined, bit: number) =>
  (((words?.[bit >> 5] ?? 0) >> (bit & 31)) & 1) === 1

/** Which labels can come from each state on, by passes over the moves from the end until nothing is new. */
function labelsAhead(graph: StateGraph): { classOf: Int32Array; classes: Int32Array[] } {
  const words = Math.ceil(graph.labels.length / 32)
  const ahead = new Int32Array(graph.states * words)
  for (let grew = true; grew; ) {
    grew = false
    for (let move = graph.source.length - 1; move >= 0; move -= 1) {
      const from = (graph.source[move] ?? 0) * words
      const to = (graph.target[move] ?? 0) * words
      const label = graph.label[move] ?? 0
      for (let word = 0; word < words; word += 1) {
        const own = label >> 5 === word ? 1 << (label & 31) : 0
        const before = ahead[from + word] ?? 0
        const after = before | (ahead[to + word] ?? 0) | own
        if (after === before) continue
        ahead[from + word] = after
        grew = true
      }
    }
  }
  const classes: Int32Array[] = []
  const classByKey = new Map<string, number>()
  const classOf = Int32Array.from({ length: graph.states }, (_, state) => {
    const labels = ahead.slice(state * words, (state + 1) * words)
    const key = labels.join(' ')
    const known = classByKey.get(key)
    if (known !== undefined) return known
    classByKey.set(key, classes.length)
    return classes.push(labels) - 1
  })
  return { classOf, classes }
}

import type { PetriNet } from './journey-model.ts'

/**
 * A net may reach more markings than a machine can hold: those beyond so many are not looked at. Neither are those beyond so many
 * tokens for each of them, which only nets with hundreds of things at once come to.
 */
export const markingLimit = 50_000
const tokensHeld = 40
const tokensMoved = 1_000

/**
 * The markings of a net that a journey can stand at, found as they are asked for. Silent moves are folded in: a state is a
 * marking right after a visible move (0 is the beginning), and its moves are the visible ones that are possible at once or
 * after silent ones.
 */
export type Markings = {
  labels: readonly string[]
  /** Visible moves of a state in turn: label, state, label, state … */
  movesOf(state: number): readonly number[]
  /** Whether the end lies at or silently behind the state. */
  endsAt(state: number): boolean
  /** How many states are known by now, and how many markings were seen. */
  states(): number
  markings(): number
  /** Whether markings were left out because of the limit. */
  isLimited(): boolean
}

type Expanded = { moves: readonly number[]; ends: boolean }
type Marking = readonly number[]

const keyOf = (marking: Marking) => marking.join(' ')
const ascending = (a: number, b: number) => a - b

/** Opens the markings of a net; pure, though it remembers what it has found. */
export function openMarkings(net: PetriNet, limit = markingLimit): Markings {
  const labels = [...new Set(net.transitions.flatMap(({ label }) => (label === null ? [] : [label])))]
  const codes = new Map(labels.map((label, code) => [label, code]))
  const firing = transitionsByPlace(net)
  const end = keyOf(net.final.toSorted(ascending))
  const initial = net.initial.toSorted(ascending)
  const seen = new Set<string>([keyOf(initial)])
  const stateOf = new Map<string, number>([[keyOf(initial), 0]])
  const states: Marking[] = [initial]
  const expanded: (Expanded | undefined)[] = []
  let limited = false
  let [held, moved] = [initial.length, 0]

  /** Takes note of a marking; false where the limit leaves it out. */
  const admits = (key: string, marking: Marking): boolean => {
    if (seen.has(key)) return true
    if (seen.size >= limit || held > limit * tokensHeld) {
      limited = true
      return false
    }
    held += marking.length
    seen.add(key)
    return true
  }
  const stateAt = (key: string, marking: Marking): number => {
    const known = stateOf.get(key)
    if (known !== undefined) return known
    stateOf.set(key, states.length)
    return states.push(marking) - 1
  }
  const expand = (start: Marking): Expanded => {
    const moves: number[] = []
    const movesSeen = new Set<string>()
    const silent = new Set([keyOf(start)])
    const open = [start]
    let ends = false
    for (let marking = open.pop(); marking; marking = open.pop()) {
      ends ||= keyOf(marking) === end
      if (moved > limit * tokensMoved) {
        limited = true
        continue
      }
      for (const { label, next } of firing(marking)) {
        const key = keyOf(next)
        moved += next.length
        if (!admits(key, next)) continue
        if (label === null) {
          if (!silent.has(key)) open.push(next)
          silent.add(key)
          continue
        }
        const move = [codes.get(label) ?? 0, stateAt(key, next)]
        if (!movesSeen.has(keyOf(move))) moves.push(...move)
        movesSeen.add(keyOf(move))
      }
    }
    return { moves, ends }
  }
  const at = (state: number): Expanded => {
    const known = expanded[state]
    if (known) return known
    const found = expand(states[state] ?? [])
    expanded[state] = found
    return found
  }
  return {
    labels,
    movesOf: (state) => at(state).moves,
    endsAt: (state) => at(state).ends,
    states: () => states.length,
    markings: () => seen.size,
    isLimited: () => limited,
  }
}

type Firing = { label: string | null; next: Marking }

/** What can fire at a marking, and the marking it leads to; only transitions whose first place holds a token are tried. */
function transitionsByPlace(net: PetriNet): (marking: Marking) => Firing[] {
  const byPlace = new Map<number | undefined, (typeof net.transitions)[number][]>()
  for (const transition of net.transitions) {
    const first = transition.consumes[0]
    byPlace.set(first, [...(byPlace.get(first) ?? []), transition])
  }
  return (marking) => {
    const found: Firing[] = []
    for (const place of new Set<number | undefined>([undefined, ...marking])) {
      for (const transition of byPlace.get(place) ?? []) {
        const rest = without(marking, transition.consumes)
        if (rest)
          found.push({ label: transition.label, next: [...rest, ...transition.produces].sort(ascending) })
      }
    }
    return found
  }
}

function without(marking: Marking, consumes: readonly number[]): number[] | null {
  const rest = [...marking]
  for (const place of consumes) {
    const index = rest.indexOf(place)
    if (index < 0) return null
    rest.splice(index, 1)
  }
  return rest
}

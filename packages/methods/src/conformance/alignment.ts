/** Journeys of one sequence of steps, and how many walked it. */
export type JourneyVariant = { steps: readonly string[]; count: number }

/**
 * One move of an alignment. `at` is the place in the journey: of the event that matches or was added, or of the event before
 * which a step was skipped (the journey's length where it was skipped at the end).
 */
export type AlignmentMove = { kind: 'match' | 'added' | 'skipped'; step: string; at: number }

/** A variant with its steps as labels of the net; −1 is a step that the net does not know. */
export type EncodedVariant = { index: number; codes: Int32Array; steps: readonly string[] }

/** What an aligner says of one variant: the moves found, and the least that any alignment can cost. Equal where exact. */
export type FoundAlignment = { moves: AlignmentMove[]; cost: number; leastCost: number }

/** Variants as codes, in the order of their codes, so that equal beginnings lie next to each other. */
export function encodeVariants(
  variants: readonly JourneyVariant[],
  labels: readonly string[],
): EncodedVariant[] {
  const codes = new Map(labels.map((label, code) => [label, code]))
  return variants
    .map(({ steps }, index) => ({
      index,
      steps,
      codes: Int32Array.from(steps, (step) => codes.get(step) ?? -1),
    }))
    .sort((a, b) => compareCodes(a.codes, b.codes) || a.index - b.index)
}

function compareCodes(a: Int32Array, b: Int32Array): number {
  const shared = sharedPrefix(a, b)
  if (shared === a.length || shared === b.length) return a.length - b.length
  return (a[shared] ?? 0) - (b[shared] ?? 0)
}

/** How many codes two variants begin with in common. */
export function sharedPrefix(a: Int32Array, b: Int32Array): number {
  const end = Math.min(a.length, b.length)
  for (let place = 0; place < end; place += 1) if (a[place] !== b[place]) return place
  return end
}

/** How many beginnings the variants have in all: the nodes of their prefix tree without its root. */
export function prefixNodes(sorted: readonly EncodedVariant[]): number {
  let nodes = 0
  for (const [place, { codes }] of sorted.entries()) {
    const before = sorted[place - 1]
    nodes += codes.length - (before ? sharedPrefix(before.codes, codes) : 0)
  }
  return nodes
}

/** Events that the net has no step for: every alignment adds these. */
export const cannotMatch = (codes: Int32Array): number =>
  codes.reduce((count, code) => (code < 0 ? count + 1 : count), 0)

import type { AlignmentMove } from './alignment.ts'

/**
 * Where a journey departs from its model: a step was left out, was not foreseen, came again beside its proper place, or came
 * at another place than its own. `at` is the place in the journey, as with moves.
 */
export type Deviation = { kind: 'skipped' | 'added' | 'repeated' | 'outOfOrder'; step: string; at: number }

/** The deviations of an alignment, in the order of the journey. One of kind outOfOrder stands for two moves. */
export function deviationsOf(moves: readonly AlignmentMove[]): Deviation[] {
  const matched = new Set(moves.filter(({ kind }) => kind === 'match').map(({ step }) => step))
  const skipped = countSteps(moves, 'skipped')
  const displaced = new Map(
    [...countSteps(moves, 'added')].map(([step, count]) => [step, Math.min(count, skipped.get(step) ?? 0)]),
  )
  const unpaired = new Map(displaced)
  return moves.flatMap(({ kind, step, at }): Deviation[] => {
    if (kind === 'match') return []
    if (kind === 'added' && takeOne(displaced, step)) return [{ kind: 'outOfOrder', step, at }]
    if (kind === 'skipped' && takeOne(unpaired, step)) return []
    return [{ kind: kind === 'added' && matched.has(step) ? 'repeated' : kind, step, at }]
  })
}

function countSteps(moves: readonly AlignmentMove[], wanted: AlignmentMove['kind']): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { kind, step } of moves) if (kind === wanted) counts.set(step, (counts.get(step) ?? 0) + 1)
  return counts
}

function takeOne(left: Map<string, number>, step: string): boolean {
  const count = left.get(step) ?? 0
  if (count > 0) left.set(step, count - 1)
  return count > 0
}

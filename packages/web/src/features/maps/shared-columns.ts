import type { MapDrawing } from '@teia/contracts'
import { columnsOf, type MapColumn } from './map-facts.ts'

const keyOf = ({ step, stage }: MapColumn) => (step ? `step ${step.id}` : `stage ${stage.id}`)

/** Lengths of the longest common subsequences of the rests of two lists, from each place on. */
function commonLengths(own: readonly string[], other: readonly string[]): number[][] {
  const lengths = Array.from({ length: own.length + 1 }, () => new Array<number>(other.length + 1).fill(0))
  for (let i = own.length - 1; i >= 0; i--)
    for (let j = other.length - 1; j >= 0; j--) {
      const [here, below] = [lengths[i] ?? [], lengths[i + 1] ?? []]
      here[j] = own[i] === other[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, here[j + 1] ?? 0)
    }
  return lengths
}

/** Gaps belong to the stage before them, at the beginning to the first. Of a drawing without columns nothing is left. */
function withStages(columns: readonly (MapColumn | string)[]): MapColumn[] {
  let stage = columns.find((one) => typeof one !== 'string')?.stage
  let before: typeof stage
  return columns.flatMap((one): MapColumn[] => {
    stage = typeof one === 'string' ? stage : one.stage
    if (!stage) return []
    const isFirst = stage !== before
    before = stage
    return [typeof one === 'string' ? { stage, step: null, isFirst, gap: one } : { ...one, isFirst }]
  })
}

/**
 * The columns of two drawings, one above the other: a step that both have stands in one column as long as the order of
 * the others allows it (longest common subsequence; Wagner and Fischer 1974), and what only one of them has leaves a gap
 * in the other.
 */
export function sharedColumns(asIs: MapDrawing, toBe: MapDrawing): Record<'asIs' | 'toBe', MapColumn[]> {
  const [own, other] = [columnsOf(asIs), columnsOf(toBe)]
  const [ownKeys, otherKeys] = [own.map(keyOf), other.map(keyOf)]
  const lengths = commonLengths(ownKeys, otherKeys)
  const shared: Record<'asIs' | 'toBe', (MapColumn | string)[]> = { asIs: [], toBe: [] }
  let [i, j] = [0, 0]
  while (i < own.length || j < other.length) {
    const isBoth = i < own.length && ownKeys[i] === otherKeys[j]
    const isOwn =
      !isBoth &&
      i < own.length &&
      (j >= other.length || (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))
    shared.asIs.push((isBoth || isOwn ? own[i] : otherKeys[j]) ?? '')
    shared.toBe.push((isOwn ? ownKeys[i] : other[j]) ?? '')
    if (isBoth || isOwn) i += 1
    if (!isOwn) j += 1
  }
  return { asIs: withStages(shared.asIs), toBe: withStages(shared.toBe) }
}

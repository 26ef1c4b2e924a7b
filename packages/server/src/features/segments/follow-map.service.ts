import { faultOf, type MapDocument, measuredSteps, type StepLeaf, stepsOf } from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import type { MapFollower } from '../maps/index.ts'
import { listKnown } from './known-rules.service.ts'
import { dependentsOf, stepsAskedIn } from './resolve-rule.ts'
import * as q from './segments.queries.ts'

/**
 * Keeps what segments rest on: a map, or a measured step of it, for which a segment asks does not go; where the walks
 * over it come to be counted otherwise, those segments are counted anew. Throws `conflict`.
 */
export const followMap: MapFollower = async (trx, workspaceId, { id, before, after }) => {
  await q.lockSegments(trx, workspaceId)
  const known = await listKnown(trx, workspaceId)
  const asking = known.segments.flatMap((segment) => {
    const leaves = stepsAskedIn(segment.rule).filter((leaf) => leaf.map === id)
    return leaves.length > 0 ? [{ segment, leaves }] : []
  })
  if (asking.length === 0) return
  if (!after)
    throw new AppError(
      'conflict',
      409,
      faultOf('map_used', { names: asking.map(({ segment }) => segment.name).join(', ') }),
    )
  for (const { segment, leaves } of asking)
    for (const leaf of leaves)
      if (!drawingOf(after, leaf).some((one) => one.id === leaf.step))
        throw new AppError(
          'conflict',
          409,
          faultOf('map_step_used', { step: nameOf(before, leaf), names: segment.name }),
        )
  const changed = asking.filter(({ leaves }) =>
    leaves.some((leaf) => walksOf(before, leaf) !== walksOf(after, leaf)),
  )
  const ids = changed.flatMap(({ segment }) => [segment.id, ...dependentsOf(segment.id, known)])
  if (ids.length > 0) await q.countAnew(trx, workspaceId, ids)
}

const drawingOf = (document: MapDocument, { state = 'asIs' }: StepLeaf) => measuredSteps(document[state])

const nameOf = (document: MapDocument, { state = 'asIs', step }: StepLeaf) =>
  stepsOf(document[state]).find((one) => one.id === step)?.name ?? step

/** All of a map that decides whom a condition about one of its steps means. */
const walksOf = (document: MapDocument, leaf: StepLeaf) =>
  JSON.stringify([
    drawingOf(document, leaf).map(({ id, matcher }) => [id, matcher]),
    document.patience,
    document.segment,
  ])

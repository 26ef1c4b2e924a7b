import type { LaneKind, MapLane } from '@teia/contracts'

const kinds: readonly LaneKind[] = [
  'actions',
  'feeling',
  'touchpoints',
  'quotes',
  'pains',
  'opportunities',
  'systems',
  'owners',
]

/** The lanes that most maps have; each is called after its kind. */
export const usualLanes = (): MapLane[] => kinds.map((kind) => ({ id: kind, kind, name: '' }))

import type { LaneKind, MapLane } from '@teia/contracts'
import { useCallback } from 'react'
import { useText } from '../../i18n/text.tsx'
import type { IconName } from '../../ui/icons.tsx'

/** What stands before a card of a lane; lanes of words have none. */
export const cardIcons: Partial<Record<LaneKind, IconName>> = {
  pains: 'minus',
  systems: 'server',
  owners: 'people',
  touchpoints: 'dot',
}

/** What to call a lane: as it was named, else after its kind in the language of who reads. */
export function useLaneName() {
  const { t } = useText()
  return useCallback((lane: Pick<MapLane, 'kind' | 'name'>) => lane.name || t(`maps.lane_${lane.kind}`), [t])
}

import { useQuery } from '@tanstack/react-query'
import type { MapChange } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { touchpointsQuery } from '../../lib/catalogue.ts'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'

/** What to call a touchpoint of the catalogue by its id; one that is gone, by its id. */
export function useTouchpointOfId() {
  const touchpointName = useTouchpointName()
  const { data } = useQuery(touchpointsQuery)
  return (id: string) => touchpointName(data?.items.find((one) => one.id === id)?.name ?? id)
}

/** What to call a part of a map: its name, the beginning of what it says, its touchpoint, or what kind it is of. */
export function usePartName() {
  const { t } = useText()
  const touchpointOfId = useTouchpointOfId()
  return ({ kind, name, touchpoint }: MapChange['part']): string => {
    if (touchpoint !== undefined) return touchpointOfId(touchpoint)
    return name || t(`maps.partKind_${kind}`)
  }
}

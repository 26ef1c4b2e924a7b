import { useQuery } from '@tanstack/react-query'
import { useText } from '../i18n/text.tsx'
import { catalogueQuery } from '../lib/catalogue.ts'
import { useChannelName } from './channel-name.ts'
import type { Choice } from './pick.tsx'
import { useTouchpointName } from './touchpoint-name.ts'

/** What an answer can be split by, with “nothing” first as empty text. */
export function useBreakdownChoices(): Choice<string>[] {
  const { t } = useText()
  const { data } = useQuery(catalogueQuery)
  return [
    { value: '', label: t('trends.nothing') },
    { value: 'channel', label: t('filters.kind_channel') },
    { value: 'touchpoint', label: t('filters.kind_touchpoint') },
    { value: 'event', label: t('filters.kind_event') },
    ...(data?.traits ?? []).map(({ name }) => ({
      value: `trait:${name}`,
      label: name,
      note: t('filters.kind_trait'),
    })),
    ...(data?.properties ?? []).map(({ name }) => ({
      value: `property:${name}`,
      label: name,
      note: t('filters.kind_property'),
    })),
  ]
}

/** What to call a series of a split: the rest, nothing known, or its value in the language. */
export function useSeriesName(breakdown: string | undefined) {
  const { t } = useText()
  const channelName = useChannelName()
  const touchpointName = useTouchpointName()
  return (key: string) => {
    if (key === '…other') return t('trends.rest')
    if (key === '') return t('funnels.unknown')
    if (breakdown === 'channel') return channelName(key)
    return breakdown === 'touchpoint' ? touchpointName(key) : key
  }
}

import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import type { AttributionSearch } from './attribution-search.ts'

/** What a channel can do, wherever it is shown. */
export function useChannels(set: (change: Partial<AttributionSearch>) => void) {
  const { t } = useText()
  const may = useMay()
  const copy = useCopy()
  const open = (channel: string) => set({ open: { channel, part: 'converted' }, spend: undefined })
  const copyLink = () => void copy(window.location.href)
  const actions = (channel: string): Action[] => [
    {
      label: t(may('people:read') ? 'common.openPeople' : 'common.open'),
      icon: 'people',
      onSelect: () => open(channel),
    },
    ...(channel === ''
      ? []
      : [
          {
            label: t('attribution.openNot'),
            icon: 'exclude' as const,
            onSelect: () => set({ open: { channel, part: 'not' }, spend: undefined }),
          },
        ]),
    {
      label: t('common.copyLink'),
      icon: 'link',
      onSelect: () => {
        open(channel)
        setTimeout(copyLink, 50)
      },
    },
  ]
  return { open, actions, copyLink }
}

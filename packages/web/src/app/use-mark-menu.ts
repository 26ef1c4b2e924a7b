import { useText } from '../i18n/text.tsx'
import type { Action } from '../ui/context-menu.tsx'
import { useCopy } from '../ui/use-copy.ts'
import { useMay } from './use-session.ts'

/** What every mark of a chart can do: it is opened, and the address that opens it is copied; others stand between. */
export function useMarkMenu<Mark>(open: (mark: Mark) => void) {
  const { t } = useText()
  const may = useMay()
  const copy = useCopy()
  const copyLink = () => void copy(window.location.href)
  const menu = (mark: Mark, between: readonly Action[] = []): Action[] => [
    {
      label: t(may('people:read') ? 'common.openPeople' : 'common.open'),
      icon: 'people',
      onSelect: () => open(mark),
    },
    ...between,
    {
      label: t('common.copyLink'),
      icon: 'link',
      onSelect: () => {
        open(mark)
        // The address names the mark only after the page has gone there.
        setTimeout(copyLink, 50)
      },
    },
  ]
  return { menu, copyLink }
}

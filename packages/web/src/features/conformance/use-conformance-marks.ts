import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import type { ConformanceMark } from './conformance-search.ts'

/** What a bar or a row can do. */
export function useConformanceMarks(show: (mark: ConformanceMark) => void) {
  const { t } = useText()
  const may = useMay()
  const copy = useCopy()
  const copyLink = () => void copy(window.location.href)
  const actions = (mark: ConformanceMark): Action[] => [
    {
      label: t(may('people:read') ? 'common.openPeople' : 'common.open'),
      icon: 'people',
      onSelect: () => show(mark),
    },
    {
      label: t('common.copyLink'),
      icon: 'link',
      onSelect: () => {
        show(mark)
        setTimeout(copyLink, 50)
      },
    },
  ]
  return { open: show, actions, copyLink }
}

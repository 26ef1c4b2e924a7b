import type { PathsAnswer } from '@teia/contracts'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { narrow } from '../../lib/filter-edit.ts'
import type { Action } from '../../ui/context-menu.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import type { Mark } from './flow-marks.ts'
import { excludeByMark, filterByMark, labelOf } from './path-facts.ts'
import type { PathsSearch } from './paths-search.ts'

/** What a mark of the drawing or a row of the table can do; the same everywhere. */
export function useMarkActions(
  search: PathsSearch,
  answer: PathsAnswer | undefined,
  set: (change: Partial<PathsSearch>) => void,
) {
  const { t } = useText()
  const copy = useCopy()
  const may = useMay()
  const by = search.by ?? 'touchpoint'
  const spot = (id: string | undefined) => {
    const node = answer?.nodes.find((one) => one.id === id)
    return node && { depth: node.depth, label: labelOf(node) }
  }
  const select = (mark: Mark) => set({ source: spot(mark.source), target: spot(mark.target) })
  const ends = (mark: Mark) => {
    const source = answer?.nodes.find((node) => node.id === mark.source)
    const target = answer?.nodes.find((node) => node.id === mark.target)
    return { source, target }
  }
  const filterBy = (mark: Mark) => {
    const { source, target } = ends(mark)
    const filter = source && filterByMark(by, source, target)
    if (!filter) return null
    const leaves = 'and' in filter ? filter.and : [filter]
    return () =>
      set({
        filter: leaves.reduce<PathsSearch['filter']>(
          (all, leaf) => narrow(all, leaf as Parameters<typeof narrow>[1]),
          search.filter,
        ),
        source: undefined,
        target: undefined,
      })
  }
  const exclude = (mark: Mark) => {
    const { source, target } = ends(mark)
    const filter = source && excludeByMark(by, source, target)
    if (!filter) return null
    return () =>
      set({
        filter: narrow(search.filter, filter as Parameters<typeof narrow>[1]),
        source: undefined,
        target: undefined,
      })
  }
  const actions = (mark: Mark): Action[] => {
    const filter = filterBy(mark)
    const without = exclude(mark)
    return [
      {
        label: t(may('people:read') ? 'common.openPeople' : 'common.open'),
        icon: 'people',
        onSelect: () => select(mark),
      },
      ...(filter ? [{ label: t('common.filterBy'), icon: 'filter' as const, onSelect: filter }] : []),
      ...(without ? [{ label: t('common.exclude'), icon: 'exclude' as const, onSelect: without }] : []),
      {
        label: t('common.copyLink'),
        icon: 'link',
        onSelect: () => {
          select(mark)
          setTimeout(() => void copy(window.location.href), 50)
        },
      },
    ]
  }
  return { select, filterBy, exclude, actions, copy }
}

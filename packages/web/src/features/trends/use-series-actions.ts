import { useNavigate } from '@tanstack/react-router'
import type { Filter, Leaf, TrendSeries } from '@teia/contracts'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { narrow } from '../../lib/filter-edit.ts'
import { filterOf } from '../../lib/periods.ts'
import type { Action } from '../../ui/context-menu.tsx'
import { leavesOf } from './series-leaves.ts'
import type { TrendsSearch } from './trends-search.ts'

/** What can be done with a series: its people, itself alone, everything but it. `onPut` has its people put on a list. */
export function useSeriesActions(search: TrendsSearch, onPut: (people: Filter) => void) {
  const { t } = useText()
  const navigate = useNavigate()
  const { period, from, to, compare } = search
  const time = { period, from, to, compare }
  const all = (filter: Filter | undefined, leaves: readonly Leaf[]) =>
    leaves.reduce<Filter | undefined>((sum, leaf) => narrow(sum, leaf), filter)
  const withEvent = (filter: Filter | undefined) =>
    search.event ? narrow(filter, { event: search.event, operator: 'equals' }) : filter
  const may = useMay()
  const peopleOf = (leaves: readonly Leaf[]): Filter =>
    all(withEvent(filterOf(search)), leaves) ?? { and: [] }
  const openPeople = (series: TrendSeries) => {
    const leaves = leavesOf(series, search.breakdown ?? [])
    if (leaves) void navigate({ to: '/people', search: { ...time, filter: peopleOf(leaves) } })
  }
  const actions = (series: TrendSeries): Action[] => {
    const leaves = leavesOf(series, search.breakdown ?? [])
    if (!leaves) return []
    const filterBy = () =>
      void navigate({
        to: '/trends',
        search: { ...search, filter: all(search.filter, leaves), series: undefined },
      })
    const [first] = leaves
    const exclude = () =>
      first &&
      void navigate({
        to: '/trends',
        search: {
          ...search,
          filter: narrow(search.filter, { ...first, operator: 'not_equals' }),
          series: undefined,
        },
      })
    return [
      ...(may('people:read')
        ? [{ label: t('common.openPeople'), icon: 'people' as const, onSelect: () => openPeople(series) }]
        : []),
      ...(may('people:read') && may('people:write')
        ? [{ label: t('segments.put'), icon: 'plus' as const, onSelect: () => onPut(peopleOf(leaves)) }]
        : []),
      ...(leaves.length > 0
        ? [{ label: t('common.filterBy'), icon: 'filter' as const, onSelect: filterBy }]
        : []),
      ...(leaves.length === 1
        ? [{ label: t('common.exclude'), icon: 'exclude' as const, onSelect: exclude }]
        : []),
    ]
  }
  return { open: may('people:read') ? openPeople : undefined, actions }
}

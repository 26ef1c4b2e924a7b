import { useNavigate } from '@tanstack/react-router'
import type { Filter, PulseRow } from '@teia/contracts'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { narrow } from '../../lib/filter-edit.ts'
import { filterOf } from '../../lib/periods.ts'
import type { Action } from '../../ui/context-menu.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { leavesOfRow } from './facts.ts'
import type { PulseSearch } from './pulse-search.ts'

/** What can be done with a row: each opens another page about exactly these people. */
export function useRowActions(search: PulseSearch, by: 'touchpoint' | 'channel') {
  const { t } = useText()
  const navigate = useNavigate()
  const copy = useCopy()
  const rowFilter = (filter: Filter | undefined, row: PulseRow) =>
    leavesOfRow(row, by).reduce<Filter | undefined>((all, leaf) => narrow(all, leaf), filter)
  const { period, from, to, compare } = search
  const time = { period, from, to, compare }
  const may = useMay()
  const openPeople = (row: PulseRow) =>
    void navigate({ to: '/people', search: { ...time, filter: rowFilter(filterOf(search), row) } })
  const openTrend = (row: PulseRow) =>
    void navigate({ to: '/trends', search: { ...time, filter: rowFilter(filterOf(search), row) } })
  const filterBy = (filter: Filter | undefined) => void navigate({ to: '/', search: { ...search, filter } })
  return {
    open: may('people:read') ? openPeople : openTrend,
    actions: (row: PulseRow): Action[] => [
      ...(may('people:read')
        ? [{ label: t('common.openPeople'), icon: 'people' as const, onSelect: () => openPeople(row) }]
        : []),
      ...(by === 'touchpoint'
        ? [
            {
              label: t('common.openPaths'),
              icon: 'journeys' as const,
              onSelect: () => void navigate({ to: '/paths', search: { ...time, start: row.name } }),
            },
          ]
        : []),
      { label: t('common.openTrend'), icon: 'chart', onSelect: () => openTrend(row) },
      {
        label: t('common.filterBy'),
        icon: 'filter',
        onSelect: () => filterBy(rowFilter(search.filter, row)),
      },
      {
        label: t('common.exclude'),
        icon: 'exclude',
        onSelect: () =>
          filterBy(
            narrow(
              search.filter,
              by === 'channel'
                ? { channel: row.channel, operator: 'not_equals' }
                : { touchpoint: row.name, operator: 'not_equals' },
            ),
          ),
      },
      { label: t('common.copyLink'), icon: 'link', onSelect: () => void copy(window.location.href) },
    ],
  }
}

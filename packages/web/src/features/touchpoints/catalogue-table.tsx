import { useNavigate } from '@tanstack/react-router'
import type { Touchpoint } from '@teia/contracts'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { plain } from '../../lib/plain.ts'
import { useChannelName } from '../../ui/channel-name.ts'
import type { Action } from '../../ui/context-menu.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { ChannelIcon } from '../../ui/icons.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { shownColumns } from '../../ui/saved-views.tsx'
import { TouchpointFacts } from '../../ui/touchpoint-card.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { useCopy } from '../../ui/use-copy.ts'
import type { TouchpointsSearch } from './touchpoints-search.ts'

/** The columns of the catalogue. */
export function useColumns(): Column<Touchpoint>[] {
  const { t, format } = useText()
  const channelName = useChannelName()
  const touchpointName = useTouchpointName()
  const each = (one: Touchpoint) => (one.people28d > 0 ? one.interactions28d / one.people28d : null)
  return [
    {
      id: 'name',
      header: t('touchpoints.name'),
      value: (one) => touchpointName(one.name),
      cell: (one) => (
        <span className="with-icon">
          <ChannelIcon channel={one.channel} />
          <span className="row-name">{touchpointName(one.name)}</span>
        </span>
      ),
    },
    {
      id: 'channel',
      header: t('filters.channel'),
      value: (one) => channelName(one.channel),
      cell: (one) => channelName(one.channel),
    },
    {
      id: 'ownership',
      header: t('touchpoints.ownership'),
      value: (one) => one.definition.partner || t(`touchpoints.${one.ownership}`),
      cell: (one) =>
        one.definition.partner ? (
          <>
            {one.definition.partner} <span className="quiet">{t(`touchpoints.${one.ownership}`)}</span>
          </>
        ) : (
          t(`touchpoints.${one.ownership}`)
        ),
    },
    {
      id: 'team',
      header: t('touchpoints.team'),
      value: (one) => one.definition.team || null,
      cell: (one) => one.definition.team || <span className="quiet">–</span>,
    },
    {
      id: 'people',
      header: t('touchpoints.people28d'),
      num: true,
      value: (one) => one.people28d,
      cell: (one) => format.whole(one.people28d),
    },
    {
      id: 'interactions',
      header: t('touchpoints.interactions28d'),
      num: true,
      value: (one) => one.interactions28d,
      cell: (one) => format.whole(one.interactions28d),
    },
    {
      id: 'each',
      header: t('touchpoints.each'),
      num: true,
      value: each,
      cell: (one) => {
        const value = each(one)
        return <span className="quiet">{value === null ? '–' : format.decimal(value)}</span>
      },
    },
  ]
}

/** What can be done with a touchpoint, the same in every list. */
export function useTouchpointActions() {
  const { t } = useText()
  const may = useMay()
  const navigate = useNavigate()
  const copy = useCopy()
  const open = (id: string) =>
    void navigate({ to: '/touchpoints/$touchpointId', params: { touchpointId: id } })
  const actions = ({ id, name }: { id: string; name: string }): Action[] => {
    const filter = { touchpoint: name, operator: 'equals' } as const
    return [
      { label: t('touchpoints.openTouchpoint'), icon: 'table', onSelect: () => open(id) },
      ...(may('touchpoints:write')
        ? [
            {
              label: t('touchpoints.edit'),
              icon: 'edit' as const,
              onSelect: () =>
                void navigate({ to: '/touchpoints/$touchpointId/edit', params: { touchpointId: id } }),
            },
          ]
        : []),
      {
        label: t('common.openPaths'),
        icon: 'journeys',
        onSelect: () => void navigate({ to: '/paths', search: { start: name } }),
      },
      {
        label: t('common.openPeople'),
        icon: 'people',
        onSelect: () => void navigate({ to: '/people', search: { filter } }),
      },
      {
        label: t('common.openTrend'),
        icon: 'chart',
        onSelect: () => void navigate({ to: '/trends', search: { filter } }),
      },
      {
        label: t('common.copyLink'),
        icon: 'link',
        onSelect: () => void copy(`${window.location.origin}/touchpoints/${encodeURIComponent(id)}`),
      },
    ]
  }
  return { open, actions }
}

/** The catalogue as a table, narrowed by words, owner and channel. */
export function CatalogueTable({
  items,
  search,
}: {
  items: readonly Touchpoint[]
  search: TouchpointsSearch
}) {
  const { t } = useText()
  const columns = useColumns()
  const touchpointName = useTouchpointName()
  const { open, actions } = useTouchpointActions()
  const needle = plain(search.search ?? '')
  const words = ({ name, definition: { partner, team, systems } }: Touchpoint) =>
    plain([touchpointName(name), partner, team, ...systems].join('\n'))
  const rows = items.filter(
    (one) =>
      words(one).includes(needle) &&
      (!search.ownership || one.ownership === search.ownership) &&
      (!search.channel || [one.channel, ...one.channels.map((met) => met.channel)].includes(search.channel)),
  )
  if (rows.length === 0)
    return <EmptyState title={t('touchpoints.emptyTitle')}>{t('touchpoints.emptyText')}</EmptyState>
  return (
    <DataTable
      label={t('shell.touchpoints')}
      columns={shownColumns(columns, search.columns)}
      rows={rows}
      keyOf={(one) => one.id}
      onOpen={(one) => open(one.id)}
      csvName="teia-touchpoints"
      card={(one) => <TouchpointFacts name={one.name} channel={one.channel} />}
      actions={actions}
    />
  )
}

import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type Touchpoint, TouchpointList } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { get } from '../../lib/api.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { ChannelPick, useChannelName } from '../../ui/filter-bar.tsx'
import { ChannelIcon } from '../../ui/icons.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { SearchField } from '../../ui/search-field.tsx'

const route = getRouteApi('/shell/touchpoints')

function useColumns(): Column<Touchpoint>[] {
  const { t, format } = useText()
  const channelName = useChannelName()
  return [
    {
      id: 'name',
      header: t('touchpoints.name'),
      value: (one) => one.name,
      cell: (one) => (
        <span className="with-icon">
          <ChannelIcon channel={one.channel} />
          <span className="row-name">{one.name}</span>
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
      value: (one) => t(`touchpoints.${one.ownership}`),
      cell: (one) => t(`touchpoints.${one.ownership}`),
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
      value: (one) => (one.people28d > 0 ? one.interactions28d / one.people28d : null),
      cell: (one) => (
        <span className="quiet">
          {one.people28d > 0 ? format.decimal(one.interactions28d / one.people28d) : '–'}
        </span>
      ),
    },
  ]
}

/** The places where customer and company meet, own, a partner's or a third party's. */
export function TouchpointsPage() {
  const { t, rich } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const columns = useColumns()
  const { data, error, refetch } = useQuery({
    queryKey: ['touchpoints'],
    queryFn: ({ signal }) => get(TouchpointList, '/touchpoints', { signal }),
  })
  const set = (change: Partial<typeof search>) =>
    void navigate({ to: '/touchpoints', search: { ...search, ...change }, replace: true })
  const needle = (search.search ?? '').toLowerCase()
  const rows = (data?.items ?? []).filter(
    (one) => one.name.toLowerCase().includes(needle) && (!search.channel || one.channel === search.channel),
  )
  const paths = (one: Touchpoint) => void navigate({ to: '/paths', search: { start: one.name } })
  return (
    <>
      <PageHeader
        title={t('shell.touchpoints')}
        deck={data ? rich('touchpoints.deck', { n: data.items.length }) : t('touchpoints.deckWaiting')}
      />
      <div className="filters">
        <SearchField
          label={t('touchpoints.search')}
          value={search.search ?? ''}
          onChange={(text) => set({ search: text || undefined })}
        />
        <ChannelPick channel={search.channel} onChange={(channel) => set({ channel })} />
      </div>
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={12} />
      ) : rows.length === 0 ? (
        <EmptyState title={t('touchpoints.emptyTitle')}>{t('touchpoints.emptyText')}</EmptyState>
      ) : (
        <DataTable
          label={t('shell.touchpoints')}
          columns={columns}
          rows={rows}
          keyOf={(one) => one.id}
          onOpen={paths}
          csvName="teia-touchpoints"
          actions={(one) => [
            { label: t('common.openPaths'), icon: 'journeys', onSelect: () => paths(one) },
            {
              label: t('common.openPeople'),
              icon: 'people',
              onSelect: () =>
                void navigate({
                  to: '/people',
                  search: { filter: { touchpoint: one.name, operator: 'equals' } },
                }),
            },
            {
              label: t('common.openTrend'),
              icon: 'chart',
              onSelect: () =>
                void navigate({
                  to: '/trends',
                  search: { filter: { touchpoint: one.name, operator: 'equals' } },
                }),
            },
          ]}
        />
      )}
    </>
  )
}

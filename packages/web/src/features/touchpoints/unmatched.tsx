import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { UnmatchedEvent } from '@teia/contracts'
import { ConnectSource } from '../../app/connect-source.tsx'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { unmatchedQuery } from './touchpoint-queries.ts'
import type { NewTouchpointSearch } from './touchpoints-search.ts'

/** What a new touchpoint of these events begins with. */
const seedOf = ({ event, type, page }: UnmatchedEvent): NewTouchpointSearch =>
  type === 'track' || !page ? { event } : type === 'page' ? { page } : { screen: page }

/** What happens at no touchpoint, by volume; one click makes a touchpoint of it. */
export function Unmatched() {
  const { t, format } = useText()
  const may = useMay()
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(unmatchedQuery)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={8} />
  if (data.interactions === 0)
    return (
      <EmptyState title={t('touchpoints.noInteractions')} action={<ConnectSource />}>
        {t('touchpoints.unmatchedEmptyText')}
      </EmptyState>
    )
  if (data.items.length === 0)
    return (
      <EmptyState title={t('touchpoints.unmatchedEmpty')}>{t('touchpoints.unmatchedEmptyText')}</EmptyState>
    )
  const make = (one: UnmatchedEvent) => void navigate({ to: '/touchpoints/new', search: seedOf(one) })
  const trend = ({ event }: UnmatchedEvent) =>
    void navigate({ to: '/trends', search: { filter: { event, operator: 'equals' } } })
  const sample = (one: UnmatchedEvent) => JSON.stringify(one.sample)
  return (
    <Section
      className="below"
      title={t('touchpoints.view_unmatched')}
      note={t('touchpoints.unmatchedNote', {
        share: format.percent(data.interactions === 0 ? 0 : data.unmatched / data.interactions),
        n: data.interactions,
      })}
    >
      <DataTable
        label={t('touchpoints.view_unmatched')}
        rows={data.items}
        keyOf={(one) => `${one.event} ${one.type} ${one.page}`}
        onOpen={may('touchpoints:write') ? make : trend}
        csvName="teia-unmatched"
        actions={(one) => [
          ...(may('touchpoints:write')
            ? [{ label: t('touchpoints.makeOf'), icon: 'plus' as const, onSelect: () => make(one) }]
            : []),
          { label: t('common.openTrend'), icon: 'chart', onSelect: () => trend(one) },
          {
            label: t('common.openPeople'),
            icon: 'people',
            onSelect: () =>
              void navigate({ to: '/people', search: { filter: { event: one.event, operator: 'equals' } } }),
          },
        ]}
        columns={[
          {
            id: 'event',
            header: t('touchpoints.event'),
            value: (one) => one.page ?? one.event,
            cell: (one) => <span className="row-name">{one.page || one.event}</span>,
          },
          {
            id: 'kind',
            header: t('touchpoints.kind'),
            value: (one) => t(`touchpoints.kind_${one.type}`),
            cell: (one) => <span className="quiet">{t(`touchpoints.kind_${one.type}`)}</span>,
          },
          {
            id: 'interactions',
            header: t('touchpoints.interactions'),
            num: true,
            value: (one) => one.interactions,
            cell: (one) => format.whole(one.interactions),
          },
          {
            id: 'people',
            header: t('touchpoints.people'),
            num: true,
            value: (one) => one.people,
            cell: (one) => format.whole(one.people),
          },
          {
            id: 'last',
            header: t('touchpoints.last'),
            num: true,
            value: (one) => one.lastAt,
            cell: (one) => format.moment(one.lastAt),
          },
          {
            id: 'sample',
            header: t('touchpoints.sample'),
            value: sample,
            sortable: false,
            cell: (one) => (
              <span className="mono quiet sample-cell" title={sample(one)}>
                {sample(one)}
              </span>
            ),
          },
          ...(may('touchpoints:write')
            ? [
                {
                  id: 'make',
                  header: <span className="visually-hidden">{t('touchpoints.makeOf')}</span>,
                  cell: (one: UnmatchedEvent) => (
                    <Link className="link nowrap" to="/touchpoints/new" search={seedOf(one)}>
                      {t('touchpoints.makeOf')}
                    </Link>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Section>
  )
}

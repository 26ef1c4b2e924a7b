import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Overlap } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { useTouchpointActions } from './catalogue-table.tsx'
import { overlapsQuery } from './touchpoint-queries.ts'

function Names({ touchpoints }: { touchpoints: Overlap['touchpoints'] }) {
  const touchpointName = useTouchpointName()
  return touchpoints.map((one, index) => (
    <span key={one.id}>
      {index > 0 && ', '}
      <Link to="/touchpoints/$touchpointId" params={{ touchpointId: one.id }}>
        {touchpointName(one.name)}
      </Link>
    </span>
  ))
}

/** Events that more than one touchpoint fits, and which of them has the events. */
export function Overlapping() {
  const { t, format } = useText()
  const touchpointName = useTouchpointName()
  const { open, actions } = useTouchpointActions()
  const { data, error, refetch } = useQuery(overlapsQuery)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={6} />
  if (data.items.length === 0)
    return (
      <EmptyState title={t('touchpoints.overlapsEmpty')}>{t('touchpoints.overlapsEmptyText')}</EmptyState>
    )
  const first = (one: Overlap) => one.touchpoints[0] ?? { id: '', name: '' }
  const named = (touchpoints: Overlap['touchpoints']) =>
    touchpoints.map((one) => touchpointName(one.name)).join(', ')
  return (
    <Section className="below" title={t('touchpoints.view_overlaps')} note={t('touchpoints.overlapsNote')}>
      <DataTable
        label={t('touchpoints.view_overlaps')}
        rows={data.items}
        keyOf={(one) => one.touchpoints.map(({ id }) => id).join(' ')}
        onOpen={(one) => open(first(one).id)}
        actions={(one) => actions(first(one))}
        csvName="teia-overlaps"
        columns={[
          {
            id: 'winner',
            header: t('touchpoints.winner'),
            value: (one) => named(one.touchpoints.slice(0, 1)),
            cell: (one) => <Names touchpoints={one.touchpoints.slice(0, 1)} />,
          },
          {
            id: 'others',
            header: t('touchpoints.others'),
            value: (one) => named(one.touchpoints.slice(1)),
            cell: (one) => <Names touchpoints={one.touchpoints.slice(1)} />,
          },
          {
            id: 'events',
            header: t('touchpoints.events'),
            value: (one) => one.events.join(', '),
            cell: (one) => <span className="quiet">{one.events.join(', ')}</span>,
          },
          {
            id: 'interactions',
            header: t('touchpoints.interactions'),
            num: true,
            value: (one) => one.interactions,
            cell: (one) => format.whole(one.interactions),
          },
        ]}
      />
    </Section>
  )
}

import { useQuery } from '@tanstack/react-query'
import type { PlanState, Source } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { StateLabel, type Tone } from '../../ui/metric.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { InferDialog } from './infer-dialog.tsx'
import { NewPlanEventDialog } from './new-plan-event-dialog.tsx'
import { PlanEventEditor } from './plan-event.tsx'
import { planStatesQuery } from './source-queries.ts'
import { useSourceSearch } from './use-source-search.ts'

const tones: Record<PlanState['state'], Tone> = { planned: 'good', unplanned: 'warn', unseen: 'neutral' }

function useColumns(): Column<PlanState>[] {
  const { t, format } = useText()
  return [
    {
      id: 'event',
      header: t('people.event'),
      value: (one) => one.event,
      cell: (one) => <span className="row-name">{one.event}</span>,
    },
    {
      id: 'state',
      header: t('plan.state'),
      value: (one) => one.state,
      cell: (one) => <StateLabel tone={tones[one.state]}>{t(`plan.state_${one.state}`)}</StateLabel>,
    },
    {
      id: 'seen',
      header: t('plan.seen'),
      num: true,
      value: (one) => one.seen,
      cell: (one) => format.whole(one.seen),
    },
    {
      id: 'flagged',
      header: t('plan.flagged'),
      num: true,
      value: (one) => one.flagged,
      cell: (one) =>
        one.flagged > 0 ? (
          <span className="warn-text">{format.whole(one.flagged)}</span>
        ) : (
          <span className="quiet">0</span>
        ),
    },
    {
      id: 'last',
      header: t('plan.lastSeen'),
      num: true,
      value: (one) => one.lastSeenAt,
      cell: (one) =>
        one.lastSeenAt ? format.moment(one.lastSeenAt) : <span className="quiet">{t('common.never')}</span>,
    },
    {
      id: 'version',
      header: t('plan.version'),
      num: true,
      value: (one) => one.version,
      cell: (one) => (one.version === null ? <span className="quiet">–</span> : one.version),
    },
  ]
}

/** What a source's events should look like: each with its state, its schema and its versions. */
export function PlanTab({ source }: { source: Source }) {
  const { t } = useText()
  const may = useMay()
  const { search, set } = useSourceSearch()
  const [dialog, setDialog] = useState<'infer' | 'new' | null>(null)
  const { data, error, refetch } = useQuery(planStatesQuery(source.id))
  const columns = useColumns()
  const isEditor = may('sources:write')
  if (search.event !== undefined)
    return (
      <PlanEventEditor
        key={search.event}
        source={source}
        event={search.event}
        state={data?.events.find((one) => one.event === search.event)}
        onClose={() => set({ event: undefined })}
      />
    )
  const actions = isEditor && (
    <div className="actions">
      <Button icon="plus" onClick={() => setDialog('new')}>
        {t('plan.addEvent')}
      </Button>
      <Button kind="primary" icon="search" onClick={() => setDialog('infer')}>
        {t('plan.infer')}
      </Button>
    </div>
  )
  return (
    <Section
      title={t('sources.tab_plan')}
      note={t(`plan.mode_${source.settings.trackingPlan}`)}
      actions={actions}
    >
      {source.settings.trackingPlan === 'off' &&
        (data?.events.some((one) => one.version !== null) ?? false) && (
          <p className="notice">
            {t('plan.offHint')}{' '}
            <Button kind="link" onClick={() => set({ tab: 'settings' })}>
              {t('sources.tab_settings')}
            </Button>
          </p>
        )}
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={6} />
      ) : data.events.length === 0 ? (
        <EmptyState title={t('plan.emptyTitle')}>{t('plan.emptyText')}</EmptyState>
      ) : (
        <DataTable
          label={t('sources.tab_plan')}
          columns={columns}
          rows={data.events}
          keyOf={(one) => one.event}
          onOpen={(one) => set({ event: one.event })}
          csvName="teia-plan"
          first={50}
        />
      )}
      {dialog === 'infer' && <InferDialog source={source} onClose={() => setDialog(null)} />}
      {dialog === 'new' && (
        <NewPlanEventDialog
          onClose={() => setDialog(null)}
          onNamed={(event) => {
            setDialog(null)
            set({ event })
          }}
        />
      )}
    </Section>
  )
}

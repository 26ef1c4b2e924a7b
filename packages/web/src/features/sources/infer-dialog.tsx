import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type InferredPlan, type Source, TrackingPlan } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { put } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { useToast } from '../../ui/toast.tsx'
import { rowsOfSchema } from './plan-schema.ts'
import { inferredQuery, planStatesQuery } from './source-queries.ts'

type Inferred = InferredPlan['events'][number]

/** Offers schemas that what has arrived keeps to; those that are chosen become the newest versions of the plan. */
export function InferDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const { t, format } = useText()
  const client = useQueryClient()
  const say = useToast()
  const [picked, setPicked] = useState<ReadonlySet<string> | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const path = `/sources/${encodeURIComponent(source.id)}/plan`
  const { data: states } = useQuery(planStatesQuery(source.id))
  const { data, error, refetch } = useQuery(inferredQuery(source.id))
  const inPlan = new Set(states?.events.filter((one) => one.version !== null).map((one) => one.event))
  const chosen =
    picked ?? new Set(data?.events.filter((one) => !inPlan.has(one.event)).map((one) => one.event))
  const save = async () => {
    setBusy(true)
    setFault(null)
    try {
      for (const one of data?.events ?? [])
        if (chosen.has(one.event))
          await put(TrackingPlan, `${path}/events`, { body: { event: one.event, schema: one.schema } })
      say(t('plan.taken', { n: chosen.size }))
      onClose()
    } catch (problem) {
      setFault(problem)
    } finally {
      setBusy(false)
      await client.invalidateQueries({ queryKey: ['sources', source.id, 'plan'] })
    }
  }
  const columns: Column<Inferred>[] = [
    { id: 'event', header: t('people.event'), value: (one) => one.event, cell: (one) => <b>{one.event}</b> },
    {
      id: 'seen',
      header: t('plan.lookedAt'),
      num: true,
      value: (one) => one.seen,
      cell: (one) => format.whole(one.seen),
    },
    {
      id: 'properties',
      header: t('plan.properties'),
      num: true,
      value: (one) => rowsOfSchema(one.schema).length,
      cell: (one) => format.whole(rowsOfSchema(one.schema).length),
    },
    {
      id: 'now',
      header: t('plan.now'),
      cell: (one) => (
        <span className="quiet">{t(inPlan.has(one.event) ? 'plan.replaces' : 'plan.isNew')}</span>
      ),
    },
  ]
  return (
    <Dialog title={t('plan.inferTitle')} onClose={onClose} width={680}>
      <p className="quiet">{t('plan.inferText')}</p>
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={5} />
      ) : data.events.length === 0 ? (
        <EmptyState title={t('plan.nothingToInfer')}>{t('plan.emptyText')}</EmptyState>
      ) : (
        <DataTable
          label={t('plan.inferTitle')}
          columns={columns}
          rows={data.events}
          keyOf={(one) => one.event}
          nameOf={(one) => one.event}
          selection={{ chosen, onChange: setPicked }}
        />
      )}
      {fault !== null && <ErrorNotice error={fault} />}
      <div className="buttons end" style={{ marginTop: 12 }}>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="primary" busy={busy} disabled={chosen.size === 0} onClick={() => void save()}>
          {t('plan.take', { n: chosen.size })}
        </Button>
      </div>
    </Dialog>
  )
}

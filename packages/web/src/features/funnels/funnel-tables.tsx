import type { FunnelAnswer, FunnelSeries, FunnelStepAnswer } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { useSeriesName } from '../../ui/breakdown-choices.ts'
import type { Action } from '../../ui/context-menu.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { FEW, Whisker } from '../../ui/whisker.tsx'
import type { Spot } from './funnels-search.ts'

type Row = { step: FunnelStepAnswer; at: number; name: string; before: FunnelStepAnswer | undefined }

function useShareCell() {
  const { format } = useText()
  return ({ conversion, low, high }: { conversion: number; low: number; high: number }) => (
    <>
      {format.percent(conversion)} <span className="note">{format.percentSpan(low, high)}</span>
    </>
  )
}

function useColumns(): Column<Row>[] {
  const { t, format } = useText()
  const share = useShareCell()
  const time = (seconds: number | null) =>
    seconds === null ? <span className="quiet">–</span> : format.duration(seconds)
  return [
    {
      id: 'step',
      header: t('funnels.step'),
      value: ({ at, name }) => `${at + 1} ${name}`,
      cell: ({ at, name, step }) => (
        <>
          <span className="row-name">{`${at + 1} · ${name}`}</span>{' '}
          {step.optional && <span className="note">{t('funnels.optional')}</span>}
        </>
      ),
    },
    {
      id: 'walks',
      header: t('funnels.reached'),
      num: true,
      value: ({ step }) => step.walks,
      cell: ({ step }) => format.whole(step.walks),
    },
    {
      id: 'people',
      header: t('shell.people'),
      num: true,
      value: ({ step }) => step.people,
      cell: ({ step }) => <span className="quiet">{format.whole(step.people)}</span>,
    },
    {
      id: 'share',
      header: t('funnels.ofFirst'),
      num: true,
      value: ({ step }) => step.conversion,
      cell: ({ step }) => share(step),
    },
    {
      id: 'previous',
      header: t('funnels.ofPrevious'),
      num: true,
      value: ({ step, at }) => (at === 0 ? null : step.fromPrevious.conversion),
      cell: ({ step, at }) => (at === 0 ? <span className="quiet">–</span> : share(step.fromPrevious)),
    },
    {
      id: 'median',
      header: t('funnels.median'),
      num: true,
      value: ({ step }) => step.medianSeconds,
      cell: ({ step }) => time(step.medianSeconds),
    },
    {
      id: 'p90',
      header: 'p90',
      num: true,
      value: ({ step }) => step.p90Seconds,
      cell: ({ step }) => time(step.p90Seconds),
    },
    {
      id: 'before',
      header: t('paths.before'),
      num: true,
      value: ({ before }) => before?.conversion,
      cell: ({ before }) => (
        <span className="quiet">{before && before.walks > 0 ? format.percent(before.conversion) : '–'}</span>
      ),
    },
  ]
}

/** Every step with its counts, shares, intervals and times. */
export function StepTable(props: {
  answer: FunnelAnswer
  names: readonly string[]
  selected: Spot | undefined
  onOpen: (spot: Spot) => void
  actions: (spot: Spot) => readonly Action[]
}) {
  const { t } = useText()
  const columns = useColumns()
  const spot = ({ at }: Row): Spot => ({ step: at + 1, part: 'reached' })
  const rows = props.answer.steps.map((step, at) => ({
    step,
    at,
    name: props.names[at] ?? step.label,
    before: props.answer.previous?.steps[at],
  }))
  return (
    <DataTable
      label={t('funnels.tableLabel')}
      columns={columns}
      rows={rows}
      keyOf={({ at }) => String(at)}
      selected={props.selected?.part === 'reached' ? String(props.selected.step - 1) : undefined}
      onOpen={(row) => props.onOpen(spot(row))}
      actions={(row) => props.actions(spot(row))}
      csvName="teia-funnel-steps"
      foot={t('funnels.tableFoot')}
    />
  )
}

/** The funnel of each value that it is split by. */
export function SeriesTable(props: {
  answer: FunnelAnswer
  names: readonly string[]
  breakdown: string
  selected: Spot | undefined
  onOpen: (spot: Spot) => void
  actions: (spot: Spot) => readonly Action[]
}) {
  const { t, format } = useText()
  const seriesName = useSeriesName(props.breakdown)
  const share = useShareCell()
  const last = props.answer.steps.findLastIndex((step) => !step.optional)
  const spot = ({ key }: FunnelSeries): Spot => ({ step: last + 1, part: 'reached', series: key })
  const highest = Math.max(0.02, ...props.answer.series.map((one) => one.steps[last]?.high ?? 0))
  const columns: Column<FunnelSeries>[] = [
    {
      id: 'series',
      header: t('trends.series'),
      value: ({ key }) => seriesName(key),
      cell: ({ key }) => <span className="row-name">{seriesName(key)}</span>,
    },
    ...props.answer.steps.map(
      (_, at): Column<FunnelSeries> => ({
        id: `step${at}`,
        header: `${at + 1} · ${props.names[at] ?? ''}`,
        num: true,
        value: ({ steps }) => (at === 0 ? steps[at]?.walks : steps[at]?.conversion),
        cell: ({ steps }) => {
          const step = steps[at]
          if (!step) return '–'
          return at === 0 ? format.whole(step.walks) : share(step)
        },
      }),
    ),
    {
      id: 'whisker',
      name: t('funnels.interval'),
      header: <span className="visually-hidden">{t('funnels.interval')}</span>,
      cell: ({ key, steps }) => {
        const step = steps[last]
        return (
          step && (
            <Whisker
              value={step.conversion}
              low={step.low}
              high={Math.min(step.high, highest)}
              from={0}
              to={highest}
              width={120}
              few={(steps[0]?.walks ?? 0) < FEW}
              label={`${seriesName(key)}: ${format.percent(step.conversion)}, ${format.percentSpan(step.low, step.high)}`}
            />
          )
        )
      },
    },
  ]
  return (
    <DataTable
      label={t('trends.bySeries')}
      columns={columns}
      rows={props.answer.series}
      keyOf={({ key }) => key}
      selected={props.selected?.series}
      onOpen={(row) => props.onOpen(spot(row))}
      actions={(row) => props.actions(spot(row))}
      csvName="teia-funnel-series"
    />
  )
}

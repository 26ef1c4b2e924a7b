import type { RetentionAnswer, RetentionPoint, RetentionQuestion } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { FEW, Whisker } from '../../ui/whisker.tsx'
import { type CurveChange, curveChanges } from './curve-changes.ts'
import type { Cell } from './retention-search.ts'

type Row = { at: number; point: RetentionPoint; before: RetentionPoint; change: CurveChange | null }

/** How a share moved since the period before, in points with its interval; grey where that may be chance. */
export function ShareChange({ change }: { change: CurveChange | null }) {
  const { t, format } = useText()
  if (!change) return <span className="quiet">–</span>
  return (
    <>
      <span className={change.isCertain ? 'strong' : 'quiet'}>
        {t('pulse.pp', { n: format.points(change.value) })}
      </span>{' '}
      <span className="note">{`[${format.points(change.low)}, ${format.points(change.high)}]`}</span>
    </>
  )
}

/** The curve in numbers: each period with its share, interval and how many it rests on. */
export function CurveTable(props: {
  answer: RetentionAnswer
  question: RetentionQuestion
  selected: Cell | undefined
  onOpen: (cell: Cell) => void
}) {
  const { t, format } = useText()
  const { previous } = props.answer
  const changes = curveChanges(props.answer)
  const highest = Math.max(0.02, ...props.answer.curve.map((one) => one?.high ?? 0))
  const none = <span className="quiet">–</span>
  const columns: Column<Row>[] = [
    {
      id: 'period',
      header: t('retention.period'),
      value: ({ at }) => at,
      cell: ({ at }) => (
        <span className="row-name">{t(`retention.period_${props.question.period}`, { n: at })}</span>
      ),
    },
    {
      id: 'returned',
      header: t('retention.cameBack'),
      num: true,
      value: ({ point }) => point?.returned,
      cell: ({ point }) => (point ? format.whole(point.returned) : none),
    },
    {
      id: 'of',
      header: t('paths.of'),
      num: true,
      value: ({ point }) => point?.of,
      cell: ({ point }) => (point ? <span className="quiet">{format.whole(point.of)}</span> : none),
    },
    {
      id: 'share',
      header: t('paths.share'),
      num: true,
      value: ({ point }) => point?.share,
      cell: ({ point }) =>
        point ? (
          <>
            {format.percent(point.share)}{' '}
            <span className="note">{format.percentSpan(point.low, point.high)}</span>
          </>
        ) : (
          none
        ),
    },
    {
      id: 'whisker',
      name: t('retention.interval'),
      header: <span className="visually-hidden">{t('retention.interval')}</span>,
      cell: ({ at, point }) =>
        point && (
          <Whisker
            value={point.share}
            low={point.low}
            high={point.high}
            from={0}
            to={highest}
            width={140}
            few={point.of < FEW}
            label={`${t(`retention.period_${props.question.period}`, { n: at })}: ${format.percent(point.share)}, ${format.percentSpan(point.low, point.high)}`}
          />
        ),
    },
  ]
  if (previous)
    columns.push(
      {
        id: 'before',
        header: t('paths.before'),
        num: true,
        value: ({ before }) => before?.share,
        cell: ({ before }) => <span className="quiet">{before ? format.percent(before.share) : '–'}</span>,
      },
      {
        id: 'change',
        header: t('paths.change'),
        num: true,
        value: ({ change }) => change?.value,
        cell: ({ change }) => <ShareChange change={change} />,
      },
    )
  return (
    <DataTable
      label={t('retention.tableLabel')}
      columns={columns}
      rows={props.answer.curve.map((point, at) => ({
        at,
        point,
        before: previous?.curve[at] ?? null,
        change: changes[at] ?? null,
      }))}
      keyOf={({ at }) => String(at)}
      selected={props.selected && props.selected.cohort === undefined ? String(props.selected.at) : undefined}
      onOpen={({ at }) => props.onOpen({ at, part: 'returned' })}
      csvName="teia-retention-curve"
      foot={t('retention.tableFoot')}
    />
  )
}

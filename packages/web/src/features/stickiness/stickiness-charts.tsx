import type { StickinessAnswer, StickinessPeriod, StickinessQuestion } from '@teia/contracts'
import type { RefObject } from 'react'
import { useText } from '../../i18n/text.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Facts } from '../../ui/hover-card.tsx'
import { MarkBars } from '../../ui/mark-bars.tsx'
import { FEW, Whisker } from '../../ui/whisker.tsx'
import { useCohortName } from '../retention/use-retention.ts'
import type { StickinessMark } from './use-stickiness.ts'

type Props = {
  answer: StickinessAnswer
  question: StickinessQuestion
  selected: StickinessMark | undefined
  onOpen: (mark: StickinessMark) => void
  actions: (mark: StickinessMark) => readonly Action[]
}

/** The share of the people of a period who are there on a day, period by period. */
export function RatioBars(props: Props & { svgRef: RefObject<SVGSVGElement | null> }) {
  const { t, format } = useText()
  const { answer, selected } = props
  const nameOf = useCohortName(props.question.period)
  const shift = answer.periods.length - (answer.previous?.length ?? 0)
  const columns = answer.periods.map((one, at) => {
    const before = answer.previous?.[at - shift]?.ratio
    const share = one.ratio ? format.percent(one.ratio.estimate) : '–'
    return {
      key: one.start,
      label: nameOf(one.start),
      isOpen: !one.isWhole,
      interval: one.ratio ?? undefined,
      before: before?.estimate,
      parts: [
        {
          key: '0',
          value: one.ratio?.estimate ?? 0,
          className: 'part-one',
          spoken: t('stickiness.ratioSpoken', { period: nameOf(one.start), share, n: one.people }),
          card: () => (
            <Facts
              kind={t(`stickiness.ratio_${props.question.period}`)}
              title={nameOf(one.start)}
              pairs={[
                [
                  t('paths.share'),
                  one.ratio ? `${share} (${format.percentSpan(one.ratio.low, one.ratio.high)})` : '–',
                ],
                [t('shell.people'), format.whole(one.people)],
                ...(before ? [[t('paths.before'), format.percent(before.estimate)] as const] : []),
              ]}
              note={one.isWhole ? undefined : t('lifecycle.unfinished')}
            />
          ),
        },
      ],
    }
  })
  return (
    <MarkBars
      label={t('stickiness.ratioDrawing')}
      columns={columns}
      format={(value) => `${format.whole(value * 100)} %`}
      selected={selected && { column: selected.start, part: '0' }}
      onOpen={({ column }) => props.onOpen({ start: column, days: 0 })}
      actions={({ column }) => props.actions({ start: column, days: 0 })}
      svgRef={props.svgRef}
      least={0.1}
    />
  )
}

/** How many of the people of one period were active on one day, on two, and so on, with the interval of each share. */
export function DaysBars(props: Props & { period: StickinessPeriod }) {
  const { t, format } = useText()
  const { period, selected } = props
  const columns = period.byDays.map(({ people: n, share, low, high }, at) => {
    const days = t('stickiness.onDays', { n: at + 1 })
    return {
      key: String(at + 1),
      label: String(at + 1),
      isOpen: !period.isWhole,
      interval: n > 0 ? { low, high } : undefined,
      parts: [
        {
          key: 'n',
          value: share,
          className: 'part-one',
          spoken: t('stickiness.daysSpoken', { days, n, of: period.people, share: format.percent(share) }),
          card: () => (
            <Facts
              title={days}
              pairs={[
                [t('shell.people'), t('paths.kOfN', { k: n, n: period.people })],
                [t('paths.share'), `${format.percent(share)} (${format.percentSpan(low, high)})`],
              ]}
            />
          ),
        },
      ],
    }
  })
  const markOf = (column: string) => ({ start: period.start, days: Number(column) })
  return (
    <MarkBars
      label={t('stickiness.daysDrawing')}
      columns={columns}
      format={(value) => `${format.whole(value * 100)} %`}
      selected={selected && selected.days > 0 ? { column: String(selected.days), part: 'n' } : undefined}
      onOpen={({ column }) => props.onOpen(markOf(column))}
      actions={({ column }) => props.actions(markOf(column))}
      least={0.1}
    />
  )
}

/** Each period in numbers. */
export function StickinessTable(props: Props) {
  const { t, format } = useText()
  const nameOf = useCohortName(props.question.period)
  const highest = Math.max(0.1, ...props.answer.periods.map((one) => one.ratio?.high ?? 0))
  const columns: Column<StickinessPeriod>[] = [
    {
      id: 'period',
      header: t('retention.period'),
      value: (one) => one.start,
      cell: (one) => (
        <>
          <span className="row-name">{nameOf(one.start)}</span>{' '}
          {!one.isWhole && <span className="note">{t('lifecycle.unfinished')}</span>}
        </>
      ),
    },
    {
      id: 'people',
      header: t('shell.people'),
      num: true,
      value: (one) => one.people,
      cell: (one) => format.whole(one.people),
    },
    {
      id: 'days',
      header: t('stickiness.meanDays'),
      num: true,
      value: (one) => one.ratio && one.ratio.estimate * one.days,
      cell: (one) => (one.ratio ? format.decimal(one.ratio.estimate * one.days) : '–'),
    },
    {
      id: 'ratio',
      header: t(`stickiness.ratio_${props.question.period}`),
      num: true,
      value: (one) => one.ratio?.estimate,
      cell: ({ ratio }) =>
        ratio ? (
          <>
            {format.percent(ratio.estimate)}{' '}
            <span className="note">{format.percentSpan(ratio.low, ratio.high)}</span>
          </>
        ) : (
          '–'
        ),
    },
    {
      id: 'whisker',
      name: t('stickiness.interval'),
      header: <span className="visually-hidden">{t('stickiness.interval')}</span>,
      cell: ({ start, ratio, people }) =>
        ratio && (
          <Whisker
            value={ratio.estimate}
            low={ratio.low}
            high={ratio.high}
            from={0}
            to={highest}
            width={140}
            few={people < FEW}
            label={`${nameOf(start)}: ${format.percent(ratio.estimate)}, ${format.percentSpan(ratio.low, ratio.high)}`}
          />
        ),
    },
  ]
  return (
    <DataTable
      label={t('stickiness.tableLabel')}
      columns={columns}
      rows={props.answer.periods}
      keyOf={(one) => one.start}
      selected={props.selected?.start}
      onOpen={(one) => props.onOpen({ start: one.start, days: 0 })}
      actions={(one) => props.actions({ start: one.start, days: 0 })}
      csvName="teia-stickiness"
      foot={t('stickiness.foot')}
    />
  )
}

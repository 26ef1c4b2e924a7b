import type { TimeBetween, TimeBetweenAnswer } from '@teia/contracts'
import type { RefObject } from 'react'
import { useText } from '../../i18n/text.tsx'
import { useSeriesName } from '../../ui/breakdown-choices.ts'
import type { Action } from '../../ui/context-menu.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Facts } from '../../ui/hover-card.tsx'
import { MarkBars } from '../../ui/mark-bars.tsx'
import type { TimeBetweenMark } from './time-between-search.ts'
import { edgesOf } from './use-time-between.ts'

type Props = {
  answer: TimeBetweenAnswer
  selected: TimeBetweenMark | undefined
  onOpen: (mark: TimeBetweenMark) => void
  actions: (mark: TimeBetweenMark) => readonly Action[]
}

/** “2 h 10 min [1 h 50 min–2 h 40 min]”; an end that too few leave open is told as such. */
export function useQuantileText() {
  const { format } = useText()
  const end = (seconds: number | null) => (seconds === null ? '…' : format.duration(seconds))
  return ({ estimate, low, high }: NonNullable<TimeBetween['seconds']>['median']) => ({
    value: format.duration(estimate),
    span: `${end(low)}–${end(high)}`,
  })
}

/** People by how long they took, in twelve bars up to the 95th percentile. */
export function TimeBars(props: Props & { svgRef: RefObject<SVGSVGElement | null> }) {
  const { t, format } = useText()
  const { answer, selected } = props
  const { seconds } = answer
  if (!seconds) return null
  const columns = seconds.bins.map((n, bin) => {
    const { atLeast, lessThan } = edgesOf(seconds, bin)
    const span = `${format.duration(atLeast)} – ${format.duration(lessThan)}`
    return {
      key: String(bin),
      label: format.duration(atLeast),
      parts: [
        {
          key: 'n',
          value: n,
          className: 'part-one',
          spoken: t('timeBetween.barSpoken', { span, n }),
          card: () => (
            <Facts
              title={span}
              pairs={[
                [t('shell.people'), format.whole(n)],
                [t('paths.share'), format.percent(n / answer.reached)],
              ]}
            />
          ),
        },
      ],
    }
  })
  const markOf = (column: string): TimeBetweenMark => ({ part: 'reached', bin: Number(column) })
  return (
    <MarkBars
      label={t('timeBetween.drawing')}
      columns={columns}
      format={format.whole}
      selected={selected?.bin === undefined ? undefined : { column: String(selected.bin), part: 'n' }}
      onOpen={({ column }) => props.onOpen(markOf(column))}
      actions={({ column }) => props.actions(markOf(column))}
      svgRef={props.svgRef}
    />
  )
}

type Row = TimeBetween & { key: string | undefined }

/** All together and each value that it is split by: who got there, who never did, and how long it took. */
export function TimeTable(props: Props & { breakdown: string | undefined }) {
  const { t, format } = useText()
  const seriesName = useSeriesName(props.breakdown)
  const quantileText = useQuantileText()
  const nameOf = ({ key }: Row) => (key === undefined ? t('retention.all') : seriesName(key))
  const quantile = (id: 'median' | 'p90', header: string): Column<Row> => ({
    id,
    header,
    num: true,
    value: ({ seconds }) => seconds?.[id].estimate,
    cell: ({ seconds }) => {
      if (!seconds) return <span className="quiet">–</span>
      const { value, span } = quantileText(seconds[id])
      return (
        <>
          {value} <span className="note">{span}</span>
        </>
      )
    },
  })
  const columns: Column<Row>[] = [
    {
      id: 'series',
      header: t('trends.series'),
      value: nameOf,
      cell: (row) => <span className="row-name">{nameOf(row)}</span>,
    },
    {
      id: 'people',
      header: t('timeBetween.began'),
      num: true,
      value: ({ people }) => people,
      cell: ({ people }) => format.whole(people),
    },
    {
      id: 'reached',
      header: t('timeBetween.reached'),
      num: true,
      value: ({ reached }) => reached,
      cell: ({ reached, people }) => (
        <>
          {format.whole(reached)}{' '}
          <span className="note">{people > 0 && format.percent(reached / people)}</span>
        </>
      ),
    },
    {
      id: 'never',
      header: t('timeBetween.never'),
      num: true,
      value: ({ people, reached }) => people - reached,
      cell: ({ people, reached }) => format.whole(people - reached),
    },
    quantile('median', t('funnels.median')),
    quantile('p90', 'p90'),
  ]
  const markOf = ({ key }: Row, part: TimeBetweenMark['part'] = 'reached'): TimeBetweenMark => ({
    part,
    ...(key !== undefined && { series: key }),
  })
  const { series, meta: _, ...whole } = props.answer
  return (
    <DataTable
      label={t('timeBetween.tableLabel')}
      columns={columns}
      rows={[{ ...whole, key: undefined }, ...series]}
      keyOf={({ key }) => (key === undefined ? 'all' : `series ${key}`)}
      selected={
        props.selected?.bin !== undefined || !props.selected
          ? undefined
          : props.selected.series === undefined
            ? 'all'
            : `series ${props.selected.series}`
      }
      onOpen={(row) => props.onOpen(markOf(row))}
      actions={(row) => props.actions(markOf(row))}
      csvName="teia-time-between"
      foot={t('timeBetween.foot')}
    />
  )
}

import { toCsv } from '@teia/contracts'
import { type ReactNode, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { saveFile } from '../../lib/export.ts'
import { ChartActions, ChartFrame } from '../../ui/chart-frame.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { type BarPoint, type BarSeries, StackedBars } from './stacked-bars.tsx'

/** A stacked chart with its table and its file. */
export function TrafficChart(props: {
  title: string
  note: string
  name: string
  series: readonly BarSeries[]
  points: readonly BarPoint[]
  write: (time: string) => string
  empty: ReactNode
}) {
  const { t, format } = useText()
  const [asTable, setTable] = useState(false)
  const { series, points } = props
  const isEmpty = points.every((point) => series.every((one) => (point.values[one.key] ?? 0) === 0))
  const columns: Column<BarPoint>[] = [
    {
      id: 'time',
      header: t('trends.time'),
      value: (point) => point.time,
      cell: (point) => props.write(point.time),
    },
    ...series.map(
      (one): Column<BarPoint> => ({
        id: one.key,
        header: one.label,
        num: true,
        value: (point) => point.values[one.key] ?? 0,
        cell: (point) => format.whole(point.values[one.key] ?? 0),
      }),
    ),
  ]
  const csv = () =>
    saveFile(
      `${props.name}.csv`,
      toCsv(
        [t('trends.time'), ...series.map((one) => one.label)],
        points.map((point) => [point.time, ...series.map((one) => point.values[one.key] ?? 0)]),
      ),
    )
  return (
    <ChartFrame
      title={props.title}
      note={props.note}
      actions={
        <ChartActions table={{ shown: asTable, onToggle: () => setTable(!asTable) }} exports={{ csv }} />
      }
    >
      {isEmpty ? (
        props.empty
      ) : asTable ? (
        <DataTable
          label={props.title}
          columns={columns}
          rows={points.toReversed()}
          keyOf={(point) => point.time}
          first={12}
        />
      ) : (
        <StackedBars label={props.title} series={series} points={points} write={props.write} />
      )}
    </ChartFrame>
  )
}

import type { Filter, TrendAnswer, TrendSeries } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Spark } from '../../ui/spark.tsx'
import { PutSeries } from './put-series.tsx'
import type { TrendsSearch } from './trends-search.ts'
import { useSeriesActions } from './use-series-actions.ts'
import { useTimeText } from './use-trend.ts'

/** Every series with its total, the period before and its course. */
export function SeriesTable(props: {
  answer: TrendAnswer
  search: TrendsSearch
  nameOf: (series: TrendSeries) => string
}) {
  const { t, format } = useText()
  const write = useTimeText(props.search.interval)
  const [put, setPut] = useState<Filter | null>(null)
  const { actions, open } = useSeriesActions(props.search, setPut)
  const before = (series: TrendSeries) =>
    props.answer.previous?.find((other) => other.key.join() === series.key.join())?.total
  const columns: Column<TrendSeries>[] = [
    {
      id: 'name',
      header: t('trends.series'),
      value: props.nameOf,
      cell: (series) => (
        <span className={series.key.includes('…other') ? undefined : 'row-name'}>{props.nameOf(series)}</span>
      ),
    },
    {
      id: 'total',
      header: t('trends.total'),
      num: true,
      value: (series) => series.total,
      cell: (series) => format.whole(series.total),
    },
    {
      id: 'before',
      header: t('paths.before'),
      num: true,
      value: before,
      cell: (series) => (
        <span className="quiet">
          {before(series) === undefined ? '–' : format.whole(before(series) ?? 0)}
        </span>
      ),
    },
    {
      id: 'change',
      header: t('paths.change'),
      num: true,
      value: (series) => {
        const was = before(series)
        return was ? series.total / was - 1 : null
      },
      cell: (series) => {
        const was = before(series)
        return (
          <span className="quiet">{was ? `${format.signed((series.total / was - 1) * 100, 1)} %` : '–'}</span>
        )
      },
    },
    {
      id: 'spark',
      header: t('trends.course'),
      cell: (series) => (
        <Spark
          values={series.points.map((point) => point.value)}
          width={120}
          label={t('pulse.sparkSpoken', { n: series.points.length })}
          tipOf={(index) => ({
            when: write(series.points[index]?.time ?? ''),
            value: format.whole(series.points[index]?.value ?? 0),
          })}
        />
      ),
    },
  ]
  return (
    <>
      <DataTable
        label={t('trends.bySeries')}
        columns={columns}
        rows={props.answer.series}
        keyOf={props.nameOf}
        selected={props.search.series}
        {...(open ? { onOpen: open } : {})}
        actions={actions}
        csvName="teia-trend-series"
      />
      {put && <PutSeries search={props.search} filter={put} onClose={() => setPut(null)} />}
    </>
  )
}

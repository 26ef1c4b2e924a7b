import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type Filter, type Leaf, TrendAnswer, type TrendQuestion, type TrendSeries } from '@teia/contracts'
import { lazy, Suspense, useMemo, useRef } from 'react'
import { usePreferences } from '../../app/preferences.tsx'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { saveFile, svgText, svgToPng, toCsv } from '../../lib/export.ts'
import { narrow } from '../../lib/filter-edit.ts'
import { filterOf, rangeOf } from '../../lib/periods.ts'
import { ChartActions, ChartFrame } from '../../ui/chart-frame.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { useChannelName } from '../../ui/filter-bar.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'
import { seriesColour } from '../../ui/series-colours.ts'
import { Spark } from '../../ui/whisker.tsx'
import { linesOf, seriesName } from './trend-lines.ts'
import { TrendsFilters } from './trends-filters.tsx'
import type { TrendsSearch } from './trends-search.ts'

const route = getRouteApi('/shell/trends')
const LineChart = lazy(() =>
  import('../../ui/line-chart.tsx').then((module) => ({ default: module.LineChart })),
)

function questionOf(search: TrendsSearch, timeZone: string): Partial<TrendQuestion> {
  const filter = filterOf(search)
  return {
    range: rangeOf(search, timeZone),
    measure: search.measure ?? 'events',
    interval: search.interval ?? 'day',
    compare: search.compare ?? 'previous',
    limit: 10,
    ...(search.event ? { event: search.event } : {}),
    ...(search.breakdown ? { breakdown: search.breakdown } : {}),
    ...(filter ? { filter } : {}),
  }
}

/** The conditions that a series stands for; null for the rest that was folded together. */
export function leavesOf(series: Pick<TrendSeries, 'key'>, breakdown: readonly string[]): Leaf[] | null {
  const leaves: Leaf[] = []
  for (const [index, by] of breakdown.entries()) {
    const value = series.key[index]
    if (value === undefined || value === '…other') return null
    if (by === 'event') leaves.push({ event: value, operator: 'equals' })
    else if (by === 'touchpoint') leaves.push({ touchpoint: value, operator: 'equals' })
    else if (by === 'channel')
      leaves.push({ channel: value as Extract<Leaf, { channel: unknown }>['channel'], operator: 'equals' })
    else if (by.startsWith('trait:')) leaves.push({ trait: by.slice(6), operator: 'equals', value })
    else leaves.push({ property: by.replace(/^property:/, ''), operator: 'equals', value })
  }
  return leaves
}

function useSeriesActions(search: TrendsSearch) {
  const { t } = useText()
  const navigate = useNavigate()
  const { period, from, to, compare } = search
  const time = { period, from, to, compare }
  const all = (filter: Filter | undefined, leaves: readonly Leaf[]) =>
    leaves.reduce<Filter | undefined>((sum, leaf) => narrow(sum, leaf), filter)
  const withEvent = (filter: Filter | undefined) =>
    search.event ? narrow(filter, { event: search.event, operator: 'equals' }) : filter
  const openPeople = (series: TrendSeries) => {
    const leaves = leavesOf(series, search.breakdown ?? [])
    if (leaves)
      void navigate({
        to: '/people',
        search: { ...time, filter: all(withEvent(filterOf(search)), leaves) ?? { and: [] } },
      })
  }
  const actions = (series: TrendSeries): Action[] => {
    const leaves = leavesOf(series, search.breakdown ?? [])
    if (!leaves) return []
    const filterBy = () =>
      void navigate({
        to: '/trends',
        search: { ...search, filter: all(search.filter, leaves), series: undefined },
      })
    const [first] = leaves
    const exclude = () =>
      first &&
      void navigate({
        to: '/trends',
        search: {
          ...search,
          filter: narrow(search.filter, { ...first, operator: 'not_equals' }),
          series: undefined,
        },
      })
    return [
      { label: t('common.openPeople'), icon: 'people', onSelect: () => openPeople(series) },
      ...(leaves.length > 0
        ? [{ label: t('common.filterBy'), icon: 'filter' as const, onSelect: filterBy }]
        : []),
      ...(leaves.length === 1
        ? [{ label: t('common.exclude'), icon: 'exclude' as const, onSelect: exclude }]
        : []),
    ]
  }
  return { openPeople, actions }
}

function SeriesTable(props: {
  answer: TrendAnswer
  search: TrendsSearch
  nameOf: (series: TrendSeries) => string
  set: (change: Partial<TrendsSearch>) => void
}) {
  const { t, format } = useText()
  const { actions, openPeople } = useSeriesActions(props.search)
  const before = (series: TrendSeries) =>
    props.answer.previous?.find((other) => other.key.join() === series.key.join())?.total
  const columns: Column<TrendSeries>[] = [
    {
      id: 'name',
      header: t('trends.series'),
      value: props.nameOf,
      cell: (series) => <span className="row-name">{props.nameOf(series)}</span>,
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
        />
      ),
    },
  ]
  return (
    <DataTable
      label={t('trends.bySeries')}
      columns={columns}
      rows={props.answer.series}
      keyOf={props.nameOf}
      selected={props.search.series}
      onOpen={openPeople}
      actions={actions}
      csvName="teia-trend-series"
    />
  )
}

function PointsTable({
  times,
  lines,
  write,
}: {
  times: string[]
  lines: ReturnType<typeof linesOf>['lines']
  write: (time: string) => string
}) {
  const { t, format } = useText()
  const rows = times.map((time, index) => ({ time, index }))
  return (
    <DataTable
      label={t('common.asTable')}
      rows={rows}
      keyOf={(row) => row.time}
      columns={[
        { id: 'time', header: t('trends.time'), value: (row) => row.time, cell: (row) => write(row.time) },
        ...lines.map((line) => ({
          id: line.name,
          header: line.name,
          num: true,
          value: (row: { index: number }) => line.values[row.index],
          cell: (row: { index: number }) => {
            const value = line.values[row.index]
            return value === null || value === undefined ? '–' : format.whole(value)
          },
        })),
      ]}
    />
  )
}

function useTimeText(interval: TrendsSearch['interval']) {
  const { format } = useText()
  return (time: string) =>
    interval === 'hour'
      ? format.moment(time)
      : interval === 'month'
        ? format.monthYear(time)
        : format.dayShort(time)
}

/** Counts over time: events or people, split three ways at most, beside the period before. */
export function TrendsPage() {
  const { t, rich, format } = useText()
  const { dark } = usePreferences()
  const search = route.useSearch()
  const navigate = useNavigate()
  const box = useRef<HTMLDivElement>(null)
  const channelName = useChannelName()
  const write = useTimeText(search.interval)
  const question = questionOf(search, format.timeZone)
  const { data, error, refetch, isPlaceholderData } = useQuery({
    queryKey: ['questions', 'trend', question],
    queryFn: ({ signal }) => ask(TrendAnswer, '/questions/trend', question, signal),
    placeholderData: keepPreviousData,
  })
  const set = (change: Partial<TrendsSearch>) =>
    void navigate({ to: '/trends', search: { ...search, ...change }, resetScroll: false })
  const whole = search.event ?? t(search.measure === 'people' ? 'trends.people' : 'trends.events')
  const names = useMemo(
    () => ({
      whole,
      rest: t('trends.rest'),
      before: (name: string) => t('trends.beforeName', { name }),
      part: (part: string, index: number) =>
        search.breakdown?.[index] === 'channel' ? channelName(part) : part,
    }),
    [whole, t, search.breakdown, channelName],
  )
  const nameOf = (series: TrendSeries) => seriesName(series, names)
  const { times, lines } = useMemo(
    () => (data ? linesOf(data, names) : { times: [], lines: [] }),
    [data, names],
  )
  const total = data?.series.reduce((sum, series) => sum + series.total, 0) ?? 0
  const svg = () => box.current?.querySelector('svg') ?? null
  const deck = !data
    ? t('trends.deckWaiting')
    : rich('trends.deck', {
        measure: search.measure ?? 'events',
        total,
        series: data.series.length,
        split: search.breakdown ? 'yes' : 'no',
      })
  const saveCsv = () =>
    saveFile(
      'teia-trend.csv',
      toCsv(
        ['time', ...lines.map((line) => line.name)],
        times.map((time, index) => [time, ...lines.map((line) => line.values[index])]),
      ),
    )
  return (
    <>
      <PageHeader title={t('shell.trends')} deck={deck} />
      <TrendsFilters search={search} set={set} />
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={14} />
      ) : total === 0 ? (
        <EmptyState title={t('trends.emptyTitle')}>{t('trends.emptyText')}</EmptyState>
      ) : (
        <div className={isPlaceholderData ? 'stale' : undefined} style={{ paddingTop: 16 }}>
          <ChartFrame
            title={whole}
            note={t('trends.note', { interval: search.interval ?? 'day' })}
            actions={
              <ChartActions
                table={{
                  shown: search.table === true,
                  onToggle: () => set({ table: search.table ? undefined : true }),
                }}
                meta={data.meta}
                exports={{
                  csv: saveCsv,
                  svg: () =>
                    svg() && saveFile('teia-trend.svg', svgText(svg() as SVGSVGElement), 'image/svg+xml'),
                  png: () =>
                    svg() &&
                    void svgToPng(svg() as SVGSVGElement).then((blob) => saveFile('teia-trend.png', blob)),
                }}
              />
            }
          >
            {search.table ? (
              <PointsTable times={times} lines={lines} write={write} />
            ) : (
              <Suspense fallback={<div style={{ height: 320 }} />}>
                <LineChart
                  labels={times.map(write)}
                  lines={lines}
                  format={format.whole}
                  onPick={(name) => set({ series: search.series === name ? undefined : name })}
                  selected={search.series}
                  label={t('trends.spoken', { name: whole, n: lines.length })}
                  scheme={dark ? 'dark' : 'light'}
                  svgRef={box}
                />
              </Suspense>
            )}
            <TrendLegend lines={lines} />
          </ChartFrame>
          <Section className="below" title={t('trends.bySeries')} note={t('trends.bySeriesNote')}>
            <SeriesTable answer={data} search={search} nameOf={nameOf} set={set} />
          </Section>
        </div>
      )}
    </>
  )
}

function TrendLegend({ lines }: { lines: ReturnType<typeof linesOf>['lines'] }) {
  const { t } = useText()
  const mains = lines.filter((line) => !line.before)
  return (
    <ul className="legend">
      {mains.map((line, index) => (
        <li key={line.name}>
          <span className="swatch" style={{ '--c': `var(${seriesColour(index)})` } as React.CSSProperties} />
          {line.name}
        </li>
      ))}
      {lines.length > mains.length && <li>{t('trends.dashed')}</li>}
    </ul>
  )
}

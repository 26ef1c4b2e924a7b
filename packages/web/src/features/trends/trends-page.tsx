import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { TrendSeries } from '@teia/contracts'
import { useMemo } from 'react'
import { ConnectSource } from '../../app/connect-source.tsx'
import { useText } from '../../i18n/text.tsx'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { useChannelName } from '../../ui/channel-name.ts'
import { EmptyState } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { SeriesTable } from './series-table.tsx'
import { TrendChart } from './trend-chart.tsx'
import { type Names, seriesName } from './trend-lines.ts'
import { TrendsFilters } from './trends-filters.tsx'
import type { TrendsSearch } from './trends-search.ts'
import { useTrend } from './use-trend.ts'

const route = getRouteApi('/shell/trends')

function useNames(search: TrendsSearch): Names {
  const { t } = useText()
  const channelName = useChannelName()
  const touchpointName = useTouchpointName()
  const { breakdown } = search
  const whole = search.event ?? t(search.measure === 'people' ? 'shell.people' : 'trends.allEvents')
  return useMemo(() => {
    const part = (value: string, index: number) => {
      if (breakdown?.[index] === 'channel') return channelName(value)
      return breakdown?.[index] === 'touchpoint' ? touchpointName(value) : value
    }
    return { whole, rest: t('trends.rest'), before: (name: string) => t('trends.beforeName', { name }), part }
  }, [whole, t, breakdown, channelName, touchpointName])
}

/** Counts over time: events or people, split three ways at most, beside the period before. */
export function TrendsPage() {
  const { t, rich } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { query, queryKey } = useTrend(search)
  const { data } = query
  const names = useNames(search)
  const nameOf = (series: TrendSeries) => seriesName(series, names)
  const set = (change: Partial<TrendsSearch>) =>
    void navigate({ to: '/trends', search: { ...search, ...change }, resetScroll: false })
  const total = data?.series.reduce((sum, series) => sum + series.total, 0) ?? 0
  const deck = !data
    ? t('trends.deckWaiting')
    : rich('trends.deck', {
        measure: search.measure ?? 'events',
        total,
        series: data.series.length,
        split: search.breakdown ? 'yes' : 'no',
      })
  return (
    <>
      <PageHeader title={t('shell.trends')} deck={deck} />
      <TrendsFilters search={search} set={set} />
      <AnswerArea query={query} queryKey={queryKey} rows={14}>
        {(answer) =>
          total === 0 ? (
            <EmptyState title={t('trends.emptyTitle')} action={<ConnectSource />}>
              {t('trends.emptyText')}
            </EmptyState>
          ) : (
            <div style={{ paddingTop: 16 }}>
              <TrendChart answer={answer} search={search} set={set} names={names} nameOf={nameOf} />
              <Section className="below" title={t('trends.bySeries')} note={t('trends.bySeriesNote')}>
                <SeriesTable answer={answer} search={search} nameOf={nameOf} />
              </Section>
            </div>
          )
        }
      </AnswerArea>
    </>
  )
}

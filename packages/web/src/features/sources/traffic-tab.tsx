import { useQuery } from '@tanstack/react-query'
import type { RefusalReason, Source, SourceTraffic } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Switch } from '../../ui/button.tsx'
import { Metric, Metrics } from '../../ui/metric.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { MinuteChart } from './minute-chart.tsx'
import { trafficQuery } from './source-queries.ts'
import type { BarSeries } from './stacked-bars.tsx'
import { TrafficChart } from './traffic-chart.tsx'
import { useSourceSearch } from './use-source-search.ts'

/** Okabe-Ito, without the two that stand for nothing here. */
const colours = ['--cat-6', '--cat-2', '--cat-1', '--cat-4', '--cat-3', '--cat-5', '--cat-8']
const outcomes = [
  { key: 'accepted', colour: '--mark-neutral' },
  { key: 'duplicate', colour: '--cat-5' },
  { key: 'keptAside', colour: '--cat-2' },
  { key: 'refused', colour: '--cat-6' },
] as const

function Numbers({ data }: { data: SourceTraffic }) {
  const { t, maybe, format } = useText()
  const { accepted, refused, duplicate } = data.last24h
  const all = accepted + refused + duplicate
  const share = (part: number) => (all === 0 ? '–' : format.percent(part / all))
  const [first] = data.reasons
  return (
    <Metrics label={t('sources.numbers')}>
      <Metric
        name={t('sources.accepted')}
        value={format.whole(accepted)}
        unit={t('pulse.eventsUnit', { n: accepted })}
        versus={t('sources.ofAll', { share: share(accepted) })}
        note={t('sources.last24h', { n: all })}
      />
      <Metric
        name={t('sources.refused')}
        value={format.whole(refused)}
        unit={t('pulse.eventsUnit', { n: refused })}
        versus={t('sources.ofAll', { share: share(refused) })}
        note={
          first
            ? `${maybe(`sources.reason_${first.reason}`, first.reason)}: ${format.whole(first.count)}`
            : t('sources.noRefusals')
        }
      />
      <Metric
        name={t('sources.duplicate')}
        value={format.whole(duplicate)}
        unit={t('pulse.eventsUnit', { n: duplicate })}
        versus={t('sources.ofAll', { share: share(duplicate) })}
        note={t('sources.onceOnly')}
      />
      <Metric
        name={t('sources.lag')}
        value={data.lagMs === null ? '–' : format.whole(data.lagMs)}
        unit={data.lagMs === null ? undefined : 'ms'}
        versus={t('sources.lagHelp')}
      />
    </Metrics>
  )
}

function reasonSeries(data: SourceTraffic, nameOf: (reason: RefusalReason) => string, rest: string) {
  const sums = new Map<RefusalReason, number>()
  for (const span of data.spans)
    for (const { reason, count } of span.reasons) sums.set(reason, (sums.get(reason) ?? 0) + count)
  const ranked = [...sums].toSorted((one, other) => other[1] - one[1]).map(([reason]) => reason)
  const shown = ranked.length > colours.length ? ranked.slice(0, colours.length - 1) : ranked
  const isShown = new Set<string>(shown)
  const series: BarSeries[] = shown.map((reason, index) => ({
    key: reason,
    label: nameOf(reason),
    colour: colours[index] ?? '--cat-8',
  }))
  if (shown.length < ranked.length) series.push({ key: 'rest', label: rest, colour: '--cat-8' })
  const points = data.spans.map((span) => {
    const values: Record<string, number> = {}
    for (const { reason, count } of span.reasons) {
      const key = isShown.has(reason) ? reason : 'rest'
      values[key] = (values[key] ?? 0) + count
    }
    return { time: span.time, values }
  })
  return { series, points }
}

/** How much a source sends, what came of it, and why what did not get in did not. */
export function TrafficTab({ source }: { source: Source }) {
  const { t, maybe, format } = useText()
  const { search, set } = useSourceSearch()
  const by = search.by ?? 'hour'
  const { data, error, refetch } = useQuery(trafficQuery(source.id, by))
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={12} height={40} />
  const hasTraffic = data.spans.some((span) => span.accepted + span.duplicate > 0)
  const write = (time: string) => (by === 'hour' ? format.moment(time) : format.dayShort(time))
  const reasons = reasonSeries(
    data,
    (reason) => maybe(`sources.reason_${reason}`, reason),
    t('sources.otherReasons'),
  )
  return (
    <>
      <Numbers data={data} />
      <div className="toolbar" style={{ marginTop: 14 }}>
        <Switch
          label={t('sources.by')}
          value={by}
          options={[
            { value: 'hour', label: t('sources.by_hour') },
            { value: 'day', label: t('sources.by_day') },
          ]}
          onChange={(value) => set({ by: value === 'hour' ? undefined : value })}
        />
      </div>
      <TrafficChart
        title={t('sources.overTime')}
        note={t(`sources.span_${by}`)}
        name="teia-traffic"
        series={outcomes.map((one) => ({ ...one, label: t(`sources.${one.key}`) }))}
        points={data.spans.map((span) => ({
          time: span.time,
          values: {
            accepted: span.accepted,
            duplicate: span.duplicate,
            keptAside: span.keptAside,
            refused: span.refused,
          },
        }))}
        write={write}
        empty={<EmptyState title={t('sources.noTraffic')}>{t('sources.noTrafficText')}</EmptyState>}
      />
      <TrafficChart
        title={t('sources.whyNot')}
        note={t(`sources.span_${by}`)}
        name="teia-reasons"
        series={reasons.series}
        points={reasons.points}
        write={write}
        empty={<p className="quiet">{t(hasTraffic ? 'sources.allGotIn' : 'sources.noTraffic')}</p>}
      />
      <Section className="below" title={t('sources.perMinute')} note={t('sources.perMinuteNote')}>
        <MinuteChart traffic={data} />
      </Section>
    </>
  )
}

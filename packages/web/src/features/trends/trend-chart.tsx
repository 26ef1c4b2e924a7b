import type { TrendAnswer, TrendSeries } from '@teia/contracts'
import { lazy, Suspense, useMemo, useRef } from 'react'
import { usePreferences } from '../../app/preferences.tsx'
import { useText } from '../../i18n/text.tsx'
import { chartExports } from '../../ui/chart-exports.ts'
import { ChartActions, ChartFrame } from '../../ui/chart-frame.tsx'
import type { Line } from '../../ui/line-option.ts'
import { seriesColour } from '../../ui/series-colours.ts'
import { PointsTable } from './points-table.tsx'
import { linesOf, type Names } from './trend-lines.ts'
import type { TrendsSearch } from './trends-search.ts'
import { usePoints } from './use-points.tsx'
import { useTimeText } from './use-trend.ts'

const LineChart = lazy(() =>
  import('../../ui/line-chart.tsx').then((module) => ({ default: module.LineChart })),
)

type Set = (change: Partial<TrendsSearch>) => void

/** Names of the lines; pressing one brings it forward. */
function Legend({ lines, search, set }: { lines: readonly Line[]; search: TrendsSearch; set: Set }) {
  const { t } = useText()
  const mains = lines.filter((line) => !line.before)
  return (
    <ul className="legend">
      {mains.map((line, index) => (
        <li key={line.name}>
          <button
            type="button"
            className="as-text"
            aria-pressed={search.series === line.name}
            onClick={() => set({ series: search.series === line.name ? undefined : line.name })}
          >
            <span
              className="swatch"
              style={{ '--c': `var(${seriesColour(index)})` } as React.CSSProperties}
            />{' '}
            {line.name}
          </button>
        </li>
      ))}
      {lines.length > mains.length && <li>{t('trends.dashed')}</li>}
    </ul>
  )
}

type Props = {
  answer: TrendAnswer
  search: TrendsSearch
  set: Set
  names: Names
  nameOf: (series: TrendSeries) => string
}

function Drawing({
  answer,
  search,
  names,
  nameOf,
  times,
  lines,
  box,
}: Omit<Props, 'set'> & {
  times: string[]
  lines: Line[]
  box: React.RefObject<HTMLDivElement | null>
}) {
  const { t, format } = useText()
  const { dark } = usePreferences()
  const write = useTimeText(search.interval)
  const points = usePoints(search, answer, { times, nameOf })
  // biome-ignore lint/correctness/useExhaustiveDependencies: how times are written follows the interval and the language
  const labels = useMemo(() => times.map(write), [times, search.interval, format])
  return (
    <Suspense fallback={<div style={{ height: 320 }} />}>
      <LineChart
        labels={labels}
        lines={lines}
        format={format.whole}
        selected={search.series}
        label={t('trends.spoken', { name: names.whole, n: lines.length })}
        scheme={dark ? 'dark' : 'light'}
        svgRef={box}
        {...points}
      />
    </Suspense>
  )
}

/** The lines with their actions, or the same as a table. */
export function TrendChart({ answer, search, set, names, nameOf }: Props) {
  const { t } = useText()
  const box = useRef<HTMLDivElement>(null)
  const write = useTimeText(search.interval)
  const { times, lines } = useMemo(() => linesOf(answer, names), [answer, names])
  const drawn = !search.table
  return (
    <ChartFrame
      title={names.whole}
      note={t('trends.note', { interval: search.interval ?? 'day' })}
      actions={
        <ChartActions
          table={{ shown: !drawn, onToggle: () => set({ table: drawn ? true : undefined }) }}
          meta={answer.meta}
          exports={chartExports(
            'trend',
            ['time', ...lines.map((line) => line.name)],
            times.map((time, index) => [time, ...lines.map((line) => line.values[index])]),
            drawn ? () => box.current?.querySelector('svg') : null,
          )}
        />
      }
    >
      {drawn ? (
        <Drawing {...{ answer, search, names, nameOf, times, lines, box }} />
      ) : (
        <PointsTable times={times} lines={lines} write={write} />
      )}
      <Legend lines={lines} search={search} set={set} />
    </ChartFrame>
  )
}

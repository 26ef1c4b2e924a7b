import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type Touchpoint, TrendAnswer } from '@teia/contracts'
import { lazy, Suspense, useMemo, useRef, useState } from 'react'
import { usePreferences } from '../../app/preferences.tsx'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { rangeOf } from '../../lib/periods.ts'
import { chartExports } from '../../ui/chart-exports.ts'
import { ChartActions, ChartFrame } from '../../ui/chart-frame.tsx'
import { Facts } from '../../ui/hover-card.tsx'
import type { Line } from '../../ui/line-option.ts'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'

const LineChart = lazy(() =>
  import('../../ui/line-chart.tsx').then((module) => ({ default: module.LineChart })),
)

/** The trend of a touchpoint over 28 days and the 28 before. */
export function useVolume(one: Touchpoint) {
  const { format } = useText()
  const question = {
    range: rangeOf({}, format.timeZone),
    filter: { touchpoint: one.id, operator: 'equals' },
    compare: 'previous',
  }
  return useQuery({
    queryKey: ['questions', 'trend', question],
    queryFn: ({ signal }) => ask(TrendAnswer, '/questions/trend', question, signal),
  })
}

/** Interactions per day, over those of the 28 days before. */
export function Volume({ one }: { one: Touchpoint }) {
  const { t } = useText()
  const { data, error, refetch } = useVolume(one)
  const box = useRef<HTMLDivElement>(null)
  const [isTable, setTable] = useState(false)
  const name = t('touchpoints.interactions')
  const before = t('touchpoints.dashedBefore')
  const points = data?.series[0]?.points
  const earlier = data?.previous?.[0]?.points
  const times = useMemo(() => points?.map((point) => point.time) ?? [], [points])
  const lines = useMemo(
    (): Line[] => [
      { name, values: points?.map((point) => point.value) ?? [] },
      {
        name: before,
        of: name,
        before: true,
        values: (points ?? []).map((_, at) => earlier?.[at]?.value ?? null),
      },
    ],
    [points, earlier, name, before],
  )
  return (
    <ChartFrame
      title={t('touchpoints.volume')}
      note={t('touchpoints.volumeNote')}
      actions={
        <ChartActions
          table={{ shown: isTable, onToggle: () => setTable(!isTable) }}
          meta={data?.meta}
          exports={chartExports(
            one.id,
            ['time', name, before],
            times.map((time, at) => [time, ...lines.map((line) => line.values[at])]),
            isTable ? null : () => box.current?.querySelector('svg'),
          )}
        />
      }
    >
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={10} />
      ) : isTable ? (
        <VolumeTable times={times} lines={lines} />
      ) : (
        <Drawing one={one} times={times} lines={lines} box={box} />
      )}
    </ChartFrame>
  )
}

type Drawn = { times: readonly string[]; lines: Line[] }

function VolumeTable({ times, lines }: Drawn) {
  const { t, format } = useText()
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            <th>{t('trends.time')}</th>
            {lines.map((line) => (
              <th className="num" key={line.name}>
                {line.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((time, at) => (
            <tr key={time}>
              <td>{format.dayShort(time)}</td>
              {lines.map((line) => (
                <td className="num" key={line.name}>
                  {format.whole(line.values[at] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Drawing({
  one,
  times,
  lines,
  box,
}: Drawn & { one: Touchpoint; box: React.RefObject<HTMLDivElement | null> }) {
  const { t, format } = useText()
  const { dark } = usePreferences()
  const navigate = useNavigate()
  const touchpointName = useTouchpointName()
  const labels = useMemo(() => times.map((time) => format.dayShort(time)), [times, format])
  const value = (at: number, line: number) => format.whole(lines[line]?.values[at] ?? 0)
  const people = (at: number) => {
    const day = (times[at] ?? '').slice(0, 10)
    const filter = { touchpoint: one.name, operator: 'equals' } as const
    void navigate({ to: '/people', search: { period: 'custom', from: day, to: day, filter } })
  }
  return (
    <Suspense fallback={<div style={{ height: 320 }} />}>
      <LineChart
        labels={labels}
        lines={lines}
        format={format.whole}
        selected={undefined}
        label={`${t('touchpoints.volume')}: ${touchpointName(one.name)}`}
        scheme={dark ? 'dark' : 'light'}
        svgRef={box}
        onOpen={({ at }) => people(at)}
        actions={({ at }) => [{ label: t('common.openPeople'), icon: 'people', onSelect: () => people(at) }]}
        cardOf={({ at }) => (
          <Facts
            kind={labels[at] ?? ''}
            title={touchpointName(one.name)}
            pairs={lines.map((line, index) => [line.name, value(at, index)] as const)}
          />
        )}
        spokenOf={({ at, line }) => `${labels[at]}: ${lines[line]?.name} ${value(at, line)}`}
      />
    </Suspense>
  )
}

import type { MapStepAnswer } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { useReading } from '../../ui/spark.tsx'

const WIDTH = 296
const LEFT = 30
const RIGHT = 4
const TOP = 8
const BOTTOM = 74

type Day = MapStepAnswer['days'][number]

/** From and to which whole tenth the scale reaches, so that every day and the usual band lie on it; all of it where there is none. */
export function scaleOf(shares: readonly number[]): { from: number; to: number } {
  if (shares.length === 0) return { from: 0, to: 1 }
  const from = Math.floor(Math.min(...shares) * 10) / 10
  const to = Math.ceil(Math.max(...shares) * 10) / 10
  return to - from >= 0.2 ? { from, to } : { from: Math.max(0, to - 0.2), to: Math.max(0.2, to) }
}

/** Runs of neighbouring days on which somebody came: nothing is drawn over days without anybody. */
export function runsOfDays(days: readonly Pick<Day, 'entered'>[]): number[][] {
  const runs: number[][] = []
  for (const [at, day] of days.entries()) {
    if (day.entered === 0) continue
    const run = runs.at(-1)
    if (run && run.at(-1) === at - 1) run.push(at)
    else runs.push([at])
  }
  return runs
}

/** The share who went on, day by day: grey the usual band, dashed where more may still go on. */
export function ShareChart({ days, usual }: Pick<MapStepAnswer, 'days' | 'usual'>) {
  const { t, format } = useText()
  const known = days.filter((day) => day.entered > 0)
  const { from, to } = scaleOf([...known.map((day) => day.share), ...(usual ? [usual.low, usual.high] : [])])
  const x = (at: number) => LEFT + (at / Math.max(1, days.length - 1)) * (WIDTH - LEFT - RIGHT)
  const y = (share: number) => BOTTOM - ((share - from) / (to - from)) * (BOTTOM - TOP)
  const tipOf = (at: number) => {
    const day = days[at]
    const when = day ? format.dayShort(day.start) : ''
    if (!day || day.entered === 0) return { when, value: t('maps.nobodyCame') }
    const value = `${format.percent(day.share)}, ${t('paths.kOfN', { k: day.wentOn, n: day.entered })}`
    return { when, value: day.isRipe ? value : `${value} · ${t('maps.unripe')}` }
  }
  const reading = { width: WIDTH, padLeft: LEFT, padRight: RIGHT, label: t('maps.shareByDay') }
  const { at, handlers } = useReading({ ...reading, values: days, tipOf, focusable: true })
  const point = (day: number) => `${x(day).toFixed(1)} ${y(days[day]?.share ?? 0).toFixed(1)}`
  const ripe = days.findIndex((day) => !day.isRipe)
  const isRipe = (day: number) => ripe === -1 || day < ripe
  const pathOf = (isOwn: (day: number) => boolean) =>
    runsOfDays(days)
      .flatMap((run) => {
        // The dashed line goes on from the last day that is sure.
        const own = run.filter(
          (day) => isOwn(day) || (!isOwn(day) && isOwn(day + 1) && run.includes(day + 1)),
        )
        return own.length > 0 ? [`M${own.map(point).join('L')}`] : []
      })
      .join('')
  const middle = (from + to) / 2
  const tip = at === null ? null : tipOf(at)
  const ends = [days[0], days.at(-1)]
  return (
    <span className="spark-area share-chart" {...handlers} style={{ width: WIDTH, height: 92 }}>
      <svg className="chart" viewBox={`0 0 ${WIDTH} 92`} aria-hidden="true">
        {[to, middle, from].map((value) => (
          <g key={value}>
            <path className="grid" d={`M${LEFT} ${y(value)}H${WIDTH}`} />
            <text className="t3 end" x={LEFT - 6} y={y(value) + 4}>
              {format.whole(value * 100)}
            </text>
          </g>
        ))}
        {usual && (
          <rect
            className="normal"
            x={LEFT}
            width={WIDTH - LEFT - RIGHT}
            y={y(usual.high)}
            height={Math.max(1, y(usual.low) - y(usual.high))}
          />
        )}
        <path className="series" d={pathOf(isRipe)} />
        <path className="series unripe" d={pathOf((day) => !isRipe(day))} />
        {runsOfDays(days).flatMap((run) => {
          const [only] = run
          return run.length === 1 && only !== undefined
            ? [<circle key={only} className="point" cx={x(only)} cy={y(days[only]?.share ?? 0)} r="2" />]
            : []
        })}
        {at !== null && (days[at]?.entered ?? 0) > 0 && (
          <circle className="point" cx={x(at)} cy={y(days[at]?.share ?? 0)} r="3" />
        )}
        <text className="t3" x={LEFT} y="90">
          {ends[0] && format.dayShort(ends[0].start)}
        </text>
        <text className="t3 end" x={WIDTH - RIGHT} y="90">
          {ends[1] && format.dayShort(ends[1].start)}
        </text>
      </svg>
      {tip && (
        <span className="hover-card spark-card">
          {tip.when} <b>{tip.value}</b>
        </span>
      )}
    </span>
  )
}

import { useElementSize } from '@mantine/hooks'
import { useText } from '../../i18n/text.tsx'

export type BarSeries = { key: string; label: string; colour: string }
export type BarPoint = { time: string; values: Readonly<Record<string, number>> }

const height = 180
const foot = 20
const left = 44

/** A round number at or above the highest bar. */
export function niceTop(most: number): number {
  if (most <= 4) return 4
  const power = 10 ** Math.floor(Math.log10(most))
  const factor = [1, 2, 2.5, 4, 5, 10].find((one) => one * power >= most) ?? 10
  return factor * power
}

/** Counts over time, stacked by series from the bottom. Each bar tells its numbers by pointer and keyboard. */
export function StackedBars({
  label,
  series,
  points,
  write,
  onOpen,
}: {
  label: string
  series: readonly BarSeries[]
  points: readonly BarPoint[]
  /** How the time of a bar is written. */
  write: (time: string) => string
  onOpen?: (point: BarPoint) => void
}) {
  const { t, format } = useText()
  const { ref, width: measured } = useElementSize<HTMLDivElement>()
  const full = Math.max(280, measured || 760)
  const each = (full - left) / Math.max(1, points.length)
  const sum = (point: BarPoint) => series.reduce((total, one) => total + (point.values[one.key] ?? 0), 0)
  const top = niceTop(Math.max(0, ...points.map(sum)))
  const scale = (count: number) => (count / top) * (height - foot - 8)
  const base = height - foot
  const step = Math.max(1, Math.ceil(points.length / Math.max(2, Math.floor((full - left) / 96))))
  return (
    <div ref={ref}>
      <svg
        className="stacked"
        width={full}
        height={height}
        viewBox={`0 0 ${full} ${height}`}
        role="img"
        aria-label={label}
      >
        {[0.5, 1].map((share) => (
          <g key={share}>
            <path className="grid" d={`M${left} ${base - scale(top * share)}H${full}`} />
            <text className="t3 end" x={left - 6} y={base - scale(top * share) + 4}>
              {format.compact(top * share)}
            </text>
          </g>
        ))}
        <text className="t3 end" x={left - 6} y={base + 4}>
          0
        </text>
        {points.map((point, index) => {
          const x = left + index * each
          let y = base
          const spoken = series
            .filter((one) => (point.values[one.key] ?? 0) > 0)
            .map((one) => `${one.label} ${format.whole(point.values[one.key] ?? 0)}`)
            .join(', ')
          return (
            <g key={point.time}>
              {series.map((one) => {
                const tall = scale(point.values[one.key] ?? 0)
                y -= tall
                return tall > 0 ? (
                  <rect
                    key={one.key}
                    className="seg"
                    x={x + each * 0.12}
                    y={y}
                    width={each * 0.76}
                    height={Math.max(1, tall)}
                    style={{ fill: `var(${one.colour})` }}
                  />
                ) : null
              })}
              <rect
                className="hit"
                x={x}
                y={8}
                width={each}
                height={base - 8}
                {...(onOpen ? { onClick: () => onOpen(point), cursor: 'pointer' } : {})}
              >
                <title>{`${write(point.time)}: ${spoken || t('sources.nothing')}`}</title>
              </rect>
              {index % step === 0 && (
                <text className="t3" x={x} y={height - 5}>
                  {write(point.time)}
                </text>
              )}
            </g>
          )
        })}
        <path className="axis" d={`M${left} ${base + 0.5}H${full}`} />
      </svg>
      <ul className="legend">
        {series.map((one) => (
          <li key={one.key}>
            <span className="swatch" style={{ '--c': `var(${one.colour})` } as React.CSSProperties} />
            {one.label}
          </li>
        ))}
      </ul>
    </div>
  )
}

import type { RetentionAnswer, RetentionPoint } from '@teia/contracts'
import { type RefObject, useRef } from 'react'
import { useText } from '../../i18n/text.tsx'
import { useSeriesName } from '../../ui/breakdown-choices.ts'
import { seriesColour } from '../../ui/series-colours.ts'
import { useWidth } from '../../ui/use-width.ts'

const NARROWEST = 280
const WIDEST = 900
const HEIGHT = 190
const LEFT = 44
const TOP = 10
const FOOT = 24
/** A mark of the axis and the room around it. */
const MARK = 28

type Curve = { name: string; points: readonly RetentionPoint[]; colour: string; isBefore?: true }
type Scale = { x: (at: number) => number; y: (share: number) => number; top: number; width: number }

/** From nothing to the next tenth above all shares, over as many periods as there are. */
function scaleOf(answer: RetentionAnswer, curves: readonly Curve[], width: number): Scale {
  const most = Math.max(
    0.02,
    ...answer.curve.map((one) => one?.high ?? 0),
    ...curves.flatMap(({ points }) => points.map((point) => point?.share ?? 0)),
  )
  const top = Math.min(1, Math.ceil(most * 10) / 10)
  return {
    x: (at) => LEFT + (at + 0.5) * ((width - LEFT) / answer.curve.length),
    y: (share) => TOP + HEIGHT * (1 - Math.min(share, top) / top),
    top,
    width,
  }
}

function Axes({ count, scale: { x, y, top, width } }: { count: number; scale: Scale }) {
  const { format } = useText()
  const each = Math.ceil((count * MARK) / (width - LEFT))
  return (
    <>
      {[0, 0.5, 1].map((part) => (
        <g key={part}>
          <path className="grid" d={`M${LEFT} ${y(part * top)}H${width}`} />
          <text className="t3 end" x={LEFT - 6} y={y(part * top) + 4}>
            {format.whole(part * top * 100)} %
          </text>
        </g>
      ))}
      {Array.from({ length: Math.ceil(count / each) }, (_, mark) => mark * each).map((at) => (
        <text key={at} className="t3 mid" x={x(at)} y={TOP + HEIGHT + 16}>
          {at}
        </text>
      ))}
    </>
  )
}

function Band({ points, scale: { x, y } }: { points: readonly RetentionPoint[]; scale: Scale }) {
  const known = points.flatMap((point, at) => (point ? [{ point, at }] : []))
  if (known.length === 0) return null
  const edge = [
    ...known.map(({ point, at }) => `${x(at)} ${y(point.high)}`),
    ...known.toReversed().map(({ point, at }) => `${x(at)} ${y(point.low)}`),
  ]
  return <path className="band" d={`M${edge.join('L')}Z`} />
}

function Line({ curve, scale: { x, y } }: { curve: Curve; scale: Scale }) {
  const { colour, isBefore } = curve
  const known = curve.points.flatMap((point, at) => (point ? [{ share: point.share, at }] : []))
  return (
    <g className={isBefore && 'before'}>
      <path
        className="curve"
        style={{ stroke: colour }}
        d={`M${known.map(({ share, at }) => `${x(at)} ${y(share)}`).join('L')}`}
      />
      {known.map(({ share, at }) => (
        <circle key={at} style={{ fill: colour }} cx={x(at)} cy={y(share)} r="2.5" />
      ))}
    </g>
  )
}

/** The share that came back by period with its interval, for all and for each value that it is split by. */
export function RetentionCurve(props: {
  answer: RetentionAnswer
  breakdown: string | undefined
  svgRef: RefObject<SVGSVGElement | null>
}) {
  const { t } = useText()
  const seriesName = useSeriesName(props.breakdown)
  const { answer } = props
  const box = useRef<HTMLDivElement>(null)
  const width = Math.min(WIDEST, Math.max(NARROWEST, useWidth(box)))
  const height = TOP + HEIGHT + FOOT
  const curves: Curve[] = [
    { name: t('retention.all'), points: answer.curve, colour: `var(${seriesColour(0)})` },
    ...answer.series.map((one, at) => ({
      name: seriesName(one.key),
      points: one.curve,
      colour: `var(${seriesColour(at + 1)})`,
    })),
    ...(answer.previous && answer.previous.people > 0
      ? [
          {
            name: t('paths.periodBefore'),
            points: answer.previous.curve,
            colour: 'var(--ink-3)',
            isBefore: true,
          } as const,
        ]
      : []),
  ]
  const scale = scaleOf(answer, curves, width)
  return (
    <div ref={box}>
      <svg
        ref={props.svgRef}
        className="chart retention-curve"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t('retention.curveSpoken', { n: answer.curve.length, people: answer.people })}
      >
        <Axes count={answer.curve.length} scale={scale} />
        <Band points={answer.curve} scale={scale} />
        {curves.map((curve) => (
          <Line key={curve.name} curve={curve} scale={scale} />
        ))}
      </svg>
      {curves.length > 1 && (
        <ul className="legend">
          {curves.map(({ name, colour }) => (
            <li key={name}>
              <span className="swatch" style={{ '--c': colour } as React.CSSProperties} /> {name}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

import type { RetentionAnswer, RetentionPoint } from '@teia/contracts'
import type { RefObject } from 'react'
import { useText } from '../../i18n/text.tsx'
import { useSeriesName } from '../../ui/breakdown-choices.ts'
import { seriesColour } from '../../ui/series-colours.ts'

const WIDTH = 760
const HEIGHT = 190
const LEFT = 44
const TOP = 10
const FOOT = 24

type Curve = { name: string; points: readonly RetentionPoint[]; colour: string; isBefore?: true }

/** The share that came back by period with its interval, for all and for each value that it is split by. */
export function RetentionCurve(props: {
  answer: RetentionAnswer
  breakdown: string | undefined
  svgRef: RefObject<SVGSVGElement | null>
}) {
  const { t, format } = useText()
  const seriesName = useSeriesName(props.breakdown)
  const { answer } = props
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
  const count = answer.curve.length
  const most = Math.max(
    0.02,
    ...answer.curve.map((one) => one?.high ?? 0),
    ...curves.flatMap(({ points }) => points.map((point) => point?.share ?? 0)),
  )
  const top = Math.min(1, Math.ceil(most * 10) / 10)
  const x = (at: number) => LEFT + (at + 0.5) * ((WIDTH - LEFT) / count)
  const y = (share: number) => TOP + HEIGHT * (1 - Math.min(share, top) / top)
  const line = (points: readonly RetentionPoint[]) =>
    points.flatMap((point, at) => (point ? [`${x(at)} ${y(point.share)}`] : [])).join('L')
  const known = answer.curve.flatMap((point, at) => (point ? [{ point, at }] : []))
  const band = [
    ...known.map(({ point, at }) => `${x(at)} ${y(point.high)}`),
    ...known.toReversed().map(({ point, at }) => `${x(at)} ${y(point.low)}`),
  ].join('L')
  const each = Math.ceil(count / 14)
  return (
    <>
      <svg
        ref={props.svgRef}
        className="chart retention-curve"
        viewBox={`0 0 ${WIDTH} ${TOP + HEIGHT + FOOT}`}
        role="img"
        aria-label={t('retention.curveSpoken', { n: count, people: answer.people })}
      >
        {[0, 0.5, 1].map((part) => (
          <g key={part}>
            <path className="grid" d={`M${LEFT} ${y(part * top)}H${WIDTH}`} />
            <text className="t3 end" x={LEFT - 6} y={y(part * top) + 4}>
              {format.whole(part * top * 100)} %
            </text>
          </g>
        ))}
        {band && <path className="band" d={`M${band}Z`} />}
        {curves.map(({ name, points, colour, isBefore }) => (
          <g key={name} className={isBefore && 'before'}>
            <path className="curve" style={{ stroke: colour }} d={`M${line(points)}`} />
            {points.map(
              (point, place) =>
                point && (
                  <circle
                    // biome-ignore lint/suspicious/noArrayIndexKey: a point is its period
                    key={place}
                    style={{ fill: colour }}
                    cx={x(place)}
                    cy={y(point.share)}
                    r="2.5"
                  />
                ),
            )}
          </g>
        ))}
        {answer.curve.map(
          (_, at) =>
            at % each === 0 && (
              // biome-ignore lint/suspicious/noArrayIndexKey: a mark of the axis is its period
              <text key={at} className="t3 mid" x={x(at)} y={TOP + HEIGHT + 16}>
                {at}
              </text>
            ),
        )}
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
    </>
  )
}

import { type RefObject, useRef } from 'react'
import { useText } from '../../i18n/text.tsx'
import { roundUp } from '../../lib/round-up.ts'
import { useWalk } from '../../ui/use-walk.ts'
import { useWidth } from '../../ui/use-width.ts'
import { type ChannelRow, type Given, givenOf, useGivenText } from './attribution-facts.ts'
import { GAP, GivenMarks, LINE, type MarksProps } from './given-marks.tsx'

/** A narrower box scrolls the drawing. */
const NARROWEST = 620
const WIDEST = 1240
const LEFT = 168
const RIGHT = 24
const TOP = 26

const walks = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] } as const
const cut = (name: string) => (name.length > 24 ? `${name.slice(0, 23)}…` : name)

type Props = MarksProps & {
  /** What stands under the name of a channel. */
  noteOf?: ((row: ChannelRow) => string) | undefined
  selected: string | undefined
  svgRef: RefObject<SVGSVGElement | null>
}

function scaleOf(given: readonly Given[], width: number) {
  const most = Math.max(0, ...given.map(({ estimate, high }) => Math.max(estimate, high ?? estimate)))
  const least = Math.min(0, ...given.map(({ estimate, low }) => Math.min(estimate, low ?? estimate)))
  const step = roundUp((most - least || 1) / 6)
  const [from, to] = [least * 1.03, (most || 1) * 1.03]
  const first = Math.ceil(from / step)
  const ticks = Array.from({ length: Math.floor(to / step) - first + 1 }, (_, at) => (first + at) * step)
  return { ticks, x: (value: number) => LEFT + ((width - LEFT - RIGHT) * (value - from)) / (to - from) }
}

/** One row a channel, in it a mark a model with its 95 % interval. */
export function GivenChart(props: Props) {
  const { t } = useText()
  const { answer, measure, noteOf, rows } = props
  const text = useGivenText(measure)
  const walk = useWalk(rows.length, walks)
  const given = rows.flatMap((row) => row.given.flatMap((one) => givenOf(one, measure) ?? []))
  const box = useRef<HTMLDivElement>(null)
  const width = Math.min(WIDEST, Math.max(NARROWEST, useWidth(box)))
  const { ticks, x } = scaleOf(given, width)
  const each = answer.models.length * LINE + GAP
  const height = TOP + rows.length * each + 4
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls; this box scrolls a drawing
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <div className="scroll" ref={box} role="group" tabIndex={0} aria-label={t('attribution.drawing')}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing with marks to open is a group */}
      <svg
        ref={props.svgRef}
        className="given-marks"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label={t('attribution.drawing')}
        onKeyDown={walk.step}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <path className={tick === 0 ? 'zero' : 'grid'} d={`M${x(tick)} ${TOP - 6}V${height}`} />
            <text className="t3 mid" x={x(tick)} y={12}>
              {text.tick(tick)}
            </text>
          </g>
        ))}
        {rows.map((row, at) => {
          const top = TOP + at * each
          return (
            <g key={row.channel}>
              {row.channel === props.selected && (
                <rect className="row-open" x={0} width={width} y={top} height={each} />
              )}
              <path className="grid" d={`M0 ${top}H${width}`} />
              <text
                className={row.channel === '' ? 't3' : undefined}
                x={0}
                y={top + each / 2 + (noteOf ? -3 : 4)}
              >
                {cut(props.labelOf(row.channel))}
              </text>
              {noteOf && (
                <text className="t3" x={0} y={top + each / 2 + 13}>
                  {cut(noteOf(row))}
                </text>
              )}
              <GivenMarks {...props} {...{ at, top, x, walk }} />
            </g>
          )
        })}
      </svg>
    </div>
  )
}

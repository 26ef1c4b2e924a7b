import type { AttributionAnswer } from '@teia/contracts'
import { type CSSProperties, type RefObject, useRef } from 'react'
import { useText } from '../../i18n/text.tsx'
import { roundUp } from '../../lib/round-up.ts'
import { type Action, useMenu } from '../../ui/context-menu.tsx'
import { Facts, useHoverCard } from '../../ui/hover-card.tsx'
import { useWalk } from '../../ui/use-walk.ts'
import { useWidth } from '../../ui/use-width.ts'
import { type ChannelRow, type Given, givenOf, useGivenText, useModelName } from './attribution-facts.ts'
import type { Measure } from './attribution-search.ts'
import { colourOfModel, ModelShape } from './mark-shape.tsx'

/** A narrower box scrolls the drawing. */
const NARROWEST = 620
const WIDEST = 1240
const LEFT = 168
const RIGHT = 24
const TOP = 26
/** Of a mark, and between channels. */
const LINE = 9
const GAP = 12

const walks = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] } as const
const cut = (name: string) => (name.length > 24 ? `${name.slice(0, 23)}…` : name)

type Props = {
  answer: AttributionAnswer
  rows: readonly ChannelRow[]
  measure: Measure
  labelOf: (channel: string) => string
  /** What stands under the name of a channel. */
  noteOf?: ((row: ChannelRow) => string) | undefined
  selected: string | undefined
  onOpen: (channel: string) => void
  actions: (channel: string) => readonly Action[]
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

function Marks(
  props: Props & { at: number; top: number; x: (value: number) => number; walk: ReturnType<typeof useWalk> },
) {
  const withMenu = useMenu()
  const withCard = useHoverCard()
  const modelName = useModelName()
  const text = useGivenText(props.measure)
  const { answer, at, walk, x } = props
  const row = props.rows[at]
  if (!row) return null
  const name = props.labelOf(row.channel)
  return row.given.map((one, place) => {
    const model = answer.models[place]?.model
    const given = givenOf(one, props.measure)
    if (!model || !given) return null
    const y = props.top + GAP / 2 + (place + 0.5) * LINE
    const [low, high] = [x(given.low ?? given.estimate), x(given.high ?? given.estimate)]
    const said = { value: text.value(given.estimate), span: text.span(given) }
    const menu = withMenu(() => props.actions(row.channel))
    const card = withCard(
      () => (
        <Facts
          kind={modelName(model)}
          title={`${name}: ${said.value}`}
          pairs={said.span ? [['95 %', said.span]] : []}
        />
      ),
      'pointer',
    )
    const key = `${at} ${place}`
    return (
      // biome-ignore lint/a11y/useSemanticElements: a mark of a drawing cannot be a button
      <g
        key={model}
        {...card}
        role="button"
        tabIndex={walk.isStop(key) ? 0 : -1}
        data-at={key}
        data-mark=""
        style={{ '--c': colourOfModel(place) } as CSSProperties}
        aria-label={`${name}, ${modelName(model)}: ${said.value}${said.span ? `, ${said.span}` : ''}`}
        onFocus={(event) => {
          walk.setStop(key)
          card.onFocus(event)
        }}
        onClick={() => props.onOpen(row.channel)}
        onContextMenu={menu.onContextMenu}
        onKeyDown={(event) => {
          menu.onMenuKey(event)
          if (event.key !== 'Enter' && event.key !== ' ') return
          event.preventDefault()
          props.onOpen(row.channel)
        }}
      >
        <rect className="room" x={low - 6} width={high - low + 12} y={y - LINE / 2} height={LINE} />
        <path className="span" d={`M${low} ${y}H${high}`} />
        <ModelShape at={place} x={x(given.estimate)} y={y} />
      </g>
    )
  })
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
              <Marks {...props} {...{ at, top, x, walk }} />
            </g>
          )
        })}
      </svg>
    </div>
  )
}

/** Which shape and colour is which model. */
export function ModelLegend({ answer }: { answer: AttributionAnswer }) {
  const modelName = useModelName()
  return (
    <ul className="legend given-legend">
      {answer.models.map(({ model }, at) => (
        <li key={model} style={{ '--c': colourOfModel(at) } as CSSProperties}>
          <svg width="10" height="10" viewBox="-5 -5 10 10" aria-hidden="true">
            <ModelShape at={at} x={0} y={0} />
          </svg>
          {modelName(model)}
        </li>
      ))}
    </ul>
  )
}

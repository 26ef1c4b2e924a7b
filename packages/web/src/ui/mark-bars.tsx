import type { ReactNode, RefObject } from 'react'
import { roundUp } from '../lib/round-up.ts'
import { type Action, useMenu } from './context-menu.tsx'
import { useHoverCard } from './hover-card.tsx'
import { useWalk } from './use-walk.ts'

const HEIGHT = 220
const LEFT = 52
const TOP = 12
const FOOT = 26
/** Of the drawing, in pixels: as many columns as fit share the widest one. */
const WIDEST = 1040
const NARROWEST = 360
const COLUMN = 72

/** A part of a column: above the axis one on the other; a negative one below it. */
export type BarPart = { key: string; value: number; className: string; spoken: string; card: () => ReactNode }
export type BarColumn = {
  key: string
  label: string
  parts: readonly BarPart[]
  /** Not all of it has been counted yet. */
  isOpen?: boolean
  /** The 95 % interval of the whole column, drawn as a thin line. */
  interval?: { low: number; high: number } | undefined
  before?: number | undefined
}
/** A part of a column by both keys. */
export type Mark = { column: string; part: string }

type Props = {
  label: string
  columns: readonly BarColumn[]
  format: (value: number) => string
  selected: Mark | undefined
  onOpen: (mark: Mark) => void
  actions: (mark: Mark) => readonly Action[]
  svgRef?: RefObject<SVGSVGElement | null>
  /** The scale ends here at least. */
  least?: number
}

const sum = (parts: readonly BarPart[], sign: 1 | -1) =>
  parts.reduce((all, { value }) => all + Math.max(0, sign * value), 0)

/** From column to column, and over the parts of one from below. */
const walks = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] } as const

function scaleOf(columns: readonly BarColumn[], least: number) {
  const top = Math.max(
    least,
    ...columns.map((one) => Math.max(sum(one.parts, 1), one.interval?.high ?? 0, one.before ?? 0)),
  )
  const bottom = Math.max(0, ...columns.map((one) => sum(one.parts, -1)))
  const step = roundUp((top + bottom) / 4)
  const [high, low] = [Math.ceil(top / step) * step, Math.ceil(bottom / step) * step]
  const ticks = Array.from({ length: Math.round((high + low) / step) + 1 }, (_, at) => at * step - low)
  return { ticks, y: (value: number) => TOP + (HEIGHT * (high - value)) / (high + low) }
}

function Parts(
  props: Props & {
    at: number
    x: number
    width: number
    y: (value: number) => number
    walk: ReturnType<typeof useWalk>
  },
) {
  const withMenu = useMenu()
  const withCard = useHoverCard()
  const column = props.columns[props.at]
  if (!column) return null
  let [above, below] = [0, 0]
  return column.parts.map((part, place) => {
    const from = part.value < 0 ? -below : above
    if (part.value < 0) below -= part.value
    else above += part.value
    const [top, bottom] = [
      props.y(Math.max(from, from + part.value)),
      props.y(Math.min(from, from + part.value)),
    ]
    const mark = { column: column.key, part: part.key }
    const menu = withMenu(() => props.actions(mark))
    const at = `${props.at} ${place}`
    const card = withCard(part.card, 'pointer')
    return (
      // biome-ignore lint/a11y/useSemanticElements: a part of a drawing cannot be a button
      <rect
        key={part.key}
        {...card}
        role="button"
        tabIndex={props.walk.isStop(at) ? 0 : -1}
        data-at={at}
        data-mark=""
        aria-label={part.spoken}
        aria-pressed={props.selected?.column === column.key && props.selected.part === part.key}
        className={`${part.className}${column.isOpen ? ' open' : ''}`}
        x={props.x}
        width={props.width}
        y={top}
        height={Math.max(part.value === 0 ? 0 : 1, bottom - top)}
        onFocus={(event) => {
          props.walk.setStop(at)
          card.onFocus(event)
        }}
        onClick={() => props.onOpen(mark)}
        onContextMenu={menu.onContextMenu}
        onKeyDown={(event) => {
          menu.onMenuKey(event)
          if (event.key !== 'Enter' && event.key !== ' ') return
          event.preventDefault()
          props.onOpen(mark)
        }}
      />
    )
  })
}

/** Columns of parts, each of which opens what is behind it. */
export function MarkBars(props: Props) {
  const { columns, format } = props
  const { ticks, y } = scaleOf(columns, props.least ?? 1)
  const walk = useWalk(columns.length, walks)
  const whole = Math.min(WIDEST, Math.max(NARROWEST, LEFT + columns.length * COLUMN))
  const room = (whole - LEFT) / Math.max(columns.length, 1)
  const width = Math.min(64, room * 0.72)
  const each = Math.ceil(columns.length / 12)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls; this box scrolls a drawing
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <div className="scroll" role="group" tabIndex={0} aria-label={props.label}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing with marks to open is a group */}
      <svg
        {...(props.svgRef && { ref: props.svgRef })}
        className="mark-bars"
        width={whole}
        height={TOP + HEIGHT + FOOT}
        viewBox={`0 0 ${whole} ${TOP + HEIGHT + FOOT}`}
        role="group"
        aria-label={props.label}
        onKeyDown={walk.step}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <path className={tick === 0 ? 'zero' : 'grid'} d={`M${LEFT} ${y(tick)}H${whole}`} />
            <text className="t3 end" x={LEFT - 8} y={y(tick) + 4}>
              {format(Math.abs(tick))}
            </text>
          </g>
        ))}
        {columns.map((column, at) => {
          const middle = LEFT + (at + 0.5) * room
          return (
            <g key={column.key}>
              <Parts {...props} {...{ at, y, width, walk }} x={middle - width / 2} />
              {column.interval && (
                <path
                  className="span"
                  d={`M${middle} ${y(column.interval.low)}V${y(column.interval.high)}M${middle - 4} ${y(column.interval.low)}h8M${middle - 4} ${y(column.interval.high)}h8`}
                />
              )}
              {column.before !== undefined && (
                <circle className="before" cx={middle + width / 2 + 5} cy={y(column.before)} r="3" />
              )}
              {at % each === 0 && (
                <text className="t3 mid" x={middle} y={TOP + HEIGHT + 18}>
                  {column.label}
                </text>
              )}
            </g>
          )
        })}
      </svg>
    </div>
  )
}

/** What the colours of the parts mean. */
export function BarLegend({ parts }: { parts: readonly { className: string; name: string }[] }) {
  return (
    <ul className="legend mark-legend">
      {parts.map(({ className, name }) => (
        <li key={name}>
          <span className={`swatch ${className}`} /> {name}
        </li>
      ))}
    </ul>
  )
}

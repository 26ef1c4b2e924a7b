import { LineChart as LineSeries } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { type EChartsType, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react'
import { type Action, useMenu } from './context-menu.tsx'
import { type Drawn, lineOption } from './line-option.ts'
import { nearestLine, type Point, stepPoint } from './line-points.ts'

use([LineSeries, GridComponent, SVGRenderer])

type LineChartProps = Drawn & {
  label: string
  /** Changes when the colours of the page change. */
  scheme: string
  svgRef: RefObject<HTMLDivElement | null>
  /** Opens what is behind a point. */
  onOpen: (point: Point) => void
  actions: (point: Point) => readonly Action[]
  /** The facts of a point for its card, and the same in one spoken sentence. */
  cardOf: (point: Point) => ReactNode
  spokenOf: (point: Point) => string
}

/** Resolves tokens to colours of the current theme, which a drawing library needs. */
function colourReader(element: HTMLElement): (name: string) => string {
  const style = getComputedStyle(element)
  const probe = document.createElement('span')
  element.append(probe)
  queueMicrotask(() => probe.remove())
  return (name) => {
    const value = style.getPropertyValue(name).trim()
    if (!/color|light-dark|#/.test(value)) return value
    probe.style.color = value
    return getComputedStyle(probe).color
  }
}

function useDrawing(props: LineChartProps) {
  const { svgRef: box, labels, lines, format, selected, scheme } = props
  const drawn = useRef<EChartsType>(undefined)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const chart = init(element, undefined, { renderer: 'svg' })
    drawn.current = chart
    const resize = new ResizeObserver(() => chart.resize())
    resize.observe(element)
    return () => {
      resize.disconnect()
      chart.dispose()
      drawn.current = undefined
    }
  }, [box])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme has other colours under the same names
  useEffect(() => {
    const element = box.current
    if (element)
      drawn.current?.setOption(lineOption({ labels, lines, format, selected }, colourReader(element)), {
        notMerge: true,
      })
  }, [box, labels, lines, format, selected, scheme])
  return drawn
}

type Spot = Point & { x: number; y: number }

/** Where points are on the page, and which one is nearest to the pointer. */
function useSpots(props: LineChartProps) {
  const drawn = useDrawing(props)
  const [spot, setSpot] = useState<Spot | null>(null)
  const pixel = (at: number, value: number) =>
    drawn.current?.convertToPixel({ gridIndex: 0 }, [at, value]) ?? [0, 0]
  const place = (point: Point): Spot => {
    const [x = 0, y = 0] = pixel(point.at, props.lines[point.line]?.values[point.at] ?? 0)
    return { ...point, x, y }
  }
  const under = (event: MouseEvent): Point | null => {
    const area = event.currentTarget.getBoundingClientRect()
    const [x, y] = [event.clientX - area.left, event.clientY - area.top]
    const [time = 0, value = 0] = drawn.current?.convertFromPixel({ gridIndex: 0 }, [x, y]) ?? []
    const at = Math.min(props.labels.length - 1, Math.max(0, Math.round(time)))
    const line = nearestLine(props.lines, at, value)
    return line === undefined ? null : { at, line }
  }
  return { spot, show: (point: Point | null) => setSpot(point && place(point)), under }
}

const SIDE = 12

/** Beside the point, on the side where there is room. */
function PointCard({ spot, width, children }: { spot: Spot; width: number; children: ReactNode }) {
  const right = spot.x > width / 2
  return (
    <div
      className="hover-card point-card"
      style={right ? { right: width - spot.x + SIDE, left: 'auto' } : { left: spot.x + SIDE }}
    >
      {children}
    </div>
  )
}

/**
 * Lines over time. A point answers to pointer, arrows, Enter and the menu key like any other mark; as a slider it tells
 * its sentence to a screen reader, and the table beside it says the same.
 */
export function LineChart(props: LineChartProps) {
  const withMenu = useMenu()
  const { spot, show, under } = useSpots(props)
  const byTouch = useRef(false)
  const current = spot ?? { at: props.labels.length - 1, line: 0 }
  const menu = withMenu(() => props.actions(current))
  const onKey = (event: KeyboardEvent) => {
    menu.onMenuKey(event)
    if (event.key === 'Escape') return show(null)
    if (event.key === 'Enter') return props.onOpen(current)
    const next = stepPoint(current, event.key, props.lines, props.labels.length)
    if (!next) return
    event.preventDefault()
    show(next)
  }
  return (
    <div
      className="line-chart-area"
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, props.labels.length - 1)}
      aria-valuenow={current.at}
      aria-valuetext={props.spokenOf(current)}
      onPointerDown={(event) => {
        byTouch.current = event.pointerType === 'touch'
      }}
      onPointerMove={(event) => event.pointerType !== 'touch' && show(under(event))}
      onPointerLeave={(event) => event.pointerType !== 'touch' && show(null)}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && show(current)}
      onBlur={() => show(null)}
      onClick={(event) => {
        const point = under(event)
        if (!point) return
        // A finger cannot rest on a point: its first tap shows the card, the second opens.
        const isShown = spot?.at === point.at && spot.line === point.line
        if (byTouch.current && !isShown) show(point)
        else props.onOpen(point)
      }}
      onContextMenu={menu.onContextMenu}
      onKeyDown={onKey}
    >
      <div ref={props.svgRef} className="line-chart" />
      {spot && (
        <>
          <i className="point-line" style={{ left: spot.x }} />
          <i className="point-dot" style={{ left: spot.x, top: spot.y }} />
          <PointCard spot={spot} width={props.svgRef.current?.clientWidth ?? 0}>
            {props.cardOf(spot)}
          </PointCard>
        </>
      )}
    </div>
  )
}

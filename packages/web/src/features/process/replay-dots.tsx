import { type RefObject, useEffect, useRef } from 'react'
import type { DrawnEdge } from './visible-graph.ts'

/** How many dots run along the busiest connection within one slice, and how many there are at once. */
const MOST_DOTS = 6
const ALL_DOTS = 400

type Counts = (slice: number) => ReadonlyMap<string, number>

/**
 * Dots along the connections, so many as they were taken in each slice against the busiest. Where each one is follows from
 * the time of the replay alone, so that it can be moved by hand.
 */
export function ReplayDots(props: {
  svg: RefObject<SVGSVGElement | null>
  edges: readonly DrawnEdge[]
  counts: Counts
  most: number
  /** Slices since the beginning, with fractions. */
  timeOf: () => number
}) {
  const group = useRef<SVGGElement>(null)
  const latest = useRef(props)
  latest.current = props
  useEffect(() => {
    const circles = [...(group.current?.children ?? [])]
    let frame = requestAnimationFrame(function draw() {
      frame = requestAnimationFrame(draw)
      const points = dotsAt(latest.current)
      circles.forEach((circle, place) => {
        const point = points[place]
        circle.setAttribute('visibility', point ? 'visible' : 'hidden')
        if (!point) return
        circle.setAttribute('cx', point.x.toFixed(1))
        circle.setAttribute('cy', point.y.toFixed(1))
      })
    })
    return () => cancelAnimationFrame(frame)
  }, [])
  return (
    <g ref={group} className="dots">
      {Array.from({ length: ALL_DOTS }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place
        <circle key={place} r="3.500" visibility="hidden" />
      ))}
    </g>
  )
}

function dotsAt({ svg, edges, counts, most, timeOf }: Parameters<typeof ReplayDots>[0]): DOMPoint[] {
  const time = timeOf()
  const slice = Math.floor(time)
  const points: DOMPoint[] = []
  for (const begun of [slice - 1, slice])
    for (const { id } of edges) {
      const dots = Math.ceil((MOST_DOTS * (counts(begun).get(id) ?? 0)) / most)
      if (dots === 0) continue
      const path = svg.current?.querySelector<SVGPathElement>(`[data-edge=${CSS.escape(id)}]`)
      if (!path) continue
      const length = path.getTotalLength()
      for (let dot = 0; dot < dots && points.length < ALL_DOTS; dot += 1) {
        const way = time - begun - dot / dots
        if (way >= 0 && way < 1) points.push(path.getPointAtLength(way * length) as DOMPoint)
      }
    }
  return points
}

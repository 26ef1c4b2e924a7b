import { type MouseEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'

export type View = { x: number; y: number; scale: number }
export type Size = { width: number; height: number }

const LEAST = 0.2
const MOST = 3
const MARGIN = 16
const LEAST_READABLE = 0.7
const clamped = (scale: number) => Math.min(MOST, Math.max(LEAST, scale))

/** The view that shows all of a drawing, never larger than life. */
export function fitting(drawing: Size, box: Size): View {
  const room = { width: box.width - 2 * MARGIN, height: box.height - 2 * MARGIN }
  const scale = clamped(Math.min(1, room.width / drawing.width, room.height / drawing.height))
  return {
    scale,
    x: (box.width - drawing.width * scale) / 2,
    y: (box.height - drawing.height * scale) / 2,
  }
}

/** The view to begin with: all of it where that can be read, else its beginning. */
function beginning(drawing: Size, box: Size): View {
  const all = fitting(drawing, box)
  if (all.scale >= LEAST_READABLE) return all
  const scale = LEAST_READABLE
  const place = (room: number, size: number) => (size * scale <= room ? (room - size * scale) / 2 : MARGIN)
  const isAcross = drawing.width / box.width > drawing.height / box.height
  return {
    scale,
    x: isAcross ? MARGIN : Math.max(MARGIN, place(box.width, drawing.width)),
    y: isAcross ? (box.height - drawing.height * scale) / 2 : MARGIN,
  }
}

/** Scales a view around a point of the box, which stays where it is. */
export function zoomed(view: View, by: number, at: { x: number; y: number }): View {
  const scale = clamped(view.scale * by)
  const ratio = scale / view.scale
  return { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio }
}

/** Moves a drawing within its box by dragging, and scales it by the wheel with Ctrl or ⌘, by keys and by buttons. */
export function usePanZoom(svg: RefObject<SVGSVGElement | null>, drawing: Size | null, box: Size) {
  const [view, setView] = useState<View | null>(null)
  const drag = useRef<{ x: number; y: number; isMoved: boolean } | null>(null)
  const wasDragged = useRef(false)
  const fitted = drawing ? beginning(drawing, box) : { x: 0, y: 0, scale: 1 }
  const shown = view ?? fitted
  const zoom = (by: number, at = { x: box.width / 2, y: box.height / 2 }) =>
    setView((one) => zoomed(one ?? fitted, by, at))
  const latest = useRef(zoom)
  latest.current = zoom
  useEffect(() => {
    const element = svg.current
    // React listens to wheels passively, so that the page would be scaled too.
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      latest.current(Math.exp(-event.deltaY / 300), { x: event.offsetX, y: event.offsetY })
    }
    element?.addEventListener('wheel', onWheel, { passive: false })
    return () => element?.removeEventListener('wheel', onWheel)
  }, [svg])
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return
      drag.current = { x: event.clientX, y: event.clientY, isMoved: false }
    },
    onPointerMove: (event: PointerEvent) => {
      const from = drag.current
      if (!from) return
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y]
      if (!from.isMoved && Math.hypot(dx, dy) < 4) return
      drag.current = { x: event.clientX, y: event.clientY, isMoved: true }
      setView((one) => ({ ...(one ?? fitted), x: (one ?? fitted).x + dx, y: (one ?? fitted).y + dy }))
    },
    onPointerUp: () => {
      wasDragged.current = drag.current?.isMoved ?? false
      drag.current = null
    },
    // The end of a drag is no click on what lies under it.
    onClickCapture: (event: MouseEvent) => {
      if (wasDragged.current) event.stopPropagation()
      wasDragged.current = false
    },
    onPointerLeave: () => {
      drag.current = null
    },
  }
  /** Brings a point of the drawing into the box when it lies outside. */
  const reveal = (point: { x: number; y: number }) => {
    const [x, y] = [point.x * shown.scale + shown.x, point.y * shown.scale + shown.y]
    const isIn = x > MARGIN && y > MARGIN && x < box.width - MARGIN && y < box.height - MARGIN
    if (!isIn) setView({ ...shown, x: shown.x + box.width / 2 - x, y: shown.y + box.height / 2 - y })
  }
  return { view: shown, handlers, zoom, reveal, fit: () => drawing && setView(fitting(drawing, box)) }
}

import type { MapLane } from '@teia/contracts'
import { type RefObject, useEffect } from 'react'
import { type Target, targetAt, targetsOf } from './drag-targets.ts'
import { useMapTools } from './map-tools.ts'
import { type Part, readPart } from './part-moves.ts'
import { focusPart } from './use-grid-keys.ts'

const BEGINS = 5
/** A finger that rests this long, in ms, takes the part; one that moves before scrolls. */
const RESTS = 400
const WAVERS = 10
const EDGE = 48
const SPEED = 14

type Drag = {
  pointer: number
  part: Part
  element: HTMLElement
  start: { x: number; y: number; left: number; top: number }
  zoom: number
  /** Where the grid began when places were measured. */
  origin: { x: number; y: number }
  targets: Target[] | null
  target: Target | undefined
}

/** Scrolls a box while the pointer is at one of its edges. */
function scrollAtEdge(box: HTMLElement, x: number, y: number): void {
  const { left, top, right, bottom } = box.getBoundingClientRect()
  const across = x > right - EDGE ? SPEED : x < left + EDGE ? -SPEED : 0
  const down = y > bottom - EDGE ? SPEED : y < top + EDGE ? -SPEED : 0
  if (across !== 0 || down !== 0) box.scrollBy(across, down)
}

/** The line that shows where a part would be put; one for the grid, which scrolls with it. */
function showLine(grid: HTMLElement, { origin, zoom }: Drag, target: Target | undefined): void {
  const line =
    grid.querySelector<HTMLElement>('.drop-line') ?? grid.appendChild(document.createElement('div'))
  line.className = 'drop-line'
  line.hidden = target === undefined
  if (!target) return
  const { line: box } = target
  line.style.transform = `translate(${(box.left - origin.x) / zoom}px, ${(box.top - origin.y) / zoom}px)`
  line.style.width = `${(box.right - box.left) / zoom}px`
  line.style.height = `${(box.bottom - box.top) / zoom}px`
}

/**
 * Moves parts of the drawing by pointer; a finger rests on a part to take it, since a finger that moves scrolls. Nothing is drawn anew while something is moved: the part and the line are moved by
 * transform, places are measured once, and the one change is made at the end. Escape puts the part back.
 */
export function useDrag(gridRef: RefObject<HTMLDivElement | null>, order: readonly MapLane[]): void {
  const { run, state } = useMapTools()
  useEffect(() => {
    const grid = gridRef.current
    const box = grid?.parentElement
    if (!grid || !box || !run) return
    let drag: Drag | null = null
    let frame = 0
    let at = { x: 0, y: 0 }
    let resting: ReturnType<typeof setTimeout> | undefined
    const moved = ({ start }: Drag) => ({ x: box.scrollLeft - start.left, y: box.scrollTop - start.top })
    const draw = () => {
      frame = 0
      if (!drag) return
      scrollAtEdge(box, at.x, at.y)
      const by = moved(drag)
      const target = targetAt(drag.targets ?? [], at.x + by.x, at.y + by.y)
      const [x, y] = [at.x - drag.start.x + by.x, at.y - drag.start.y + by.y]
      drag.element.style.transform = `translate(${x / drag.zoom}px, ${y / drag.zoom}px)`
      if (target !== drag.target) showLine(grid, drag, target)
      drag.target = target
    }
    const end = () => {
      clearTimeout(resting)
      if (!drag) return
      cancelAnimationFrame(frame)
      frame = 0
      drag.element.style.transform = ''
      drag.element.classList.remove('dragged')
      grid.classList.remove('dragging')
      grid.querySelector('.drop-line')?.remove()
      drag = null
    }
    const onDown = (event: PointerEvent) => {
      const target = event.target as Element
      const element = target.closest<HTMLElement>('[data-part]')
      const part = readPart(element?.dataset.part)
      const isBusy = target.closest('input, textarea, button, .card-editor, [role="slider"]') !== null
      if (!element || !part || part.kind === 'feeling' || event.button !== 0 || isBusy) return
      if (drag) return
      const start = { x: event.clientX, y: event.clientY, left: box.scrollLeft, top: box.scrollTop }
      const zoom = Number(getComputedStyle(grid).zoom) || 1
      const origin = { x: 0, y: 0 }
      drag = {
        pointer: event.pointerId,
        part,
        element,
        start,
        zoom,
        origin,
        targets: null,
        target: undefined,
      }
      at = start
      if (event.pointerType === 'touch') resting = setTimeout(take, RESTS)
    }
    const take = () => {
      if (!drag || drag.targets) return
      const lanes = order.map(({ id }) => id)
      const { left, top } = grid.getBoundingClientRect()
      drag.origin = { x: left, y: top }
      drag.targets = targetsOf({ grid, by: { x: 0, y: 0 }, state, part: drag.part, lanes })
      drag.element.classList.add('dragged')
      grid.classList.add('dragging')
      if (frame === 0) frame = requestAnimationFrame(draw)
    }
    const onMove = (event: PointerEvent) => {
      if (drag?.pointer !== event.pointerId) return
      at = { x: event.clientX, y: event.clientY }
      const far = Math.hypot(at.x - drag.start.x, at.y - drag.start.y)
      const isTouch = event.pointerType === 'touch'
      if (drag.targets === null && far < (isTouch ? WAVERS : BEGINS)) return
      if (drag.targets === null && isTouch) return end()
      take()
      event.preventDefault()
      if (frame === 0) frame = requestAnimationFrame(draw)
    }
    const onUp = (event: PointerEvent) => {
      if (drag?.pointer !== event.pointerId) return
      const was = drag
      end()
      if (!was?.targets) return
      // The click that follows opens nothing.
      grid.addEventListener('click', (click) => click.stopPropagation(), { capture: true, once: true })
      setTimeout(() => grid.dispatchEvent(new Event('click')))
      if (!was.target) return
      run(was.target.command)
      focusPart(grid, `${was.part.kind} ${was.part.id}`)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !drag?.targets) return
      event.stopPropagation()
      end()
    }
    const holdStill = (event: Event) => {
      if (drag?.targets && event.cancelable) event.preventDefault()
    }
    // A text that begins to be selected is sought through the whole drawing at every move.
    const selectNothing = (event: Event) => {
      if (drag) event.preventDefault()
    }
    grid.addEventListener('pointerdown', onDown)
    grid.addEventListener('selectstart', selectNothing)
    // The browser would scroll with the finger, or open its own menu, and take the pointer away.
    grid.addEventListener('touchmove', holdStill, { passive: false })
    grid.addEventListener('contextmenu', holdStill)
    window.addEventListener('pointermove', onMove)
    window.addEventListener('pointerup', onUp)
    window.addEventListener('pointercancel', end)
    window.addEventListener('keydown', onKey, true)
    return () => {
      end()
      grid.removeEventListener('pointerdown', onDown)
      grid.removeEventListener('selectstart', selectNothing)
      grid.removeEventListener('touchmove', holdStill)
      grid.removeEventListener('contextmenu', holdStill)
      window.removeEventListener('pointermove', onMove)
      window.removeEventListener('pointerup', onUp)
      window.removeEventListener('pointercancel', end)
      window.removeEventListener('keydown', onKey, true)
    }
  }, [gridRef, run, state, order])
}

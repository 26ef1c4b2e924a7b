import type { MapLane } from '@teia/contracts'
import { type RefObject, useEffect } from 'react'
import { cornerOf, type Target, targetAt, targetsOf } from './drag-targets.ts'
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
  /** Where the pointer took the part, in the window. */
  from: { x: number; y: number }
  /** The same place from the corner of the drawing, which moves as it is scrolled or something comes above it. */
  start: { x: number; y: number }
  zoom: number
  /** Where the part may be put, for a drawing of this size; null until it is moved. */
  targets: Target[] | null
  size: string
  target: Target | undefined
}

/**
 * Scrolls a box while the pointer is at one of its edges, and says whether it did. Never beyond the grid in it: the part that
 * hangs over would make the box longer without an end.
 */
function scrollAtEdge(box: HTMLElement, grid: HTMLElement, x: number, y: number): boolean {
  const { left, top, right, bottom } = box.getBoundingClientRect()
  const end = grid.getBoundingClientRect()
  const further = (rest: number) => Math.min(SPEED, Math.max(0, Math.ceil(rest)))
  const across = x > right - EDGE ? further(end.right - right) : x < left + EDGE ? -SPEED : 0
  const down = y > bottom - EDGE ? further(end.bottom - bottom) : y < top + EDGE ? -SPEED : 0
  if (across === 0 && down === 0) return false
  const before = [box.scrollLeft, box.scrollTop]
  box.scrollBy(across, down)
  return before[0] !== box.scrollLeft || before[1] !== box.scrollTop
}

/** The line that shows where a part would be put; one for the grid, which scrolls with it. */
function showLine(grid: HTMLElement, { zoom }: Drag, target: Target | undefined): void {
  const line =
    grid.querySelector<HTMLElement>('.drop-line') ?? grid.appendChild(document.createElement('div'))
  line.className = 'drop-line'
  line.hidden = target === undefined
  if (!target) return
  const { line: box } = target
  line.style.transform = `translate(${box.left / zoom}px, ${box.top / zoom}px)`
  line.style.width = `${(box.right - box.left) / zoom}px`
  line.style.height = `${(box.bottom - box.top) / zoom}px`
}

/**
 * Moves parts of the drawing by pointer; a finger rests on a part to take it, since a finger that moves scrolls. Nothing is drawn
 * anew while something is moved: the part and the line are moved by transform, places are measured once, and again where the
 * drawing grows meanwhile, and the one change is made at the end. Escape puts the part back.
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
    const fromCorner = () => {
      const corner = cornerOf(grid)
      return { x: at.x - corner.x, y: at.y - corner.y }
    }
    const measure = (own: Drag) => {
      const lanes = order.map(({ id }) => id)
      own.element.style.transform = ''
      own.targets = targetsOf({ grid, corner: cornerOf(grid), state, part: own.part, lanes })
      own.size = `${grid.offsetWidth} ${grid.offsetHeight}`
      own.target = undefined
      grid.querySelector('.drop-line')?.remove()
    }
    const draw = () => {
      frame = 0
      if (!drag) return
      // Who holds a part at an edge does not move, and goes on all the same.
      if (scrollAtEdge(box, grid, at.x, at.y)) frame = requestAnimationFrame(draw)
      if (drag.size !== `${grid.offsetWidth} ${grid.offsetHeight}`) measure(drag)
      const { x, y } = fromCorner()
      const target = targetAt(drag.targets ?? [], x, y)
      const [across, down] = [x - drag.start.x, y - drag.start.y]
      drag.element.style.transform = `translate(${across / drag.zoom}px, ${down / drag.zoom}px)`
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
      const zoom = Number(getComputedStyle(grid).zoom) || 1
      at = { x: event.clientX, y: event.clientY }
      drag = {
        ...{ pointer: event.pointerId, part, element, zoom },
        ...{ from: at, start: fromCorner(), targets: null, size: '', target: undefined },
      }
      if (event.pointerType === 'touch') resting = setTimeout(take, RESTS)
    }
    const take = () => {
      if (!drag || drag.targets) return
      measure(drag)
      drag.element.classList.add('dragged')
      grid.classList.add('dragging')
      if (frame === 0) frame = requestAnimationFrame(draw)
    }
    const onMove = (event: PointerEvent) => {
      if (drag?.pointer !== event.pointerId) return
      at = { x: event.clientX, y: event.clientY }
      const far = Math.hypot(at.x - drag.from.x, at.y - drag.from.y)
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

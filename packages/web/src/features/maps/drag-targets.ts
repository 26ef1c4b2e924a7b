import type { MapState } from '@teia/contracts'
import type { MapCommand } from './map-commands.ts'
import { type Part, readPart } from './part-moves.ts'

export type Box = { left: number; top: number; right: number; bottom: number }
/** Where something may be put: the box that takes it, the line that shows it, and the change that it makes. */
export type Target = { box: Box; line: Box; command: MapCommand }

type Corner = { x: number; y: number }
/** Where the drawing begins in the window. */
export function cornerOf(grid: HTMLElement): Corner {
  const { left, top } = grid.getBoundingClientRect()
  return { x: left, y: top }
}
const boxOf = (element: Element, corner: Corner): Box => {
  const { left, top, right, bottom } = element.getBoundingClientRect()
  return { left: left - corner.x, top: top - corner.y, right: right - corner.x, bottom: bottom - corner.y }
}
const isIn = ({ left, top, right, bottom }: Box, x: number, y: number) =>
  x >= left && x < right && y >= top && y < bottom

/** The first target whose box holds a point. */
export const targetAt = (targets: readonly Target[], x: number, y: number) =>
  targets.find(({ box }) => isIn(box, x, y))

type Grid = {
  grid: HTMLElement
  corner: Corner
  state: MapState
  part: Part
  /** Ids of all lanes in order, as some are not shown. */
  lanes: readonly string[]
}
const all = (grid: Element, selector: string) => [...grid.querySelectorAll<HTMLElement>(selector)]

/** Above or below each card of a cell, and at the end of a cell. */
function cardTargets({ grid, corner, state, part }: Grid): Target[] {
  return all(grid, '[data-cell]').flatMap((cell) => {
    const [step, lane] = cell.dataset.cell?.split(' ') ?? []
    if (!step || !lane) return []
    const cards = all(cell, '[data-part^="card "]').filter((one) => one.dataset.part !== `card ${part.id}`)
    const outer = boxOf(cell, corner)
    const put = (at: number, top: number, bottom: number, line: number): Target => ({
      box: { ...outer, top, bottom },
      line: { left: outer.left + 4, right: outer.right - 4, top: line - 1, bottom: line + 1 },
      command: { do: 'card.move', state, id: part.id, step, lane, at },
    })
    let from = outer.top
    const before = cards.map((card, at) => {
      const box = boxOf(card, corner)
      const target = put(at, from, (box.top + box.bottom) / 2, box.top - 2)
      from = (box.top + box.bottom) / 2
      return target
    })
    const last = cards.at(-1)
    return [
      ...before,
      put(cards.length, from, outer.bottom, last ? boxOf(last, corner).bottom + 2 : outer.top + 6),
    ]
  })
}

/** Left or right of each step, through the whole height of the grid; within a stage without steps. */
function stepTargets({ grid, corner, state, part }: Grid): Target[] {
  const { top, bottom } = boxOf(grid, corner)
  const places = new Map<string, number>()
  return all(grid, '[data-part^="step "], [data-empty]').flatMap((element): Target[] => {
    const stage = element.dataset.empty ?? element.dataset.stage ?? ''
    const { left, right } = boxOf(element, corner)
    const put = (from: number, to: number, line: number, at: number): Target => ({
      box: { left: from, right: to, top, bottom },
      line: { left: line - 1, right: line + 1, top, bottom },
      command: { do: 'step.move', state, id: part.id, stage, at },
    })
    if (element.dataset.empty) return [put(left, right, left, 0)]
    const isOwn = element.dataset.part === `step ${part.id}`
    const at = places.get(stage) ?? 0
    places.set(stage, isOwn ? at : at + 1)
    const middle = (left + right) / 2
    return [put(left, middle, left, at), put(middle, right, right, isOwn ? at : at + 1)]
  })
}

function orderTargets(
  own: Grid,
  selector: string,
  isAcross: boolean,
  make: (at: number, before: string | undefined) => MapCommand,
): Target[] {
  const { grid, corner, part } = own
  const whole = boxOf(grid, corner)
  let at = 0
  const others = all(grid, selector).flatMap((one) => readPart(one.dataset.part) ?? [])
  const ids = others.map((one) => one.id).filter((id) => id !== part.id)
  return all(grid, selector).flatMap((element) => {
    const box = boxOf(element, corner)
    const [from, to] = isAcross ? [box.left, box.right] : [box.top, box.bottom]
    const middle = (from + to) / 2
    const isOwn = element.dataset.part === `${part.kind} ${part.id}`
    const span = (start: number, end: number) =>
      isAcross ? { ...whole, left: start, right: end } : { ...whole, top: start, bottom: end }
    const put = (start: number, end: number, line: number, place: number): Target => ({
      box: span(start, end),
      line: span(line - 1, line + 1),
      command: make(place, ids[place]),
    })
    const first = put(from, middle, from, at)
    const second = put(middle, to, to, isOwn ? at : at + 1)
    if (!isOwn) at += 1
    return [first, second]
  })
}

/** Everywhere a part may be put, measured from the corner of the drawing, so that boxes stay true wherever it moves. */
export function targetsOf(own: Grid): Target[] {
  const { part, state } = own
  if (part.kind === 'card') return cardTargets(own)
  if (part.kind === 'step') return stepTargets(own)
  if (part.kind === 'stage')
    return orderTargets(own, '[data-part^="stage "]', true, (at) => ({
      do: 'stage.move',
      state,
      id: part.id,
      at,
    }))
  if (part.kind === 'lane')
    return orderTargets(own, '[data-part^="lane "]', false, (_, before) => {
      const rest = own.lanes.filter((id) => id !== part.id)
      const at = before === undefined ? rest.length : rest.indexOf(before)
      return { do: 'lane.move', id: part.id, at }
    })
  return []
}

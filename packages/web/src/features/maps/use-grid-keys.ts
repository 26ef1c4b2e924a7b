import type { MapDrawing, MapLane } from '@teia/contracts'
import { type KeyboardEvent, type RefObject, useCallback } from 'react'
import { readStop, type Stop, stopAfter } from './grid-stops.ts'
import { useMapTools } from './map-tools.ts'
import { moveBy, newPartId, readPart, removal } from './part-moves.ts'

const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const
type Arrow = (typeof arrows)[number]
const isArrow = (key: string): key is Arrow => arrows.some((one) => one === key)

/** Gives the focus to a part once it is drawn where it is now. */
export const focusPart = (grid: HTMLElement | null, part: string) =>
  requestAnimationFrame(() => grid?.querySelector<HTMLElement>(`[data-part="${part}"]`)?.focus())

const focusStop = (grid: HTMLElement, { row, column, at }: Stop) => {
  const element = grid.querySelector<HTMLElement>(`[data-stop="${row} ${column} ${at}"]`)
  element?.focus()
  element?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

function walk(grid: HTMLElement, from: Stop, key: string): boolean {
  const stops = [...grid.querySelectorAll<HTMLElement>('[data-stop]')].flatMap(
    (one) => readStop(one.dataset.stop) ?? [],
  )
  const to = stopAfter(stops, from, key)
  if (to) focusStop(grid, to)
  return to !== undefined
}

/**
 * Keys of the grid: arrows, Home and End walk; Enter opens a step. While the map is edited Alt with an arrow moves what
 * has the focus, Enter or F2 writes, Delete removes, N makes a card, F goes to the feeling of the step.
 */
export function useGridKeys(
  gridRef: RefObject<HTMLDivElement | null>,
  drawing: MapDrawing,
  lanes: readonly MapLane[],
  order: readonly MapLane[],
) {
  const { run, state, select, makeFresh } = useMapTools()
  return useCallback(
    (event: KeyboardEvent) => {
      const grid = gridRef.current
      const target = (event.target as Element).closest<HTMLElement>('[data-stop]')
      const stop = readStop(target?.dataset.stop)
      if (!grid || !target || !stop || event.ctrlKey || event.metaKey) return
      const part = readPart(target.dataset.part)
      const taken = () => event.preventDefault()
      if (isArrow(event.key) && event.altKey) {
        const command = run && part && moveBy({ drawing, lanes, state }, order, part, event.key)
        taken()
        if (!command || !part) return
        run(command)
        focusPart(grid, target.dataset.part ?? '')
        return
      }
      if (event.altKey) return
      if (walk(grid, stop, event.key)) return taken()
      if (run && part && (event.key === 'Enter' || event.key === 'F2')) {
        taken()
        if (part.kind === 'feeling') target.querySelector<HTMLElement>('[data-feeling]')?.focus()
        else target.dispatchEvent(new Event('teia-edit'))
      } else if (part?.kind === 'step' && (event.key === 'Enter' || event.key === ' ')) {
        taken()
        select(part.id)
      } else if (run && part && (event.key === 'Delete' || event.key === 'Backspace')) {
        taken()
        run(removal(part, state))
        requestAnimationFrame(() => {
          const same = grid.querySelector<HTMLElement>(`[data-stop="${target.dataset.stop ?? ''}"]`)
          if (same) same.focus()
          else walk(grid, stop, 'ArrowUp')
        })
      } else if (run && event.key.toLowerCase() === 'n') {
        const cell = target.closest<HTMLElement>('[data-cell]')?.dataset.cell?.split(' ')
        const [step, lane] = cell ?? []
        if (!step || !lane) return
        taken()
        const card = { id: newPartId(), text: '' }
        makeFresh(card.id)
        run({ do: 'card.add', state, step, lane, card, at: Number.MAX_SAFE_INTEGER })
      }
    },
    [gridRef, drawing, lanes, order, run, state, select, makeFresh],
  )
}

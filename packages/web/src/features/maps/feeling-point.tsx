import type { MapStep } from '@teia/contracts'
import { type KeyboardEvent, memo, type PointerEvent } from 'react'
import { useText } from '../../i18n/text.tsx'
import { feelingAt, yOfFeeling } from './feeling-curve.ts'
import { useMapTools } from './map-tools.ts'

const STEP = 0.1
const clamped = (value: number) => Math.round(Math.max(-2, Math.min(2, value)) * 10) / 10 + 0

/** The drawn feeling of a step as a point on the curve: dragged, or set by the arrow keys; Delete assumes nothing. */
export const FeelingPoint = memo(function FeelingPoint({ step }: { step: MapStep }) {
  const { t, format } = useText()
  const { run, state } = useMapTools()
  const value = step.feeling ?? 0
  const set = (feeling: number | null) => {
    if (feeling !== step.feeling) run?.({ do: 'step.change', state, id: step.id, change: { feeling } })
  }
  const onKey = (event: KeyboardEvent) => {
    const steps = { ArrowUp: STEP, ArrowDown: -STEP, PageUp: 1, PageDown: -1 }[event.key]
    const to = steps !== undefined ? value + steps : { Home: 2, End: -2 }[event.key]
    const isGone = event.key === 'Delete' || event.key === 'Backspace'
    if ((to === undefined && !isGone) || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    set(to === undefined ? null : clamped(to))
  }
  const heightOf = (event: PointerEvent<HTMLElement>) => {
    const cell = event.currentTarget.parentElement?.getBoundingClientRect()
    // Rectangles are as the zoom shows them; the lane is measured as it is drawn.
    const scale = cell && cell.height > 0 ? (event.currentTarget.parentElement?.offsetHeight ?? 1) : 1
    return cell ? ((event.clientY - cell.top) / cell.height) * scale : 0
  }
  return (
    <div
      className={step.feeling === null ? 'feeling-point none' : 'feeling-point'}
      role="slider"
      tabIndex={-1}
      data-feeling={step.id}
      aria-label={t('maps.feelingOf', { name: step.name })}
      aria-valuemin={-2}
      aria-valuemax={2}
      aria-valuenow={value}
      aria-valuetext={step.feeling === null ? t('maps.feelingNone') : format.signed(value, 1)}
      style={{ top: yOfFeeling(value) }}
      onKeyDown={onKey}
      onPointerDown={(event) => {
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
        event.currentTarget.style.top = `${yOfFeeling(feelingAt(heightOf(event)))}px`
      }}
      onPointerUp={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) set(feelingAt(heightOf(event)))
      }}
    />
  )
})

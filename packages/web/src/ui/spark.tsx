import { type KeyboardEvent, type PointerEvent, useState } from 'react'

type Tip = { when: string; value: string }
type ReadingProps = {
  values: readonly unknown[]
  label: string
  width?: number
  /** Where the first value lies, from the left, and the last from the right. */
  padLeft?: number
  padRight?: number
  /** The words of one value, shown when the pointer or the arrow keys are on it. */
  tipOf?: ((index: number) => Tip) | undefined
  /** Whether the line is a tab stop of its own; in a table the row is. */
  focusable?: boolean
}
type SparkProps = Omit<ReadingProps, 'values'> & { values: readonly number[]; height?: number }

const PAD = 3

function stepped(key: string, at: number, last: number): number | undefined {
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[key]
  return to === undefined ? undefined : Math.min(last, Math.max(0, to))
}

/** What the line answers to when its values can be read: the pointer, and arrows where it is a tab stop. */
export function useReading({
  values,
  width = 72,
  padLeft = PAD,
  padRight = PAD,
  label,
  tipOf,
  focusable,
}: ReadingProps) {
  const [at, setAt] = useState<number | null>(null)
  const last = values.length - 1
  if (!tipOf) return { at: null, handlers: { role: 'img', 'aria-label': label } }
  const pointer = {
    onPointerMove: (event: PointerEvent) => {
      const x = event.clientX - event.currentTarget.getBoundingClientRect().left
      setAt(Math.min(last, Math.max(0, Math.round(((x - padLeft) / (width - padLeft - padRight)) * last))))
    },
    onPointerLeave: () => setAt(null),
  }
  if (!focusable) return { at, handlers: { role: 'img', 'aria-label': label, ...pointer } }
  const current = at ?? last
  const tip = tipOf(current)
  const keys = {
    role: 'slider',
    tabIndex: 0,
    'aria-label': label,
    'aria-valuemin': 0,
    'aria-valuemax': last,
    'aria-valuenow': current,
    'aria-valuetext': `${tip.when}: ${tip.value}`,
    onFocus: (event: { currentTarget: Element }) => {
      if (event.currentTarget.matches(':focus-visible')) setAt(current)
    },
    onBlur: () => setAt(null),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape') return setAt(null)
      const to = stepped(event.key, current, last)
      if (to === undefined) return
      event.preventDefault()
      setAt(to)
    },
  }
  return { at, handlers: { ...pointer, ...keys } }
}

/** A small line without axes: the way to the value beside it. Fewer than two points draw nothing. */
export function Spark(props: SparkProps) {
  const { values, width = 72, height = 20, tipOf } = props
  const { at, handlers } = useReading(props)
  if (values.length < 2) return <svg className="spark" width={width} height={height} aria-hidden="true" />
  const low = Math.min(...values)
  const span = Math.max(...values) - low || 1
  const x = (index: number) => PAD + (index / (values.length - 1)) * (width - 2 * PAD)
  const y = (value: number) => height - PAD - ((value - low) / span) * (height - 2 * PAD)
  const path = values.map(
    (value, index) => `${index === 0 ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`,
  )
  const shown = at ?? values.length - 1
  const tip = at === null ? undefined : tipOf?.(at)
  return (
    <span className="spark-area" {...handlers} style={{ width, height }}>
      <svg
        className="spark"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        aria-hidden="true"
      >
        <path d={path.join('')} />
        <circle cx={x(shown)} cy={y(values[shown] ?? 0)} r="2.2" />
      </svg>
      {tip && (
        <span className="hover-card spark-card">
          {tip.when} <b>{tip.value}</b>
        </span>
      )}
    </span>
  )
}

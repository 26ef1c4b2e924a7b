import type { ReactNode } from 'react'
import { Icon } from './icons.tsx'

/** One number with its unit, its comparison and its n. `drawing` is a whisker or a sparkline. */
export function Metric(props: {
  name: ReactNode
  value: ReactNode
  unit?: ReactNode
  drawing?: ReactNode
  versus?: ReactNode
  note?: ReactNode
}) {
  return (
    <div className="metric">
      <div className="name">{props.name}</div>
      <div className="value">
        <b>{props.value}</b>
        {props.unit && <span className="unit">{props.unit}</span>}
        {props.drawing}
      </div>
      <div className="versus">{props.versus}</div>
      <div className="note">{props.note}</div>
    </div>
  )
}

/** A strip of up to four metrics under a rule. */
export function Metrics({ children, label }: { children: ReactNode; label: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls; this groups numbers
    <div className="metrics" role="group" aria-label={label}>
      {children}
    </div>
  )
}

export type Tone = 'good' | 'bad' | 'warn' | 'neutral'

/** A change, with an arrow for its direction and colour only when it is better or worse. */
export function Change({
  direction,
  tone,
  children,
}: {
  direction: number
  tone: Tone
  children: ReactNode
}) {
  const arrow = direction > 0 ? '↑ ' : direction < 0 ? '↓ ' : ''
  const className = tone === 'neutral' ? 'quiet' : `${tone}-text`
  return (
    <span className={className}>
      {arrow}
      {children}
    </span>
  )
}

/** A state in a word with its shape; colour alone never says it. */
export function StateLabel({ tone, children }: { tone: Tone; children: ReactNode }) {
  const icon = tone === 'neutral' ? 'minus' : tone
  return (
    <span className={`state ${tone}`}>
      <Icon name={icon} small />
      {children}
    </span>
  )
}

/** A short word about a thing. */
export function Tag({
  tone = 'plain',
  children,
}: {
  tone?: 'plain' | 'accent' | 'good' | 'warn' | 'bad' | 'line'
  children: ReactNode
}) {
  return <span className={tone === 'plain' ? 'tag' : `tag ${tone}`}>{children}</span>
}

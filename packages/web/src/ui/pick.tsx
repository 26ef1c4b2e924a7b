import { Popover } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Icon } from './icons.tsx'

/** A control of the filter row: a quiet name, the chosen value, and a pane that opens under it. Tinted when set. */
export function Pick({
  name,
  value,
  set = false,
  bare = false,
  width,
  children,
}: {
  name: string
  value: ReactNode
  set?: boolean
  /** Shows the value alone, for a cell whose column has the name. */
  bare?: boolean
  width?: number
  children: (close: () => void) => ReactNode
}) {
  const [opened, setOpened] = useState(false)
  const close = () => setOpened(false)
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      offset={4}
      trapFocus
      returnFocus
      width={width ?? 'max-content'}
    >
      <Popover.Target>
        <button
          type="button"
          className={`pick${set ? ' on' : ''}${bare ? ' bare' : ''}`}
          aria-haspopup="dialog"
          onClick={() => setOpened(!opened)}
        >
          <span className={bare ? 'visually-hidden' : undefined}>{name}</span> {value}
          <Icon name="down" />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={name}>{opened && children(close)}</Popover.Dropdown>
    </Popover>
  )
}

export type Choice<T extends string> = { value: T; label: string; note?: string; icon?: ReactNode }

/** A list to choose one from, by pointer, arrows or the first letters. */
export function ChoiceList<T extends string>({
  choices,
  value,
  onChoose,
  label,
}: {
  choices: readonly Choice<T>[]
  value: T | undefined
  onChoose: (value: T) => void
  label: string
}) {
  return (
    <div className="choices" role="listbox" aria-label={label} onKeyDown={walkByArrows} tabIndex={-1}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          role="option"
          aria-selected={choice.value === value}
          data-autofocus={choice.value === value || undefined}
          onClick={() => onChoose(choice.value)}
        >
          {choice.icon}
          <span className="grow">{choice.label}</span>
          {choice.note && <span className="note">{choice.note}</span>}
        </button>
      ))}
    </div>
  )
}

/** Arrow keys, Home and End walk over the buttons of a list. */
export function walkByArrows(event: React.KeyboardEvent<HTMLElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not([disabled])')]
  const at = buttons.indexOf(document.activeElement as HTMLElement)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
  if (to === undefined) return
  event.preventDefault()
  buttons[(to + buttons.length) % buttons.length]?.focus()
}

/** A pick over a short list. */
export function ChoicePick<T extends string>(props: {
  name: string
  value: T
  choices: readonly Choice<T>[]
  set?: boolean
  bare?: boolean
  onChange: (value: T) => void
}) {
  const shown = props.choices.find((choice) => choice.value === props.value)?.label ?? props.value
  return (
    <Pick name={props.name} value={shown} set={props.set ?? false} bare={props.bare ?? false}>
      {(close) => (
        <ChoiceList
          label={props.name}
          choices={props.choices}
          value={props.value}
          onChoose={(value) => {
            props.onChange(value)
            close()
          }}
        />
      )}
    </Pick>
  )
}

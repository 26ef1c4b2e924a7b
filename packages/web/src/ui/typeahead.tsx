import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { plain } from '../lib/plain.ts'

/** A suggestion. `value` is what counts, `label` what is read when that differs. */
export type Option = { value: string; label?: string; note?: string; icon?: ReactNode }

const MOST = 40
const labelOf = (option: Option) => option.label ?? option.value

/** The value that typed text stands for: that of the option with this label, else the text itself. */
export function valueOfText(text: string, options: readonly Option[]): string {
  const wanted = plain(text.trim())
  return options.find((option) => plain(labelOf(option)) === wanted)?.value ?? text
}

function useShown(value: string, options: readonly Option[]) {
  const [text, setText] = useState(value)
  const [typed, setTyped] = useState(false)
  const known = options.find((option) => option.value === value)
  // A value that came from outside is written by its label; what is being typed stays as it was typed.
  const written = typed && valueOfText(text, options) === value ? text : known ? labelOf(known) : value
  const needle = typed ? plain(written.trim()) : ''
  const fits = (option: Option) => plain(`${labelOf(option)}\n${option.value}`).includes(needle)
  return {
    written,
    shown: options.filter(fits).slice(0, MOST),
    type: (next: string) => {
      setText(next)
      setTyped(true)
    },
    rest: () => setTyped(false),
  }
}

function Suggestions({ options }: { options: readonly Option[] }) {
  return options.map((option) => (
    <Combobox.Option key={option.value} value={option.value}>
      {option.icon}
      <span className="grow">{labelOf(option)}</span>
      {option.note && <span className="note">{option.note}</span>}
    </Combobox.Option>
  ))
}

/**
 * Text with suggestions: what is typed counts as it is, a suggestion is taken by arrows and Enter or by pointer.
 * `inFlow` keeps the suggestions open under the box, for a pane whose buttons they must not cover.
 */
export function Typeahead(props: {
  label: string
  hideLabel?: boolean
  value: string
  options: readonly Option[]
  onChange: (value: string) => void
  onPick?: (value: string) => void
  placeholder?: string
  autoFocus?: boolean
  inFlow?: boolean
}) {
  const { inFlow = false } = props
  const combobox = useCombobox({
    ...(inFlow ? { opened: true } : {}),
    onDropdownClose: () => combobox.resetSelectedOption(),
  })
  const { written, shown, type, rest } = useShown(props.value, props.options)
  const list = (
    <Combobox.Options mah={240} style={{ overflowY: 'auto' }} className={inFlow ? 'in-flow' : undefined}>
      <Suggestions options={shown} />
    </Combobox.Options>
  )
  return (
    <Combobox
      store={combobox}
      withinPortal={false}
      onOptionSubmit={(value) => {
        rest()
        props.onChange(value)
        props.onPick?.(value)
        combobox.closeDropdown()
      }}
    >
      <Combobox.Target withExpandedAttribute>
        <TextInput
          {...(props.hideLabel ? { 'aria-label': props.label } : { label: props.label })}
          value={written}
          placeholder={props.placeholder ?? ''}
          data-autofocus={props.autoFocus || undefined}
          onChange={(event) => {
            type(event.currentTarget.value)
            props.onChange(valueOfText(event.currentTarget.value, props.options))
            combobox.openDropdown()
            combobox.updateSelectedOptionIndex()
          }}
          onFocus={() => {
            rest()
            combobox.openDropdown()
          }}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      {inFlow ? list : <Combobox.Dropdown hidden={shown.length === 0}>{list}</Combobox.Dropdown>}
    </Combobox>
  )
}

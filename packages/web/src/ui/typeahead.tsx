import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { type ReactNode, useState } from 'react'

export type Option = { value: string; note?: string; icon?: ReactNode }

/** Text with suggestions: what is typed counts as it is, a suggestion is taken by arrows and Enter or by pointer. */
export function Typeahead(props: {
  label: string
  hideLabel?: boolean
  value: string
  options: readonly Option[]
  onChange: (value: string) => void
  onPick?: (value: string) => void
  placeholder?: string
  autoFocus?: boolean
}) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [typed, setTyped] = useState(false)
  const needle = typed ? props.value.trim().toLowerCase() : ''
  const shown = props.options.filter((option) => option.value.toLowerCase().includes(needle)).slice(0, 40)
  return (
    <Combobox
      store={combobox}
      withinPortal={false}
      onOptionSubmit={(value) => {
        props.onChange(value)
        props.onPick?.(value)
        combobox.closeDropdown()
      }}
    >
      <Combobox.Target>
        <TextInput
          {...(props.hideLabel ? { 'aria-label': props.label } : { label: props.label })}
          value={props.value}
          placeholder={props.placeholder ?? ''}
          data-autofocus={props.autoFocus || undefined}
          onChange={(event) => {
            setTyped(true)
            props.onChange(event.currentTarget.value)
            combobox.openDropdown()
            combobox.updateSelectedOptionIndex()
          }}
          onFocus={() => {
            setTyped(false)
            combobox.openDropdown()
          }}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={shown.length === 0}>
        <Combobox.Options mah={240} style={{ overflowY: 'auto' }}>
          {shown.map((option) => (
            <Combobox.Option key={option.value} value={option.value}>
              {option.icon}
              <span className="grow">{option.value}</span>
              {option.note && <span className="note">{option.note}</span>}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

import { type DateOrder, dateOrders } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'

/** Names to choose one of; one that is set and not among them stays to be seen. */
export function NameSelect(props: {
  id?: string
  label?: string
  value: string
  names: readonly string[]
  onChange: (name: string) => void
  before?: { value: string; label: string }[]
}) {
  const { value, names } = props
  const isForeign =
    value !== '' && !names.includes(value) && !props.before?.some((one) => one.value === value)
  return (
    <select
      id={props.id}
      className="input"
      aria-label={props.label}
      value={value}
      onChange={(event) => props.onChange(event.target.value)}
    >
      {props.before?.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
      {isForeign && <option value={value}>{value} ?</option>}
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  )
}

export function DateSelect({
  value,
  label,
  onChange,
}: {
  value: DateOrder | undefined
  label: string
  onChange: (order: DateOrder) => void
}) {
  const { t } = useText()
  return (
    <select
      className="input"
      aria-label={label}
      value={value ?? 'ymd'}
      onChange={(event) => onChange(event.target.value as DateOrder)}
    >
      {dateOrders.map((order) => (
        <option key={order} value={order}>
          {t(`imports.date_${order}`)}
        </option>
      ))}
    </select>
  )
}

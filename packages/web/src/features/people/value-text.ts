import { useText } from '../../i18n/text.tsx'

const isInstant = (text: string) =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) && !Number.isNaN(Date.parse(text))

/** Values of a nested value, in the order they were sent. */
function partsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(partsOf)
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(partsOf)
  return [value]
}

/** A trait as a person reads it: instants as days, true and false in words, the parts of an address side by side. */
export function useValueText() {
  const { t, format } = useText()
  const write = (value: unknown): string => {
    if (typeof value === 'string') return isInstant(value) ? format.dayYear(value) : value
    if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no')
    if (typeof value === 'number') return format.numbers.format(value)
    return value === null || value === undefined ? '–' : partsOf(value).map(write).join(', ')
  }
  return write
}

import type { PlainOperator } from './operators.ts'
import type { FilterValue } from './questions.ts'

type ValueTest = (text: string, value: FilterValue) => boolean

/**
 * A value as text, the form in which filters ask of it: absent, null and an object are empty (an object is asked by its
 * parts), a list is written as the event store writes it.
 */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'boolean') return String(value)
  return Array.isArray(value) ? `[${value.map(itemText).join(',')}]` : ''
}

const numberText = (value: number) => String(value).replace('e+', 'e')

function itemText(item: unknown): string {
  if (item === null || item === undefined) return 'NULL'
  if (typeof item === 'string') return quoted(item)
  return typeof item === 'object' && !Array.isArray(item) ? quoted(JSON.stringify(item)) : textOf(item)
}
const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** Reads a number the way the compiler does: decimal, with an optional exponent; null for anything else and what is too large for one. */
export function numberOf(text: string): number | null {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null
  const number = Number(text)
  return Number.isFinite(number) ? number : null
}

/** The form of a time, ISO 8601 from 1900 to 2299: a date, or a date and a time with an optional offset. RE2 and JavaScript read it alike. */
export const timePattern =
  '^(19|2[0-2])[0-9]{2}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?$'
const timeForm = new RegExp(timePattern)

/** Reads a time in milliseconds since 1970; without an offset it is meant in UTC. Null for text of another form or no such day. */
export function timeOf(text: string): number | null {
  if (!timeForm.test(text)) return null
  const [year, month, day, hour, minute, second] = text.match(/\d+/g)?.map(Number) ?? []
  const hasTime = text.length > 10
  const hasSeconds = /:\d{2}:\d{2}/.test(text.slice(10).replace(/[+-]\d{2}:?\d{2}$/, ''))
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? ''
  const [, sign, hours, minutes] = /([+-])(\d{2}):?(\d{2})$/.exec(text.slice(11)) ?? []
  const start = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day ?? 0))
  if (start.getUTCMonth() + 1 !== month || start.getUTCDate() !== day) return null
  if (!hasTime) return start.getTime()
  const seconds = (hour ?? 0) * 3600 + (minute ?? 0) * 60 + (hasSeconds ? (second ?? 0) : 0)
  const offset = sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60) : 0
  return start.getTime() + (seconds - offset) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'))
}

export const dayMs = 86_400_000
/** How long a date lasts that says no time of day, by the length of its text; what says one is over at once. */
const lastsMs = (text: string) => (text.length === 10 ? dayMs : 1)

type DayTest = (text: string, operands: readonly FilterValue[], now?: number) => boolean
/** Asks where a date lies from now: when it begins, from when on it is over, and how far away is meant. Without a date or now it never holds. */
function fromNow(holds: (begins: number, isOver: number, now: number, away: number) => boolean): DayTest {
  return (text, [days], now) => {
    const begins = timeOf(text)
    if (begins === null || now === undefined || typeof days !== 'number') return false
    return holds(begins, begins + lastsMs(text), now, days * dayMs)
  }
}

/** Compares by code point, as the event store does; JavaScript's own order differs beyond the basic plane. */
function compareText(x: string, y: string): number {
  const [a, b] = [[...x], [...y]]
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const difference = (a[at]?.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** Compares as numbers where the value is one, as times where it has their form, otherwise as text. Absent is never in order. */
function inOrder(holds: (difference: number) => boolean): ValueTest {
  return (text, value) => {
    if (typeof value === 'number') {
      const number = numberOf(text)
      return number !== null && holds(number - value)
    }
    const limit = typeof value === 'string' ? timeOf(value) : null
    if (limit === null) return text !== '' && holds(compareText(text, String(value)))
    const time = timeOf(text)
    return time !== null && holds(time - limit)
  }
}

const equals: ValueTest = (text, value) =>
  typeof value === 'number' ? numberOf(text) === value : text === String(value)
const atLeast = inOrder((difference) => difference >= 0)
const atMost = inOrder((difference) => difference <= 0)
const one =
  (test: ValueTest) =>
  (text: string, [value]: readonly FilterValue[]) =>
    value !== undefined && test(text, value)
/** Letters are compared one by one without case, so that “ß” is no “SS”. */
const lower = (text: string) => [...text].map(lowerLetter).join('')
const lowerLetter = (letter: string) => {
  const lowered = letter.toLowerCase()
  return [...lowered].length === 1 ? lowered : letter
}

/**
 * What each operator means on a value's text and its operands. The compiler's SQL answers the same; a property test
 * holds the two together.
 */
export const valueTests: Record<Exclude<PlainOperator, 'did'>, DayTest> = {
  equals: one(equals),
  in: (text, values) => values.some((value) => equals(text, value)),
  contains: one((text, value) => lower(text).includes(lower(String(value)))),
  starts_with: one((text, value) => text.startsWith(String(value))),
  ends_with: one((text, value) => text.endsWith(String(value))),
  gt: one(inOrder((difference) => difference > 0)),
  gte: one(atLeast),
  lt: one(inOrder((difference) => difference < 0)),
  lte: one(atMost),
  between: (text, [low, high]) =>
    low !== undefined && high !== undefined && atLeast(text, low) && atMost(text, high),
  in_next_days: fromNow((begins, isOver, now, away) => isOver > now && begins <= now + away),
  in_last_days: fromNow((begins, isOver, now, away) => begins <= now && isOver > now - away),
  more_days_ahead: fromNow((begins, _, now, away) => begins > now + away),
  more_days_ago: fromNow((_, isOver, now, away) => isOver <= now - away),
  is_set: (text) => text !== '',
}

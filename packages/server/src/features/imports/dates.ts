import type { DateOrder } from '@teia/contracts'
import { IANAZone } from 'luxon'

/** A date read apart: its three parts as they stand, the time of day, and the offset if it names one (minutes). */
type Parts = {
  first: number
  second: number
  third: number
  isYearFirst: boolean
  dayMs: number
  offset: number | null
}

const clock =
  '(?:[T ,]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s*([ap]\\.?m\\.?)?\\s*(Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?)?'
const yearFirst = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${clock}$`, 'i')
const yearLast = new RegExp(`^(\\d{1,2})[-/. ](\\d{1,2})[-/. ](\\d{4}|\\d{2})${clock}$`, 'i')
const compact = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?()()(Z|[+-]\d{2}:?\d{2})?)?$/

function partsOf(text: string): Parts | null {
  const match = yearFirst.exec(text) ?? yearLast.exec(text) ?? compact.exec(text)
  if (!match) return null
  const [, first = '', second = '', third = '', hour, minute, second60, fraction, half, offset] = match
  let hours = Number(hour ?? 0)
  if (half) {
    if (hours < 1 || hours > 12) return null
    hours = (hours % 12) + (/^p/i.test(half) ? 12 : 0)
  }
  const minutes = Number(minute ?? 0)
  const seconds = Number(second60 || 0)
  if (hours > 24 || minutes > 59 || seconds > 60) return null
  const ms = fraction ? Math.floor(Number(`0.${fraction}`) * 1000) : 0
  return {
    first: Number(first),
    second: Number(second),
    third: Number(third),
    isYearFirst: first.length === 4,
    dayMs: ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms,
    offset: offset ? offsetOf(offset) : null,
  }
}

function offsetOf(text: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(text)
  if (!match) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  return match[1] === '-' ? -minutes : minutes
}

/**
 * Reads a date of a known order as milliseconds since 1970; null when it is none. Dates without an offset are in the
 * IANA zone. Years of two digits are 1970 to 2069.
 */
export function readDate(value: unknown, order: DateOrder, zone = 'UTC'): number | null {
  if (order === 'unix-seconds' || order === 'unix-milliseconds') {
    const number = typeof value === 'number' ? value : Number(String(value).trim() || Number.NaN)
    const ms = order === 'unix-seconds' ? number * 1000 : number
    return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? Math.floor(ms) : null
  }
  if (typeof value !== 'string' || value.length > 60) return null
  const parts = partsOf(value.trim())
  if (!parts) return null
  const local = localMs(parts, order)
  if (local === null) return null
  if (parts.offset !== null) return local - parts.offset * 60_000
  return zone === 'UTC' ? local : local - offsetMs(zone, local)
}

function localMs(parts: Parts, order: DateOrder): number | null {
  const { first, second, third } = parts
  if (parts.isYearFirst !== (order === 'ymd' || order === 'ydm')) return null
  const year = parts.isYearFirst ? first : third >= 100 ? third : third < 70 ? 2000 + third : 1900 + third
  const [month, day] =
    order === 'ymd'
      ? [second, third]
      : order === 'ydm'
        ? [third, second]
        : order === 'dmy'
          ? [second, first]
          : [first, second]
  const midnight = Date.UTC(year, month - 1, day)
  const date = new Date(midnight)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  return midnight + parts.dayMs
}

const hourMs = 3_600_000
const offsets = new Map<string, number>()
/** The offset of a zone at a local time, remembered by the quarter of an hour: zones are slow to ask. */
function offsetMs(zone: string, local: number): number {
  const key = `${zone} ${Math.floor(local / (hourMs / 4))}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const iana = IANAZone.create(zone)
  const guess = iana.offset(local) * 60_000
  const exact = iana.offset(local - guess) * 60_000
  if (offsets.size > 50_000) offsets.clear()
  offsets.set(key, exact)
  return exact
}

export const isZone = (zone: string) => IANAZone.isValidZone(zone)

const textOrders = ['ymd', 'dmy', 'mdy', 'ydm'] as const

export type DateFinding = { order: DateOrder; isAmbiguous: boolean; fitting: number }

/**
 * The order that most of the values fit. Where day and month could be either way round for all values, the day comes
 * first, and the finding says that it is a guess. Null: these are no dates.
 */
export function detectDates(values: readonly unknown[], name: string): DateFinding | null {
  if (values.length === 0) return null
  const counts = textOrders.map((order) => ({
    order,
    fitting: values.reduce<number>((n, value) => n + (readDate(value, order) === null ? 0 : 1), 0),
  }))
  const best = Math.max(...counts.map((one) => one.fitting))
  if (best >= values.length * 0.5 && best > 0) {
    const fitting = counts.filter((one) => one.fitting === best)
    const order = fitting[0]?.order ?? 'ymd'
    return {
      order,
      isAmbiguous: order === 'dmy' && fitting.some((one) => one.order === 'mdy'),
      fitting: best,
    }
  }
  return detectNumbers(values, name)
}

/** Numbers are times only where the name says so and all lie between 2000 and 2100. */
function detectNumbers(values: readonly unknown[], name: string): DateFinding | null {
  if (!/time|date|data|hora|\bts\b|_at$|At$/i.test(name)) return null
  for (const [order, factor] of [
    ['unix-seconds', 1000],
    ['unix-milliseconds', 1],
  ] as const)
    if (values.every((value) => /^\d{9,13}$/.test(String(value)) && isRecent(Number(value) * factor)))
      return { order, isAmbiguous: false, fitting: values.length }
  return null
}

const isRecent = (ms: number) => ms > Date.UTC(2000, 0, 1) && ms < Date.UTC(2100, 0, 1)

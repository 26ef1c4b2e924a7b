import type { Language } from '@teia/contracts'

/** Writes numbers, times and names as one language does, in one time zone and currency. */
export type Formatter = ReturnType<typeof makeFormatter>

const MINUS = '−'
const typographic = (text: string) => text.replace(/^-/, MINUS)

/** Lists are read in the language of the interface, days in the time zone of the workspace. */
export function makeFormatter(language: Language, timeZone: string, currency: string) {
  // Day before month and a 24-hour clock, as in the other two languages.
  const locale = language === 'en' ? 'en-GB' : language
  // Italian leaves four digits ungrouped; in one column with five they would not line up.
  const number = (options: Intl.NumberFormatOptions = {}) =>
    new Intl.NumberFormat(locale, { useGrouping: 'always', ...options })
  const date = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options })
  const whole = number({ maximumFractionDigits: 0 })
  const one = number({ minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const two = number({ minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const money = number({ style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  const moneyWhole = number({
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    maximumFractionDigits: 0,
  })
  const compact = number({ notation: 'compact', maximumFractionDigits: 1 })
  const dayShort = date({ day: 'numeric', month: 'short' })
  const dayYear = date({ day: 'numeric', month: 'short', year: 'numeric' })
  const dayLong = date({ weekday: 'long', day: 'numeric', month: 'long' })
  const dayLongYear = date({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const monthYear = date({ month: 'long', year: 'numeric' })
  const clock = date({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const clockSeconds = date({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  const key = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const tidy = (text: string) => text.replaceAll('.', '').replaceAll(' de ', ' ')
  const at = (time: string | Date) => (typeof time === 'string' ? readTime(time) : time)
  // The sign stays on the line of its number.
  const pct = (share: number) => `${typographic(one.format(share * 100))}\u00a0%`
  return {
    language,
    timeZone,
    currency,
    whole: (value: number) => typographic(whole.format(value)),
    decimal: (value: number) => typographic(one.format(value)),
    hundredths: (value: number) => typographic(two.format(value)),
    compact: (value: number) => compact.format(value),
    percent: pct,
    /** “22,4–28,9”: bounds of a share without the unit. */
    percentSpan: (low: number, high: number) =>
      `${typographic(one.format(low * 100))}–${typographic(one.format(high * 100))}`,
    /** “0,49–0,50”: bounds of a number between 0 and 1. */
    hundredthsSpan: (low: number, high: number) =>
      `${typographic(two.format(low))}–${typographic(two.format(high))}`,
    /** Difference of two shares in percentage points, signed. */
    points: (difference: number) => signed(difference * 100, one),
    signed: (value: number, digits: 0 | 1 = 0) => signed(value, digits === 0 ? whole : one),
    money: (value: number) => money.format(value),
    moneyWhole: (value: number) => moneyWhole.format(value),
    dayShort: (time: string | Date) => tidy(dayShort.format(at(time))),
    dayYear: (time: string | Date) => tidy(dayYear.format(at(time))),
    dayLong: (time: string | Date) => upperFirst(dayLong.format(at(time))),
    dayLongYear: (time: string | Date) => upperFirst(dayLongYear.format(at(time))),
    monthYear: (time: string | Date) => monthYear.format(at(time)),
    clock: (time: string | Date) => clock.format(at(time)),
    clockSeconds: (time: string | Date) => clockSeconds.format(at(time)),
    moment: (time: string | Date) => `${tidy(dayShort.format(at(time)))} ${clock.format(at(time))}`,
    /** “62 s”, “2 min 24 s”, “3 h 10 min”, “2 d 4 h”: the two largest units. */
    duration: (seconds: number) => duration(seconds, language),
    /** `2026-11-19` of the workspace's day, for grouping. */
    dayKey: (time: string | Date) => key.format(at(time)),
    plural: new Intl.PluralRules(language),
    numbers: number({ maximumFractionDigits: 2 }),
  }
}

function signed(value: number, numbers: Intl.NumberFormat): string {
  const text = numbers.format(Math.abs(value))
  // What rounds to nothing has no sign.
  if (!/[1-9]/.test(text)) return text
  return `${value > 0 ? '+' : MINUS}${text}`
}

function duration(seconds: number, language: Language): string {
  const whole = Math.round(seconds)
  const day = language === 'it' ? 'g' : 'd'
  const units = [
    [86_400, day],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ] as const
  const first = units.findIndex(([size]) => whole >= size)
  if (first < 0) return '0 s'
  const [size, name] = units[first] ?? [1, 's']
  const head = `${Math.floor(whole / size)} ${name}`
  const next = units[first + 1]
  const rest = next ? Math.floor((whole % size) / next[0]) : 0
  return next && rest > 0 ? `${head} ${rest} ${next[1]}` : head
}

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** A bare date is read at noon UTC, so that no time zone moves it to another day. */
export function readTime(time: string): Date {
  if (/^\d{4}-\d{2}-\d{2}$/.test(time)) return new Date(`${time}T12:00:00Z`)
  if (/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}/.test(time)) return new Date(`${time.replace(' ', 'T')}Z`)
  return new Date(time)
}

/** The language to start with: the user's choice, then the workspace's, then the browser's. */
export function pickLanguage(
  chosen: string | null,
  workspace: Language | undefined,
  browser: readonly string[],
): Language {
  if (chosen === 'pt-BR' || chosen === 'it' || chosen === 'en') return chosen
  if (workspace) return workspace
  for (const tag of browser) {
    const start = tag.slice(0, 2).toLowerCase()
    if (start === 'pt') return 'pt-BR'
    if (start === 'it' || start === 'en') return start
  }
  return 'en'
}

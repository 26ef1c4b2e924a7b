import { DateTime } from 'luxon'
import type { Scene } from './fragments.ts'
import { bucketsOf, type TimeRange } from './time-range.ts'

const dayMs = 86_400_000

export type PeriodLength = 'day' | 'week' | 'month'
/** A period of the calendar: its start and end, and the number of its day, week or month, by which rows are told apart. */
export type CalendarPeriod = { start: number; end: number; number: number }

/** The periods that a range touches, oldest first. */
export function calendarPeriods(range: TimeRange, period: PeriodLength): CalendarPeriod[] {
  const starts = bucketsOf(range, period)
  const next = (start: number) =>
    DateTime.fromMillis(start, { zone: range.timeZone })
      .plus({ [period]: 1 })
      .startOf(period)
      .toMillis()
  return starts.map((start, at) => ({
    start,
    end: starts[at + 1] ?? next(start),
    number: numberOf(start, range, period),
  }))
}

/** When the period before one began. */
export const startBefore = (start: number, { timeZone }: TimeRange, period: PeriodLength) =>
  DateTime.fromMillis(start - 1, { zone: timeZone })
    .startOf(period)
    .toMillis()

/** Days, weeks (from Monday) or months on the calendar since 1970. */
function numberOf(start: number, { timeZone }: TimeRange, period: PeriodLength): number {
  const { year, month, day } = DateTime.fromMillis(start, { zone: timeZone })
  if (period === 'month') return (year - 1970) * 12 + month - 1
  const days = Date.UTC(year, month - 1, day) / dayMs
  // The first of January 1970 was a Thursday.
  return period === 'day' ? days : Math.floor((days + 3) / 7)
}

/** The same number of an event, or of another time. */
export function periodNumberSql(period: PeriodLength, scene: Scene, time = 'e.time'): string {
  const zone = scene.params.text(scene.range.timeZone)
  if (period === 'month') return `((toYear(${time}, ${zone}) - 1970) * 12 + toMonth(${time}, ${zone}) - 1)`
  const days = `toInt32(toDate32(${time}, ${zone}))`
  return period === 'day' ? days : `intDiv(${days} + 3, 7)`
}

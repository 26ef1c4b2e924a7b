import { faultOf, type Range } from '@teia/contracts'
import { DateTime } from 'luxon'
import { AppError } from '../platform/errors.ts'

/** Half-open, in milliseconds since 1970. */
export type TimeRange = { from: number; to: number; timeZone: string }
export type Interval = 'hour' | 'day' | 'week' | 'month'

/** Times are packed as 39 bits of milliseconds, which hold 17 years. */
const longestYears = 15
const longestMs = longestYears * 366 * 86_400_000
const isDate = (edge: string) => /^\d{4}-\d{2}-\d{2}$/.test(edge)

/** Resolves the range of a question. Dates mean local days; `to` as a date includes that day. Throws `invalid_range`. */
export function resolveRange(range: Range, workspaceTimeZone: string): TimeRange {
  const timeZone = range.timeZone ?? workspaceTimeZone
  const from = DateTime.fromISO(range.from, { zone: timeZone })
  const edge = DateTime.fromISO(range.to, { zone: timeZone })
  if (!from.isValid || !edge.isValid) {
    const wrongZone = from.invalidReason === 'unsupported zone' || edge.invalidReason === 'unsupported zone'
    throw wrongZone
      ? new AppError('invalid_time_zone', 400, faultOf('time_zone_unknown', { zone: timeZone }))
      : new AppError('invalid_range', 400, faultOf('range_no_time'))
  }
  // Where midnight is skipped a day begins at one, and the next one at midnight again.
  const to = isDate(range.to) ? edge.plus({ days: 1 }).startOf('day') : edge
  if (to.toMillis() <= from.toMillis()) throw new AppError('invalid_range', 400, faultOf('range_reversed'))
  if (from.year < 1900 || to.year > 2200)
    throw new AppError('invalid_range', 400, faultOf('range_outside', { from: '1900', to: '2200' }))
  if (to.toMillis() - from.toMillis() > longestMs)
    throw new AppError('invalid_range', 400, faultOf('range_too_long', { years: longestYears }))
  return { from: from.toMillis(), to: to.toMillis(), timeZone }
}

/** The period of as many local days (or, under a day, as much time) just before. */
export function previousRange(range: TimeRange): TimeRange {
  const from = DateTime.fromMillis(range.from, { zone: range.timeZone })
  const to = DateTime.fromMillis(range.to, { zone: range.timeZone })
  return { from: startBefore(from, to), to: range.from, timeZone: range.timeZone }
}

function startBefore(from: DateTime, to: DateTime): number {
  if (isStartOfDay(from) && isStartOfDay(to))
    return from
      .minus({ days: dateOf(to).diff(dateOf(from), 'days').days })
      .startOf('day')
      .toMillis()
  const days = to.diff(from, 'days').days
  return Number.isInteger(days) ? from.minus({ days }).toMillis() : 2 * from.toMillis() - to.toMillis()
}
const isStartOfDay = (time: DateTime) => time.toMillis() === time.startOf('day').toMillis()
/** The date alone, as days of 24 hours that can be counted. */
const dateOf = (time: DateTime) => DateTime.utc(time.year, time.month, time.day)

const mostIntervals = 5_000
const hourMs = 3_600_000
const dayMs = 86_400_000

/** The starts of all intervals that a range touches, in milliseconds. Weeks begin on Monday. Throws above 5,000. */
export function bucketsOf(range: TimeRange, interval: Interval): number[] {
  const starts: number[] = []
  const zone = DateTime.fromMillis(range.from, { zone: range.timeZone })
  const first = zone.startOf(interval)
  const next = interval === 'hour' ? hourSteps(first) : localSteps(first, interval)
  for (let at = first.toMillis(); at < range.to; at = next(at)) {
    starts.push(at)
    if (starts.length > mostIntervals)
      throw new AppError('invalid_range', 400, faultOf('range_too_fine', { intervals: 5_000 }))
  }
  return starts
}

/** Whether clocks change within a range by less than whole hours, so that later hours begin at other minutes. */
export function hoursShift(range: TimeRange): boolean {
  const [first = 0, ...later] = bucketsOf(range, 'hour')
  return later.some((start) => (start - first) % hourMs !== 0)
}

/** Steps over local hours. Where clocks change by half an hour, one is longer or shorter and the next ones begin anew. */
function hourSteps({ zone }: DateTime): (at: number) => number {
  const startOfHour = (at: number) => DateTime.fromMillis(at, { zone }).startOf('hour').toMillis()
  const isStart = (at: number) => (at / 60_000 + zone.offset(at)) % 60 === 0
  return (at) => {
    const next = at + hourMs
    if (isStart(next) && zone.offset(next) === zone.offset(at)) return next
    const start = startOfHour(next)
    return start > at ? start : startOfHour(next + hourMs / 2)
  }
}

/**
 * Steps over local days, weeks or months. Dates are counted on a calendar without zones and then placed by the offset
 * of the zone, which is much quicker than counting on zoned times. Where the clocks have changed since the step
 * before, the zoned time decides: midnight may have been skipped or come twice. A date that the zone has left out
 * altogether, as Samoa did with the 30th of December 2011, has no interval.
 */
function localSteps(first: DateTime, interval: 'day' | 'week' | 'month'): (at: number) => number {
  const { zone } = first
  let calendar = Date.UTC(first.year, first.month - 1, first.day)
  let offsetMs = zone.offset(first.toMillis()) * 60_000
  const step = () => {
    calendar = interval === 'month' ? nextMonth(calendar) : calendar + (interval === 'week' ? 7 : 1) * dayMs
    const start = calendar - offsetMs
    if (zone.offset(start) * 60_000 === offsetMs) return start
    const day = new Date(calendar)
    const [year, month, date] = [day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()]
    const changed = DateTime.fromObject({ year, month, day: date }, { zone }).startOf('day').toMillis()
    offsetMs = zone.offset(changed) * 60_000
    return changed
  }
  return (at) => {
    const start = step()
    return start > at ? start : step()
  }
}

function nextMonth(calendar: number): number {
  const day = new Date(calendar)
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1)
}

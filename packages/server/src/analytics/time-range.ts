import type { Range } from '@teia/contracts'
import { DateTime } from 'luxon'
import { AppError } from '../platform/errors.ts'

/** Half-open, in milliseconds since 1970. */
export type TimeRange = { from: number; to: number; timeZone: string }
export type Interval = 'hour' | 'day' | 'week' | 'month'

const longestMs = 12 * 366 * 86_400_000
const isDate = (edge: string) => /^\d{4}-\d{2}-\d{2}$/.test(edge)

/** Resolves the range of a question. Dates mean local days; `to` as a date includes that day. Throws `invalid_range`. */
export function resolveRange(range: Range, workspaceTimeZone: string): TimeRange {
  const timeZone = range.timeZone ?? workspaceTimeZone
  const from = DateTime.fromISO(range.from, { zone: timeZone })
  const edge = DateTime.fromISO(range.to, { zone: timeZone })
  if (!from.isValid || !edge.isValid) {
    const wrongZone = from.invalidReason === 'unsupported zone' || edge.invalidReason === 'unsupported zone'
    throw wrongZone
      ? new AppError('invalid_time_zone', 400, `“${timeZone}” is not a time zone.`)
      : new AppError('invalid_range', 400, 'The range has an edge that is no time.')
  }
  const to = isDate(range.to) ? edge.plus({ days: 1 }) : edge
  if (to.toMillis() <= from.toMillis())
    throw new AppError('invalid_range', 400, 'The range ends before it begins.')
  if (from.year < 1900 || to.year > 2200)
    throw new AppError('invalid_range', 400, 'The range lies outside of the years 1900 to 2200.')
  if (to.toMillis() - from.toMillis() > longestMs)
    throw new AppError('invalid_range', 400, 'The range is longer than twelve years.')
  return { from: from.toMillis(), to: to.toMillis(), timeZone }
}

/** The period of as many local days (or, under a day, as much time) just before. */
export function previousRange(range: TimeRange): TimeRange {
  const from = DateTime.fromMillis(range.from, { zone: range.timeZone })
  const to = DateTime.fromMillis(range.to, { zone: range.timeZone })
  const days = to.diff(from, 'days').days
  const before = Number.isInteger(days)
    ? from.minus({ days }).toMillis()
    : range.from - (range.to - range.from)
  return { from: before, to: range.from, timeZone: range.timeZone }
}

/** The starts of all intervals that a range touches, in milliseconds. Weeks begin on Monday. Throws above 5,000. */
export function bucketsOf(range: TimeRange, interval: Interval): number[] {
  const starts: number[] = []
  let at = DateTime.fromMillis(range.from, { zone: range.timeZone }).startOf(interval)
  while (at.toMillis() < range.to) {
    starts.push(at.toMillis())
    if (starts.length > 5_000)
      throw new AppError(
        'invalid_range',
        400,
        'The range has more than 5,000 intervals. Choose a longer interval.',
      )
    at = at.plus({ [interval]: 1 })
    // Where a day begins at one because midnight is skipped, the next one still begins at midnight.
    if (interval !== 'hour') at = at.startOf(interval)
  }
  return starts
}

import { addDays } from '../../lib/periods.ts'
import type { TrendsSearch } from './trends-search.ts'

/** Days of the workspace that a point stands for, both counted; an hour is looked at with its whole day. */
export function daysOfPoint(
  firstDay: string,
  interval: NonNullable<TrendsSearch['interval']>,
): { from: string; to: string } {
  if (interval === 'week') return { from: firstDay, to: addDays(firstDay, 6) }
  if (interval !== 'month') return { from: firstDay, to: firstDay }
  const [year = 0, month = 0] = firstDay.split('-').map(Number)
  return { from: firstDay, to: new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) }
}

/** The part of a point's days that lies inside the period asked for. */
export function within(
  days: { from: string; to: string },
  period: { from: string; to: string },
): { from: string; to: string } {
  const starts = days.from < period.from
  const ends = days.to > period.to
  return { from: (starts ? period : days).from, to: (ends ? period : days).to }
}

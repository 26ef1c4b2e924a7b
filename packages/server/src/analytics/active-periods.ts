import type { EitherPlace, Filter } from '@teia/contracts'
import type { Asking } from './ask.ts'
import { type CalendarPeriod, calendarPeriods, type PeriodLength, startBefore } from './calendar-periods.ts'
import { all, filterSql } from './filter-sql.ts'
import { isInteraction, type Scene } from './fragments.ts'
import { filterOfStep } from './funnel-steps.ts'
import type { TouchpointNames } from './touchpoint-names.ts'

/** `now` is the moment up to which anything can have happened. */
export type AskingNow = Asking & { now: number }

/** A question about being active in periods. */
export type ActiveQuestion = {
  activity?: EitherPlace | undefined
  filter?: Filter | undefined
  period: PeriodLength
}

/** The whole periods that a range touches, and the asking widened to them and to the one before. */
export function openPeriods(asking: AskingNow, period: PeriodLength) {
  const periods = calendarPeriods(asking.range, period)
  const first = periods[0]?.start ?? asking.range.from
  const before = startBefore(first, asking.range, period)
  return { periods, before, asking: { ...asking, range: { ...asking.range, from: before } } }
}

/** Whether a period has fully passed within the range. */
export const isWhole = ({ end }: CalendarPeriod, { now, range }: AskingNow) => end <= Math.min(now, range.to)

/** That an interaction counts as being active. */
export function isActive(question: ActiveQuestion, scene: Scene, names: TouchpointNames): string {
  const { activity, filter } = question
  return all([
    isInteraction,
    ...(activity ? [filterSql(filterOfStep(activity, names), scene)] : []),
    filterSql(filter, scene),
  ])
}

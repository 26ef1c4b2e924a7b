import { type EitherPlace, type Filter, faultOf } from '@teia/contracts'
import { AppError } from '../platform/errors.ts'
import { type Asking, joinMeta, openScene, type Plan, runPlan, sceneOf } from './ask.ts'
import { type CalendarPeriod, calendarPeriods, type PeriodLength, startBefore } from './calendar-periods.ts'
import { all, filterSql } from './filter-sql.ts'
import { isInteraction, type Scene } from './fragments.ts'
import { filterOfStep } from './funnel-steps.ts'
import { previousRange } from './time-range.ts'
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

export type OpenedPeriods = ReturnType<typeof openPeriods>

const mostPeriods = 400

/** How a question about periods is asked, and what the rows of each period say. */
type Periodic<Row, Period> = {
  plan: (opened: OpenedPeriods, scene: Scene) => Plan<Row>
  shape: (period: CalendarPeriod, rows: readonly Row[], asking: AskingNow) => Period
}

/**
 * Asks about the periods of a range and, when it shall be compared, about those of the range before. Throws
 * `invalid_range` for more than 400 of them.
 */
export async function askPeriods<Row extends { number: number }, Period>(
  asking: AskingNow,
  question: ActiveQuestion & { compare: 'none' | 'previous' },
  periodic: Periodic<Row, Period>,
) {
  const { hasOverrides } = await openScene(asking)
  const count = async (own: AskingNow) => {
    const opened = openPeriods(own, question.period)
    if (opened.periods.length > mostPeriods)
      throw new AppError('invalid_range', 400, faultOf('range_too_fine', { intervals: mostPeriods }))
    const { rows, meta } = await runPlan(own, periodic.plan(opened, sceneOf(opened.asking, hasOverrides)))
    const byNumber = Map.groupBy(rows, (row) => row.number)
    const periods = opened.periods.map((one) => periodic.shape(one, byNumber.get(one.number) ?? [], own))
    return { periods, meta }
  }
  const now = await count(asking)
  if (question.compare === 'none') return { periods: now.periods, previous: null, meta: now.meta }
  const before = await count({ ...asking, range: previousRange(asking.range) })
  return { periods: now.periods, previous: before.periods, meta: joinMeta(now.meta, before.meta) }
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

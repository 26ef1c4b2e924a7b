import { faultOf, type RetentionQuestion, retentionLimits } from '@teia/contracts'
import { AppError } from '../platform/errors.ts'
import { type CalendarPeriod, calendarPeriods, periodNumberSql } from './calendar-periods.ts'
import { all, filterSql } from './filter-sql.ts'
import { eventsFrom, inRange, isInteraction, personOf, type Scene } from './fragments.ts'
import { filterOfStep, marksSql, packedSql, timesSql } from './funnel-steps.ts'
import type { TimeRange } from './time-range.ts'
import type { TouchpointNames } from './touchpoint-names.ts'
import { breakdownSql } from './trend.ts'

const dayMs = 86_400_000
/** How long a period of somebody's own is. */
const lengthMs = { day: dayMs, week: 7 * dayMs, month: 30 * dayMs } as const

/** The cohorts of a range, oldest first. Throws `invalid_range` above the most that there can be. */
export function cohortsOf(range: TimeRange, period: RetentionQuestion['period']): CalendarPeriod[] {
  const cohorts = calendarPeriods(range, period)
  if (cohorts.length > retentionLimits.cohorts)
    throw new AppError('invalid_range', 400, faultOf('cohorts_too_many', { most: retentionLimits.cohorts }))
  return cohorts
}

/** Keeps numbers of years before 1970 above zero. */
const numberBase = 1 << 20

/**
 * Everybody who entered, as rows `(who, entry, number, entered, ripe, came, key)`: the number of the cohort, when they
 * entered (milliseconds since the range began, from 1), how many periods have fully passed since, and in which they came
 * back. `horizon` is the moment up to which everything is known.
 */
export function entriesOf(
  question: Omit<RetentionQuestion, 'compare'>,
  scene: Scene,
  names: TouchpointNames,
  cohorts: readonly CalendarPeriod[],
  horizon: number,
): string {
  const { first, returning, period, periods, clock, count, entry, breakdown } = question
  const [isFirst, isReturn] = [first, returning].map((one) => filterSql(filterOfStep(one, names), scene))
  const key = breakdown ? breakdownSql(breakdown, scene) : `''`
  const length = lengthMs[period]
  const time = (row: string) => `${timesSql(`[${row}]`)}[1]`
  // Where periods are one's own and everybody enters once, one number a person is needed, not one a row.
  const isOnce = clock === 'own' && entry === 'first'
  const numberOf = (moment?: string) => `${numberBase} + ${periodNumberSql(period, scene, moment)}`
  const entryTime = `fromUnixTimestamp64Milli(${time('entry')} + ${scene.params.add('Int64', scene.range.from - 1)})`
  const number = isOnce ? numberOf(entryTime) : `${marksSql('[entry]')}[1]`
  const passed =
    clock === 'own'
      ? `intDiv(${scene.params.add('Int64', horizon - scene.range.from + 1)} - entered, ${length})`
      : `${scene.params.add('Int64', numberBase + lastPassed(cohorts, horizon))} - number + 1`
  const since =
    clock === 'own'
      ? `arrayMap(at -> intDiv(at - entered, ${length}), ${timesSql('later')})`
      : `arrayMap(one -> toInt64(one) - number, ${marksSql('later')})`
  const came =
    count === 'in'
      ? `arrayDistinct(arrayFilter(n -> n < ripe, since))`
      : `range(toUInt64(greatest(0, least(ripe, if(empty(since), 0, arrayMax(since) + 1)))))`
  return `
      SELECT who, number, entered, ripe, key, ${came} AS came
      FROM (
        SELECT who, number, entered, key, toInt64(greatest(0, least(${periods}, ${passed}))) AS ripe, ${since} AS since
        FROM (
          SELECT who, toInt64(${number}) AS number, ${time('entry')} AS entered,
                 ${breakdown ? 'arrayFirst(pair -> pair.1 = entry, keys).2' : `''`} AS key,
                 arrayFilter(row -> row > entry, returns) AS later
          FROM (
            SELECT who, returns, keys, ${entry === 'first' ? '[firsts[1]]' : enteredSql} AS entries
            FROM (
              SELECT who, ${entry === 'first' ? '[minIf(row, is_first)]' : 'arraySort(groupArrayIf(row, is_first))'} AS firsts,
                     groupArrayIf(row, is_return) AS returns, ${breakdown ? 'groupArrayIf((row, own_key), is_first)' : '[]'} AS keys
              FROM (
                SELECT ${personOf(scene)} AS who, ${isFirst} AS is_first, ${isReturn} AS is_return, ${key} AS own_key,
                       ${packedSql(isOnce ? '0' : numberOf(), scene)} AS row
                FROM ${eventsFrom(scene)}
                WHERE ${all([inRange(scene), isInteraction, `(${isFirst} OR ${isReturn})`, filterSql(question.filter, scene)])}
              )
              GROUP BY who
              HAVING max(is_first)
            )
          ) ARRAY JOIN entries AS entry
        )
      )`
}

/**
 * The first row of each cohort. It is a column of its own, unfolded by the clause: with `arrayJoin` in its place the engine may
 * move a condition of the reader's in between its arguments, which then differ in length.
 */
const enteredSql = `arrayFilter((row, one, before) -> one != before, firsts, ${marksSql('firsts')}, arrayPushFront(arrayPopBack(${marksSql('firsts')}), 0))`

/** The number that a cohort has in the rows. */
export const rowNumber = (cohort: CalendarPeriod) => numberBase + cohort.number

/** The number of the last period of the calendar that has fully passed. */
function lastPassed(cohorts: readonly CalendarPeriod[], horizon: number): number {
  const [first] = cohorts
  return cohorts.findLast((one) => one.end <= horizon)?.number ?? (first?.number ?? 0) - 1
}

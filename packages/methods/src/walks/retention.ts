import { type Estimate, wilson } from '../intervals.ts'

/** When a person did the first thing, and when the returning one; milliseconds. Only what lies after `first` counts. */
export type PersonReturns = { first: number; returns: readonly number[] }

/** Share of people who returned in a period, `n` of whom the whole period has passed; null where it has for nobody. */
export type RetentionCell = (Estimate & { returned: number }) | null

const cell = (
  people: readonly PersonReturns[],
  isBack: (person: PersonReturns) => boolean,
): RetentionCell => {
  const returned = people.filter(isBack).length
  return people.length === 0 ? null : { ...wilson(returned, people.length), returned }
}

/**
 * Retention counted from everybody's own first time: who returned in [n, n + 1) periods after it, n from 0 to `periods`;
 * unbounded: who returned at n periods after it or later. Both have as denominator those for whom n + 1 periods have passed.
 */
export function retentionSinceFirst(
  people: readonly PersonReturns[],
  rules: { unbounded?: boolean; periodMs: number; periods: number; now: number },
): RetentionCell[] {
  const { periodMs, now } = rules
  return Array.from({ length: rules.periods + 1 }, (_, n) =>
    cell(
      people.filter(({ first }) => first + (n + 1) * periodMs <= now),
      ({ first, returns }) =>
        returns.some((time) => {
          const since = time - first
          return since > 0 && since >= n * periodMs && (rules.unbounded || since < (n + 1) * periodMs)
        }),
    ),
  )
}

/** People who began in one calendar period; `returned[n]` is n periods later, null as long as that one has not passed. */
export type RetentionCohort = { start: number; people: number; returned: RetentionCell[] }

/**
 * Rolling retention by calendar periods: `periodOf` numbers the local periods (days, weeks, months) without gaps. Cohorts by the
 * period of the first time, in order.
 */
export function retentionByCalendar(
  people: readonly PersonReturns[],
  rules: { periodOf: (time: number) => number; periods: number; now: number },
): RetentionCohort[] {
  const { periodOf } = rules
  const current = periodOf(rules.now)
  const cohorts = Map.groupBy(people, ({ first }) => periodOf(first))
  return [...cohorts]
    .sort(([a], [b]) => a - b)
    .map(([start, members]) => ({
      start,
      people: members.length,
      returned: Array.from({ length: rules.periods + 1 }, (_, n) =>
        cell(start + n < current ? members : [], ({ first, returns }) =>
          returns.some((time) => time > first && periodOf(time) === start + n),
        ),
      ),
    }))
}

import type { EitherPlace, RetentionQuestion } from '@teia/contracts'
import { DateTime } from 'luxon'
import type { Fact } from './fill-workspace.ts'
import { filterOfPlace } from './funnel-reference.ts'
import { type Asked, fitting, keyOf } from './reference.ts'

/** Retention by looking at everybody one by one: what the compiler's arrays have to equal. */
export type Retention = Pick<
  RetentionQuestion,
  'first' | 'returning' | 'period' | 'periods' | 'entry' | 'clock' | 'count' | 'breakdown'
>
/** Somebody who entered: in which cohort, how many periods have fully passed since, and in which they came back. */
export type Entry = { person: number; cohort: number; ripe: number; came: Set<number>; key: string }

const dayMs = 86_400_000
const lengthMs = { day: dayMs, week: 7 * dayMs, month: 30 * dayMs }

/** `now` is the moment up to which anything can have happened. */
export function entriesOf(asked: Asked, retention: Retention, now: number): Entry[] {
  const { first, returning, entry } = retention
  const sorted = (place: EitherPlace) =>
    fitting({
      ...asked,
      filter: { and: [filterOfPlace(place), ...(asked.filter ? [asked.filter] : [])] },
    }).toSorted((x, y) => x.time - y.time || x.order - y.order)
  const returns = sorted(returning)
  const startOf = (time: number, period = retention.period) =>
    DateTime.fromMillis(time, { zone: asked.timeZone }).startOf(period).toMillis()
  return [...Map.groupBy(sorted(first), (fact) => fact.person).values()].flatMap((firsts) => {
    const begins = firsts.filter((fact, at) => {
      const before = firsts[at - 1]
      return !before || (entry === 'recurring' && startOf(before.time) !== startOf(fact.time))
    })
    return begins.map((begin) => entryOf(asked, retention, begin, returns, Math.min(now, asked.to)))
  })
}

function entryOf(
  asked: Asked,
  retention: Retention,
  begin: Fact,
  returns: readonly Fact[],
  horizon: number,
): Entry {
  const { period, periods, clock, count, breakdown } = retention
  const start = DateTime.fromMillis(begin.time, { zone: asked.timeZone }).startOf(period)
  const edge = (n: number) =>
    clock === 'own'
      ? begin.time + n * lengthMs[period]
      : start
          .plus({ [period]: n })
          .startOf(period)
          .toMillis()
  const isLater = (fact: Fact) =>
    fact.person === begin.person &&
    (fact.time > begin.time || (fact.time === begin.time && fact.order > begin.order))
  const later = returns.filter(isLater)
  const numbers = Array.from({ length: periods }, (_, n) => n)
  const ripe = numbers.filter((n) => edge(n + 1) <= horizon).length
  const isIn = (n: number) =>
    later.some((fact) => fact.time >= edge(n) && (count === 'since' || fact.time < edge(n + 1)))
  return {
    person: begin.person,
    cohort: start.toMillis(),
    ripe,
    came: new Set(numbers.filter((n) => n < ripe && isIn(n))),
    key: breakdown === undefined ? '' : keyOf(asked, begin, breakdown),
  }
}

import type { EitherPlace, Filter, LifecyclePart, TimeBetweenQuestion } from '@teia/contracts'
import { DateTime } from 'luxon'
import type { Fact } from './fill-workspace.ts'
import { filterOfPlace } from './funnel-reference.ts'
import { type Asked, fitting, keyOf, startOf } from './reference.ts'

/** Activity, period by period and one by one: what the compiler's statements have to equal. */
export type Period = 'day' | 'week' | 'month'
type Active = { period: Period; activity: EitherPlace | undefined }

const both = (place: EitherPlace | undefined, filter: Filter | undefined): Filter | undefined => {
  const parts = [...(place ? [filterOfPlace(place)] : []), ...(filter ? [filter] : [])]
  return parts.length === 0 ? undefined : { and: parts }
}

/** The starts of the whole periods that a range touches. */
function periodsOf({ from, to, timeZone }: Asked, period: Period): number[] {
  const starts: number[] = []
  for (let start = startOf(from, period, timeZone); start < to; start = nextOf(start, period, timeZone))
    starts.push(start)
  return starts
}
const nextOf = (start: number, period: Period, timeZone: string) =>
  DateTime.fromMillis(start, { zone: timeZone })
    .plus({ [period]: 1 })
    .startOf(period)
    .toMillis()

/** For each person the starts of the periods in which they were ever active before the end of the range, with those moments. */
function activityOf(asked: Asked, { period, activity }: Active) {
  const ever = { ...asked, from: Number.NEGATIVE_INFINITY, filter: both(activity, asked.filter) }
  return [...Map.groupBy(fitting(ever), (fact) => fact.person).values()].map((facts) => ({
    periods: Map.groupBy(facts, (fact) => startOf(fact.time, period, asked.timeZone)),
  }))
}

/** What somebody is in a period; null for who has nothing to do with it. */
function partOf(periods: ReadonlyMap<number, unknown>, start: number, before: number): LifecyclePart | null {
  if (!periods.has(start)) return periods.has(before) ? 'dormant' : null
  if (Math.min(...periods.keys()) === start) return 'new'
  return periods.has(before) ? 'returning' : 'resurrected'
}

/** The people of each part of each period. */
export function lifecycleOf(asked: Asked, active: Active) {
  const people = activityOf(asked, active)
  return periodsOf(asked, active.period).map((start) => {
    const before = startOf(start - 1, active.period, asked.timeZone)
    const parts = people.map(({ periods }) => partOf(periods, start, before))
    const count = (part: LifecyclePart) => parts.filter((one) => one === part).length
    return {
      start,
      new: count('new'),
      returning: count('returning'),
      resurrected: count('resurrected'),
      dormant: count('dormant'),
    }
  })
}

/** How many people were active on one day of each period, on two, and so on. */
export function stickinessOf(asked: Asked, active: Active) {
  const people = activityOf(asked, active)
  const { timeZone } = asked
  return periodsOf(asked, active.period).map((start) => {
    const days = people.map(
      ({ periods }) =>
        new Set((periods.get(start) ?? []).map(({ time }) => startOf(time, 'day', timeZone))).size,
    )
    const end = nextOf(start, active.period, timeZone)
    const length = Math.round((end - start) / 86_400_000)
    return {
      start,
      byDays: Array.from({ length }, (_, at) => days.filter((one) => one === at + 1).length),
    }
  })
}

/** A person who did the first thing: how often it counts, and how long each time took until the other, in ms. */
export type Wait = { key: string; starts: number; found: number[] }

export function waitsOf(
  asked: Asked,
  { first, next, count, breakdown }: Omit<TimeBetweenQuestion, 'range' | 'filter' | 'limit'>,
): Wait[] {
  const sorted = (place: EitherPlace) =>
    fitting({ ...asked, filter: both(place, asked.filter) }).toSorted(
      (x, y) => x.time - y.time || x.order - y.order,
    )
  const isAfter = (fact: Fact, than: Fact) =>
    fact.time > than.time || (fact.time === than.time && fact.order > than.order)
  const nexts = Map.groupBy(sorted(next), (fact) => fact.person)
  return [...Map.groupBy(sorted(first), (fact) => fact.person)].map(([person, all]): Wait => {
    const starts = count === 'first' ? all.slice(0, 1) : all
    const [begin] = all
    const found = starts.flatMap((start) => {
      const to = nexts.get(person)?.find((fact) => isAfter(fact, start))
      return to ? [to.time - start.time] : []
    })
    const key = breakdown === undefined || !begin ? '' : keyOf(asked, begin, breakdown)
    return { key, starts: starts.length, found }
  })
}

import type {
  Filter,
  LifecycleAnswer,
  StickinessAnswer,
  TimeBetween,
  TimeBetweenAnswer,
  TimeBetweenPeopleAnswer,
} from '@teia/contracts'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer } from '../../test/test-server.ts'
import { lifecycleOf, stickinessOf, type Wait, waitsOf } from './test/activity-reference.ts'
import { fillWorkspace } from './test/fill-workspace.ts'
import { busyWorld, funnelFilter, somePlace } from './test/funnel-questions.ts'
import type { SmallWorld } from './test/small-world.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2027-01-01T00:00:00Z') })
})
afterAll(() => server.close())

const activity = fc.option(somePlace, { nil: undefined })
const question = fc.record({
  activity,
  day: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
  week: fc.constantFrom('week' as const, 'month' as const),
  first: somePlace,
  next: somePlace,
  count: fc.constantFrom('first' as const, 'each' as const),
  breakdown: fc.constantFrom(undefined, 'channel', 'property:n', 'trait:s'),
})
type Asked = typeof question extends fc.Arbitrary<infer One> ? One : never

/** From the middle of what happens on, so that some of it lies before. */
function rangeOf({ moment: { timeZone, at } }: SmallWorld) {
  const noon = DateTime.fromISO(at, { zone: timeZone }).set({ hour: 12 })
  const [start, end] = [noon.minus({ days: 1 }), noon.plus({ days: 6 })]
  return {
    range: { from: start.toISODate() ?? '', to: end.toISODate() ?? '' },
    edges: {
      from: start.startOf('day').toMillis(),
      to: end.plus({ days: 1 }).startOf('day').toMillis(),
      timeZone,
    },
  }
}

/** By linear interpolation between the closest ranks, in seconds. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((x, y) => x - y)
  const place = (sorted.length - 1) * share
  const [low = 0, high = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  return (low + (high - low) * (place - Math.floor(place))) / 1000
}
const median = (values: readonly number[]) => Math.round(quantile(values, 0.5) * 1000)

function expectTimes(told: TimeBetween, waits: readonly Wait[]) {
  const took = waits.filter(({ found }) => found.length > 0).map(({ found }) => median(found))
  const ends = waits.reduce((sum, { found }) => sum + found.length, 0)
  const starts = waits.reduce((sum, one) => sum + one.starts, 0)
  expect([told.people, told.reached, told.starts, told.ends]).toEqual([
    waits.length,
    took.length,
    starts,
    ends,
  ])
  expect(told.seconds === null).toBe(took.length === 0)
  if (!told.seconds) return
  // A median between two whole milliseconds may be rounded either way.
  expect(Math.abs(told.seconds.median.estimate - quantile(took, 0.5))).toBeLessThanOrEqual(0.0011)
  expect(Math.abs(told.seconds.p90.estimate - quantile(took, 0.9))).toBeLessThanOrEqual(0.0011)
  expect(told.seconds.bins.reduce((sum, n) => sum + n, 0)).toBe(took.length)
}

type Round = Awaited<ReturnType<typeof fillWorkspace>> & { world: SmallWorld }
async function check({ own, truth, world }: Round, one: Asked, filter: Filter | undefined) {
  const { range, edges } = rangeOf(world)
  const asked = { truth, ...edges, filter }
  const ask = <Answer>(name: string, more: object) =>
    own.key.post<Answer>(`/api/v1/questions/${name}`, { range, filter, ...more })

  const lifecycle = await ask<LifecycleAnswer>('lifecycle', { activity: one.activity, period: one.day })
  expect(
    lifecycle.periods.map(({ isWhole: _, people: __, start, ...parts }) => ({
      start: Date.parse(start),
      ...parts,
    })),
  ).toEqual(lifecycleOf(asked, { activity: one.activity, period: one.day }))

  const stickiness = await ask<StickinessAnswer>('stickiness', { activity: one.activity, period: one.week })
  expect(
    stickiness.periods.map(({ start, byDays }) => ({
      start: Date.parse(start),
      byDays: byDays.map(({ people }) => people),
    })),
  ).toEqual(stickinessOf(asked, { activity: one.activity, period: one.week }))

  const { first, next, count, breakdown } = one
  const between = { first, next, count, ...(breakdown !== undefined && { breakdown }) }
  const waits = waitsOf(asked, between)
  const times = await ask<TimeBetweenAnswer>('time-between', { ...between, limit: 20 })
  expectTimes(times, waits)
  if (breakdown !== undefined) {
    const groups = Map.groupBy(waits, ({ key }) => key)
    expect(times.series.map(({ key }) => key).toSorted()).toEqual([...groups.keys()].toSorted())
    for (const series of times.series) expectTimes(series, groups.get(series.key) ?? [])
  }
  const never = await own.key.post<TimeBetweenPeopleAnswer>('/api/v1/questions/time-between-people', {
    between: { range, filter, ...between },
    part: 'never',
  })
  expect(never.total).toBe(waits.filter(({ found }) => found.length === 0).length)
}

test('lifecycle, stickiness and time between count who looking at everybody one by one finds', async () => {
  const asked = fc.tuple(question, funnelFilter)
  await fc.assert(
    fc.asyncProperty(busyWorld, fc.array(asked, { minLength: 5, maxLength: 5 }), async (world, questions) => {
      const round = { ...(await fillWorkspace(server, world)), world }
      for (const [one, filter] of questions.slice(0, 3)) await check(round, one, filter)
      await round.own.folded()
      for (const [one, filter] of questions.slice(3)) await check(round, one, filter)
    }),
    { numRuns: Number(process.env.TEIA_PROPERTY_RUNS ?? 2), endOnFailure: true },
  )
}, 240_000)

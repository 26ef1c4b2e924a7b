import type { Filter, RetentionAnswer, RetentionPeopleAnswer } from '@teia/contracts'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer } from '../../test/test-server.ts'
import { fillWorkspace } from './test/fill-workspace.ts'
import { busyWorld, funnelFilter, somePlace } from './test/funnel-questions.ts'
import * as reference from './test/reference.ts'
import { type Entry, entriesOf, type Retention } from './test/retention-reference.ts'
import type { SmallWorld } from './test/small-world.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2027-01-01T00:00:00Z') })
})
afterAll(() => server.close())

const question: fc.Arbitrary<Retention> = fc
  .record({
    first: somePlace,
    returning: somePlace,
    period: fc.constantFrom('day' as const, 'day' as const, 'week' as const),
    periods: fc.integer({ min: 1, max: 5 }),
    entry: fc.constantFrom('first' as const, 'recurring' as const),
    clock: fc.constantFrom('own' as const, 'rolling' as const),
    count: fc.constantFrom('in' as const, 'since' as const),
    breakdown: fc.constantFrom(undefined, 'channel', 'property:n', 'trait:s'),
  })
  .map(({ breakdown, ...rest }) => ({ ...rest, ...(breakdown !== undefined && { breakdown }) }))

/** The days around the moment of the world, as long as a few periods take to pass. */
function rangeOf(world: SmallWorld) {
  const { timeZone, at } = world.moment
  const noon = DateTime.fromISO(at, { zone: timeZone }).set({ hour: 12 })
  const [start, end] = [noon.minus({ days: 4 }), noon.plus({ days: 8 })]
  return {
    range: { from: start.toISODate() ?? '', to: end.toISODate() ?? '' },
    edges: {
      from: start.startOf('day').toMillis(),
      to: end.plus({ days: 1 }).startOf('day').toMillis(),
      timeZone,
    },
  }
}

const returnedIn = (entries: readonly Entry[], n: number) => entries.filter((one) => one.came.has(n)).length
const knownIn = (entries: readonly Entry[], n: number) => entries.filter((one) => n < one.ripe).length
const curveOf = (entries: readonly Entry[], periods: number) =>
  Array.from({ length: periods }, (_, n) => [returnedIn(entries, n), knownIn(entries, n)])
const shown = (curve: RetentionAnswer['curve']) => curve.map((one) => [one?.returned ?? 0, one?.of ?? 0])

type Round = Awaited<ReturnType<typeof fillWorkspace>> & { world: SmallWorld }
async function check({ own, truth, world }: Round, retention: Retention, filter: Filter | undefined) {
  const { range, edges } = rangeOf(world)
  const entries = entriesOf({ truth, ...edges, filter }, retention, Date.parse('2027-01-01T00:00:00Z'))
  const asked = { range, filter, ...retention, limit: 12, compare: 'previous' }
  const answer = await own.key.post<RetentionAnswer>('/api/v1/questions/retention', asked)
  expect(answer.people).toBe(entries.length)
  expect(shown(answer.curve)).toEqual(curveOf(entries, retention.periods))
  const past = reference.before({ truth, ...edges, filter })
  const earlier = entriesOf(past, retention, Date.parse('2027-01-01T00:00:00Z'))
  expect(answer.previous?.people).toBe(earlier.length)
  expect(shown(answer.previous?.curve ?? [])).toEqual(curveOf(earlier, retention.periods))
  for (const cohort of answer.cohorts) {
    const members = entries.filter((one) => one.cohort === Date.parse(cohort.start))
    const counted = cohort.of.map((of, n) => [cohort.returned[n] ?? 0, of])
    expect([cohort.people, counted]).toEqual([members.length, curveOf(members, retention.periods)])
  }
  if (retention.breakdown !== undefined) {
    const groups = Map.groupBy(entries, (one) => one.key)
    expect(answer.series.map((one) => [one.key, one.people, shown(one.curve)]).toSorted()).toEqual(
      [...groups].map(([key, own]) => [key, own.length, curveOf(own, retention.periods)]).toSorted(),
    )
  }
  const behind = (part: string) =>
    own.key.post<RetentionPeopleAnswer>('/api/v1/questions/retention-people', {
      retention: asked,
      period: 0,
      part,
    })
  const people = (those: readonly Entry[]) => new Set(those.map((one) => one.person)).size
  expect((await behind('returned')).total).toBe(people(entries.filter((one) => one.came.has(0))))
  expect((await behind('away')).total).toBe(people(entries.filter((one) => one.ripe > 0 && !one.came.has(0))))
}

test('retention counts who looking at everybody one by one finds, by any clock, count and entry', async () => {
  const asked = fc.tuple(question, funnelFilter)
  await fc.assert(
    fc.asyncProperty(busyWorld, fc.array(asked, { minLength: 6, maxLength: 6 }), async (world, questions) => {
      const round = { ...(await fillWorkspace(server, world)), world }
      for (const [retention, filter] of questions.slice(0, 4)) await check(round, retention, filter)
      await round.own.folded()
      for (const [retention, filter] of questions.slice(4)) await check(round, retention, filter)
    }),
    { numRuns: Number(process.env.TEIA_PROPERTY_RUNS ?? 2), endOnFailure: true },
  )
}, 240_000)

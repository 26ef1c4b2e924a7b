import type { AskedStep, MapAnswer, MapStepAnswer, PlaceNumbers } from '@teia/contracts'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer } from '../../test/test-server.ts'
import type { Fact } from './test/fill-workspace.ts'
import { fillWorkspace } from './test/fill-workspace.ts'
import { busyWorld, funnelFilter, somePlace } from './test/funnel-questions.ts'
import { filterOfPlace } from './test/funnel-reference.ts'
import * as reference from './test/reference.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2027-01-01T00:00:00Z') })
})
afterAll(() => server.close())

const hours = 3_600_000
const asked = fc.record({
  steps: fc.array(fc.record({ matcher: somePlace, stage: fc.nat(1) }), { minLength: 1, maxLength: 5 }),
  patience: fc.constantFrom(1, 30, 24 * 8),
  filter: funnelFilter,
})

/** A walk of somebody: when they were at which place, in order. */
type Walk = { at: number; place: number }[]
const quantile = (values: readonly number[], share: number) =>
  values.toSorted((x, y) => x - y)[Math.floor(share * values.length)] ?? null

/** The numbers of one place, by going over every walk one interaction at a time. */
function numbersOf(walks: readonly Walk[], place: number, since: number) {
  const visits = walks.flatMap((walk) => {
    const first = walk.findIndex((one) => one.place === place)
    if (first < 0) return []
    const after = walk.slice(first + 1)
    const next = after.find((one) => one.place > place)
    const last = walk.at(-1)
    return {
      interactions: walk.filter((one) => one.place === place).length,
      gap: next ? (next.at - (walk[first]?.at ?? 0)) / 1000 : null,
      isNow: last?.place === place && last.at >= since,
      isBack: after.some(
        (one, at) => one.place === place && (at === 0 ? place : after[at - 1]?.place) !== place,
      ),
    }
  })
  const gaps = visits.flatMap((visit) => visit.gap ?? [])
  return {
    entered: visits.length,
    interactions: visits.reduce((sum, visit) => sum + visit.interactions, 0),
    now: visits.filter((visit) => visit.isNow).length,
    wentOn: gaps.length,
    left: visits.filter((visit) => visit.gap === null && !visit.isNow).length,
    returned: visits.filter((visit) => visit.isBack).length,
    median: quantile(gaps, 0.5),
    p90: quantile(gaps, 0.9),
  }
}
const shown = (one: PlaceNumbers) => ({
  ...{ entered: one.entered, interactions: one.interactions, now: one.now, wentOn: one.wentOn.people },
  ...{ left: one.left, returned: one.returned, median: one.medianSeconds, p90: one.p90Seconds },
})

test('the numbers of a map are those of going over every walk one interaction at a time', async () => {
  await fc.assert(
    fc.asyncProperty(busyWorld, fc.array(asked, { minLength: 4, maxLength: 4 }), async (world, questions) => {
      const { own, truth } = await fillWorkspace(server, world)
      const { timeZone, at } = world.moment
      const noon = DateTime.fromISO(at, { zone: timeZone }).set({ hour: 12 })
      const [start, end] = [noon.minus({ days: 4 }), noon.plus({ days: 5 })]
      const range = { from: start.toISODate() ?? '', to: end.toISODate() ?? '' }
      const edges = {
        from: start.startOf('day').toMillis(),
        to: end.plus({ days: 1 }).startOf('day').toMillis(),
      }
      for (const [n, { steps: drawn, patience, filter }] of questions.entries()) {
        const inOrder = drawn.toSorted((x, y) => x.stage - y.stage)
        const steps = inOrder.map(
          ({ matcher, stage }, step): AskedStep => ({
            ...{ id: `step${step}`, stage: `stage${stage}`, matcher, optional: false, repeats: false },
          }),
        )
        const scene: reference.Asked = { truth, ...edges, timeZone, filter }
        const fits = steps.map(
          (step) => new Set(reference.fitting({ ...scene, filter: filterOfPlace(step.matcher) })),
        )
        const placeOf = (fact: Fact) => 1 + fits.findIndex((those) => those.has(fact))
        const facts = reference
          .fitting(scene)
          .toSorted((x, y) => x.time - y.time || x.order - y.order)
          .filter((fact) => placeOf(fact) > 0)
        const byPerson = [...Map.groupBy(facts, (fact) => fact.person).values()]
        const walks = byPerson.map((those) => those.map((fact) => ({ at: fact.time, place: placeOf(fact) })))
        const question = { steps, range, filter, patience: { value: patience, unit: 'hour' } }
        const answer = await own.key.post<MapAnswer>('/api/v1/questions/map', question)
        const since = edges.to - patience * hours
        expect(answer.people).toBe(walks.length)
        for (const [step, { id }] of steps.entries())
          expect([id, shown(answer.steps[step] as PlaceNumbers)]).toEqual([
            id,
            numbersOf(walks, step + 1, since),
          ])
        const stages = [...new Set(steps.map((step) => step.stage))]
        const byStage = walks.map((walk) =>
          walk.map((one) => ({ ...one, place: 1 + stages.indexOf(steps[one.place - 1]?.stage ?? '') })),
        )
        for (const [stage, id] of stages.entries())
          expect([id, shown(answer.stages[stage] as PlaceNumbers)]).toEqual([
            id,
            numbersOf(byStage, stage + 1, since),
          ])
        const split = await own.key.post<MapStepAnswer>('/api/v1/questions/map-step', {
          ...{ map: question, step: steps[0]?.id, breakdown: 'property:n', limit: 2 },
        })
        const ways = walks.flatMap((walk, at) => {
          const first = walk.findIndex((one) => one.place === 1)
          const begun = walk[first]
          if (!begun) return []
          const key = reference.keyOf(scene, byPerson[at]?.[first] as Fact, 'property:n')
          return { key, day: begun.at, wentOn: walk.slice(first + 1).some((one) => one.place > 1) }
        })
        const dayOf = (time: number) => reference.startOf(time, 'day', timeZone)
        expect(split.days.map((day) => [Date.parse(day.start), day.entered, day.wentOn])).toEqual(
          split.days.map(({ start }) => {
            const own = ways.filter(({ day }) => dayOf(day) === Date.parse(start))
            return [Date.parse(start), own.length, own.filter(({ wentOn }) => wentOn).length]
          }),
        )
        expect(split.days.reduce((sum, day) => sum + day.entered, 0)).toBe(ways.length)
        for (const { key, entered, wentOn } of split.groups) {
          const kept = split.groups.map((group) => group.key)
          const own = ways.filter((way) => (key === '…other' ? !kept.includes(way.key) : way.key === key))
          expect([key, entered, wentOn]).toEqual([key, own.length, own.filter((way) => way.wentOn).length])
        }
        if (n === 1) await own.folded()
      }
    }),
    { numRuns: Number(process.env.TEIA_PROPERTY_RUNS ?? 3), endOnFailure: true },
  )
}, 240_000)

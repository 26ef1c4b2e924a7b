import type { Filter, FunnelAnswer, FunnelPeopleAnswer, FunnelStepAnswer } from '@teia/contracts'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../test/test-server.ts'
import { fillWorkspace } from './test/fill-workspace.ts'
import { type AskedFunnel, busyWorld, funnelFilter, funnelQuestion } from './test/funnel-questions.ts'
import { funnelOf, gapOf, type Walk } from './test/funnel-reference.ts'
import * as reference from './test/reference.ts'
import type { SmallWorld } from './test/small-world.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2027-01-01T00:00:00Z') })
})
afterAll(() => server.close())

const people = (walks: readonly Walk[]) => new Set(walks.flatMap((walk) => [...walk.people])).size
const quantile = (values: readonly number[], share: number) =>
  values.toSorted((x, y) => x - y)[Math.floor(share * values.length)] ?? null

function stepsOf(funnel: AskedFunnel, walks: readonly Walk[]) {
  return funnel.steps.map((_, step) => {
    const reached = walks.filter((walk) => walk.taken[step])
    const gaps = reached.flatMap((walk) => gapOf(funnel, walk, step) ?? [])
    return {
      walks: reached.length,
      people: people(reached),
      median: quantile(gaps, 0.5),
      p90: quantile(gaps, 0.9),
    }
  })
}
const shown = (steps: readonly FunnelStepAnswer[]) =>
  steps.map(({ walks, people, medianSeconds, p90Seconds }) => ({
    walks,
    people,
    median: medianSeconds,
    p90: p90Seconds,
  }))

/** The days around the moment of the world. */
function rangeOf(world: SmallWorld) {
  const { timeZone, at } = world.moment
  const noon = DateTime.fromISO(at, { zone: timeZone }).set({ hour: 12 })
  const [start, end] = [noon.minus({ days: 4 }), noon.plus({ days: 5 })]
  return {
    range: { from: start.toISODate() ?? '', to: end.toISODate() ?? '' },
    edges: {
      from: start.startOf('day').toMillis(),
      to: end.plus({ days: 1 }).startOf('day').toMillis(),
      timeZone,
    },
  }
}

type Round = Awaited<ReturnType<typeof fillWorkspace>> & { world: SmallWorld }
async function check({ own, truth, world }: Round, funnel: AskedFunnel, filter: Filter | undefined) {
  const { range, edges } = rangeOf(world)
  const asked: reference.Asked = { truth, ...edges, filter }
  const question = { range, filter, ...funnel, compare: 'previous' }
  const answer = await own.key.post<FunnelAnswer>('/api/v1/questions/funnel', question)
  const walks = funnelOf(asked, funnel)
  expect(shown(answer.steps)).toEqual(stepsOf(funnel, walks))
  const earlier = funnelOf(reference.before(asked), funnel)
  expect(shown(answer.previous?.steps ?? [])).toEqual(stepsOf(funnel, earlier))
  checkSeries(answer, funnel, walks)
  await checkPeople(own, question, funnel, walks)
}

function checkSeries(answer: FunnelAnswer, funnel: AskedFunnel, walks: readonly Walk[]) {
  const groups = Map.groupBy(walks, (walk) => walk.key)
  if (funnel.breakdown === undefined) return expect([answer.series, answer.folded]).toEqual([[], 0])
  const named = answer.series.filter((one) => one.key !== '…other')
  expect(named.length).toBe(Math.min(funnel.limit, groups.size))
  expect(answer.folded).toBe(Math.max(0, groups.size - funnel.limit))
  for (const one of named) expect(shown(one.steps)).toEqual(stepsOf(funnel, groups.get(one.key) ?? []))
  const kept = new Set(named.map((one) => one.key))
  const rest = walks.filter((walk) => !kept.has(walk.key))
  const other = answer.series.find((one) => one.key === '…other')
  expect(other ? shown(other.steps) : null).toEqual(rest.length > 0 ? stepsOf(funnel, rest) : null)
  const largest = [...groups.values()].map((one) => one.length).toSorted((x, y) => y - x)
  expect(named.map((one) => one.steps[0]?.walks)).toEqual(largest.slice(0, funnel.limit))
}

async function checkPeople(
  own: TestWorkspace,
  question: object,
  funnel: AskedFunnel,
  walks: readonly Walk[],
) {
  const step = funnel.steps.length - 1
  const before = funnel.steps.findLastIndex((one, at) => at < step && !one.optional)
  const next = funnel.steps.findIndex((one, at) => at > before && !one.optional)
  const behind = (more: object) =>
    own.key.post<FunnelPeopleAnswer>('/api/v1/questions/funnel-people', { funnel: question, ...more })
  const reached = walks.filter((walk) => walk.taken[step])
  const all = await behind({ step: step + 1 })
  expect([all.total, all.items.length]).toEqual([people(reached), people(reached)])
  const left = walks.filter((walk) => walk.taken[before] && (next < 0 || !walk.taken[next]))
  const gone = await behind({ step: before + 1, part: 'left', limit: 1 })
  expect(gone.total).toBe(people(left))
  if (gone.nextCursor === null) return
  const more = await behind({ step: before + 1, part: 'left', cursor: gone.nextCursor })
  expect(new Set([...gone.items, ...more.items].map((one) => one.id)).size).toBe(people(left))
}

test('a funnel counts the walks that trying every walk finds, in any order, window and scope, with those who leave', async () => {
  const asked = fc.tuple(funnelQuestion, funnelFilter)
  await fc.assert(
    fc.asyncProperty(busyWorld, fc.array(asked, { minLength: 5, maxLength: 5 }), async (world, questions) => {
      const round = { ...(await fillWorkspace(server, world)), world }
      for (const [funnel, filter] of questions.slice(0, 4)) await check(round, funnel, filter)
      await round.own.folded()
      for (const [funnel, filter] of questions.slice(4)) await check(round, funnel, filter)
    }),
    { numRuns: Number(process.env.TEIA_PROPERTY_RUNS ?? 3), endOnFailure: true },
  )
}, 240_000)

import type {
  Filter,
  ProcessAnswer,
  ProcessPeopleAnswer,
  ProcessReplayAnswer,
  ProcessVariantsAnswer,
} from '@teia/contracts'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer } from '../../test/test-server.ts'
import { fillWorkspace } from './test/fill-workspace.ts'
import { busyWorld, funnelFilter } from './test/funnel-questions.ts'
import { type AskedProcess, processOf } from './test/process-reference.ts'
import * as reference from './test/reference.ts'
import type { SmallWorld } from './test/small-world.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2027-01-01T00:00:00Z') })
})
afterAll(() => server.close())

const processQuestion: fc.Arbitrary<AskedProcess> = fc.record({
  by: fc.constantFrom('event' as const, 'event' as const, 'touchpoint' as const, 'channel' as const),
  scope: fc.constantFrom('person' as const, 'session' as const),
  limit: fc.constantFrom(1, 2, 3, 100),
})

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

const near = (seconds: number) => Math.round(seconds * 1e6) / 1e6
const nodesOf = (nodes: readonly Omit<ProcessAnswer['nodes'][number], 'kind' | 'before'>[]) =>
  nodes
    .map(({ id, people, cases, interactions, starts, ends, selfLoops, reworkCases, extra }) =>
      [id, people, cases, interactions, starts, ends, selfLoops, reworkCases, extra].join(' '),
    )
    .toSorted()
type Timed = { source: string; target: string; times: number; people: number; cases?: number | undefined }
const edgesOf = (
  edges: readonly (Timed & { meanSeconds: number; medianSeconds: number; p90Seconds: number })[],
) =>
  edges
    .map(({ source, target, times, people, cases, meanSeconds, medianSeconds, p90Seconds }) =>
      [source, target, times, people, cases, near(meanSeconds), near(medianSeconds), near(p90Seconds)].join(
        ' ',
      ),
    )
    .toSorted()

type Round = Awaited<ReturnType<typeof fillWorkspace>> & { world: SmallWorld }
async function check(round: Round, process: AskedProcess, filter: Filter | undefined) {
  const { range, edges } = rangeOf(round.world)
  const asked: reference.Asked = { truth: round.truth, ...edges, filter }
  const question = { range, filter, ...process, compare: 'previous' }
  const { key } = round.own
  const answer = await key.post<ProcessAnswer>('/api/v1/questions/process', question)
  const expected = processOf(asked, process)
  expect(nodesOf(answer.nodes)).toEqual(nodesOf(expected.nodes))
  expect(edgesOf(answer.edges)).toEqual(edgesOf(expected.edges))
  expect(answer.totals).toEqual(expected.totals)
  const earlier = processOf(reference.before(asked), { ...process, limit: 100 })
  const { variants: _, ...before } = earlier.totals
  expect(answer.previous).toMatchObject({
    people: before.people,
    cases: before.cases,
    interactions: before.interactions,
  })
  expect(answer.switches.reduce((sum, { times }) => sum + times, 0)).toBe(expected.switches)
  const waiting = answer.bottlenecks.reduce((sum, { totalSeconds }) => sum + totalSeconds, 0)
  expect(waiting).toBeCloseTo(expected.waiting, 3)
  for (const node of answer.nodes) {
    const out = answer.edges.filter(({ source }) => source === node.id)
    expect(out.reduce((sum, { times }) => sum + times, node.ends)).toBe(node.interactions)
  }
  await checkVariants(round, question, expected.variants)
  await checkReplay(round, question, answer)
  await checkPeople(round, question, answer)
}

async function checkVariants(
  { own }: Round,
  process: object,
  expected: ReturnType<typeof processOf>['variants'],
) {
  const answer = await own.key.post<ProcessVariantsAnswer>('/api/v1/questions/process-variants', {
    process,
    limit: 500,
    steps: 50,
  })
  const textOf = (one: { steps: string[]; cases: number; people: number }) =>
    `${one.steps.slice(0, 50).join(' ')} ${one.cases} ${one.people}`
  expect(answer.variants.map(textOf).toSorted()).toEqual(expected.map(textOf).toSorted())
  expect(answer.total).toBe(expected.length)
  if (expected.length > 0) expect(answer.variants.at(-1)?.cumulativeShare).toBeCloseTo(1)
  const [most] = answer.variants
  if (!most) return
  const behind = await own.key.post<ProcessPeopleAnswer>('/api/v1/questions/process-people', {
    process,
    of: { variant: most.id },
  })
  expect(behind.total).toBe(most.people)
  expect(behind.between?.n).toBe(most.cases)
}

async function checkReplay({ own }: Round, process: object, answer: ProcessAnswer) {
  const replay = await own.key.post<ProcessReplayAnswer>('/api/v1/questions/process-replay', {
    process,
    slices: 7,
  })
  const times = new Map<string, number>()
  for (const [from, to, n] of replay.slices.flatMap((slice) => slice.edges)) {
    const name = `${replay.nodes[from]} ${replay.nodes[to]}`
    times.set(name, (times.get(name) ?? 0) + n)
  }
  const whole = answer.edges.map((edge) => [`${edge.source} ${edge.target}`, edge.times] as const)
  expect(times).toEqual(new Map(whole))
}

async function checkPeople({ own }: Round, process: object, answer: ProcessAnswer) {
  const behind = (of: object, more = {}) =>
    own.key.post<ProcessPeopleAnswer>('/api/v1/questions/process-people', { process, of, ...more })
  const [edge] = answer.edges
  const [node] = answer.nodes
  if (edge) {
    const over = await behind({ source: edge.source, target: edge.target })
    expect([over.total, over.items.length, over.between?.n]).toEqual([edge.people, edge.people, edge.times])
  }
  if (!node) return
  const met = await behind({ node: node.id }, { limit: 1 })
  expect(met.total).toBe(node.people)
  if (met.nextCursor === null) return
  const more = await behind({ node: node.id }, { cursor: met.nextCursor })
  expect(new Set([...met.items, ...more.items].map((one) => one.id)).size).toBe(node.people)
}

test('a process counts steps, edges, times, rework, variants and people as the methods do over every case', async () => {
  const asked = fc.tuple(processQuestion, funnelFilter)
  await fc.assert(
    fc.asyncProperty(busyWorld, fc.array(asked, { minLength: 5, maxLength: 5 }), async (world, questions) => {
      const round = { ...(await fillWorkspace(server, world)), world }
      for (const [process, filter] of questions.slice(0, 4)) await check(round, process, filter)
      await round.own.folded()
      for (const [process, filter] of questions.slice(4)) await check(round, process, filter)
    }),
    { numRuns: Number(globalThis.process.env.TEIA_PROPERTY_RUNS ?? 3), endOnFailure: true },
  )
}, 240_000)

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

const now = Date.parse('2026-06-30T12:00:00Z')
let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(now) })
})
afterAll(() => server.close())

const ago = (days: number) => new Date(now - days * 86_400_000).toISOString()
type Account = {
  peopleTotal: number
  activity: {
    interactions28d: number
    previousInteractions28d: number
    people28d: number
    daysSinceLast: number | null
  }
  value: { orders: number; total: number; previousTotal: number }
  scores: { metric: string; score: number; n: number; low: number; high: number; weight: number }[]
  balance: { score: number; n: number; low: number; high: number } | null
  health: {
    state: string
    reasons: { kind: string; tone: string }[]
    parts: { kind: string; state: string }[]
  }
}

async function accountOf(own: TestWorkspace, groupId: string): Promise<Account> {
  await server.caughtUp()
  const { items } = await own.key.get<{ items: { id: string }[] }>(`/api/v1/accounts?search=${groupId}`)
  return own.key.get<Account>(`/api/v1/accounts/${items[0]?.id}`)
}
const member = (userId: string, groupId: string) => ({ type: 'group', userId, groupId, timestamp: ago(400) })
const looks = (userId: string, count: number, days: number) =>
  Array.from({ length: count }, () => ({ type: 'track', event: 'Looked', userId, timestamp: ago(days) }))

test('an account counts what its people did, also on devices that joined later, and what they are worth', async () => {
  const own = await server.workspace()
  await own.send([
    member('a', 'acme'),
    member('b', 'acme'),
    { type: 'track', event: 'Looked', anonymousId: 'dev-a', timestamp: ago(3) },
    { type: 'identify', userId: 'a', anonymousId: 'dev-a', timestamp: ago(2) },
    ...looks('b', 2, 40),
    { type: 'track', event: 'Order Completed', userId: 'b', properties: { total: 50 }, timestamp: ago(20) },
    {
      type: 'track',
      event: 'Order Completed',
      userId: 'b',
      properties: { revenue: 30 },
      timestamp: ago(380),
    },
    {
      type: 'track',
      event: 'Order Completed',
      userId: 'stranger',
      properties: { total: 999 },
      timestamp: ago(1),
    },
  ])
  const acme = await accountOf(own, 'acme')
  expect(acme.peopleTotal).toBe(2)
  expect(acme.activity).toEqual({
    interactions28d: 2,
    previousInteractions28d: 2,
    people28d: 2,
    daysSinceLast: expect.closeTo(3, 5),
  })
  expect(acme.value).toEqual({ orders: 1, total: 50, previousTotal: 30 })
  expect([acme.scores, acme.balance]).toEqual([[], null])
  expect(acme.health).toMatchObject({ state: 'good', reasons: [] })
})

test('health says why: silence, a fall, people who advise against; the worst decides', async () => {
  const own = await server.workspace()
  const answers = (userId: string, score: number, count: number) =>
    Array.from({ length: count }, () => ({
      type: 'track',
      event: 'Survey Answered',
      userId,
      properties: { metric: 'nps', score },
      timestamp: ago(2),
    }))
  await own.send([
    member('s', 'silent'),
    ...looks('s', 1, 40),
    member('f', 'falling'),
    ...looks('f', 10, 40),
    ...looks('f', 4, 5),
    member('d', 'detracting'),
    ...answers('d', 2, 12),
    member('m', 'mixed'),
    ...answers('m', 2, 2),
    ...answers('m', 10, 1),
    member('u', 'unknown'),
  ])
  const health = async (groupId: string) => {
    const { state, reasons } = (await accountOf(own, groupId)).health
    return { state, reasons }
  }
  expect(await health('silent')).toEqual({ state: 'bad', reasons: [{ kind: 'silent', tone: 'bad' }] })
  expect(await health('falling')).toEqual({
    state: 'caution',
    reasons: [{ kind: 'falling', tone: 'caution' }],
  })
  expect(await health('detracting')).toEqual({ state: 'bad', reasons: [{ kind: 'detracting', tone: 'bad' }] })
  expect(await health('mixed')).toEqual({
    state: 'caution',
    reasons: [{ kind: 'detracting', tone: 'caution' }],
  })
  expect(await health('unknown')).toEqual({ state: 'unknown', reasons: [] })
  const { scores, health: whole } = await accountOf(own, 'detracting')
  expect(scores).toEqual([expect.objectContaining({ metric: 'nps', score: -100, n: 12, weight: 1 })])
  expect(whole.parts).toEqual([
    { kind: 'presence', state: 'good' },
    { kind: 'course', state: 'unknown' },
    { kind: 'answers', state: 'bad' },
  ])
})

test('answers about loyalty, satisfaction and effort are told apart, and weigh together by how many they are', async () => {
  const own = await server.workspace()
  const answers = { nps: [10, 8, 3], csat: [5, 4, 3, 1], CES: [6, 4, 2], stars: [1, 1, 1] }
  const answer = (metric: string, score: number, days = 2) => ({
    type: 'track',
    event: 'Survey Answered',
    userId: 'x',
    properties: { metric, score },
    timestamp: ago(days),
  })
  await own.send([
    member('x', 'surveyed'),
    ...Object.entries(answers).flatMap(([metric, scores]) => scores.map((score) => answer(metric, score))),
    // Outside of their scale, or of the year.
    answer('csat', 9),
    answer('ces', 0),
    answer('nps', 0, 370),
  ])
  const { scores, balance, health } = await accountOf(own, 'surveyed')
  const rounded = scores.map(({ metric, n, weight, ...one }) => [
    metric,
    n,
    weight,
    ...[one.score, one.low, one.high].map((value) => Math.round(value * 1000) / 1000),
  ])
  expect(rounded).toEqual([
    // (1.5 − 1.5) / 5 ± 1.96 · √((3 / 5) / 5) of 100
    ['nps', 3, 0.3, 0, -67.895, 67.895],
    // Wilson of 2 of 4, and of 1 of 3.
    ['csat', 4, 0.4, 0.5, 0.15, 0.85],
    ['ces', 3, 0.3, 0.333, 0.061, 0.792],
  ])
  // Four are content, three are not, of ten.
  expect(balance).toEqual({
    score: 10,
    n: 10,
    low: expect.closeTo(-37.622, 2),
    high: expect.closeTo(54.289, 2),
  })
  expect(health).toMatchObject({ state: 'good', reasons: [] })
})

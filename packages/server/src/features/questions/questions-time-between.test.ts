import type { TimeBetweenAnswer, TimeBetweenPeopleAnswer } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AskedServer, march, openAskedServer, track } from '../../../test/asked-server.ts'
import type { TestWorkspace } from '../../../test/test-server.ts'

let server: AskedServer
beforeAll(async () => {
  server = await openAskedServer()
})
afterAll(() => server.close())

const start = Date.parse('2026-03-05T00:00:00Z')
const at = (minute: number) => new Date(start + minute * 60_000).toISOString()
const walk = (user: string, ...events: [event: string, minute: number, plan?: string][]) =>
  events.map(([event, minute, plan]) => track(user, event, at(minute), { plan }))
const between = { range: march, first: { event: 'A' }, next: { event: 'B' } }
const ask = (own: TestWorkspace, question: object = {}) =>
  own.key.post<TimeBetweenAnswer>('/api/v1/questions/time-between', { ...between, ...question })
const counts = ({
  people,
  reached,
  starts,
  ends,
}: Pick<TimeBetweenAnswer, 'people' | 'reached' | 'starts' | 'ends'>) => [people, reached, starts, ends]

test('time runs from the first time, or from each, to the next other thing; who never gets there is counted apart', async () => {
  const own = await server.filled([
    ...walk('ana', ['B', 0], ['A', 10], ['A', 20], ['B', 40], ['A', 50], ['B', 60]),
    ...walk('bea', ['A', 0], ['B', 90]),
    ...walk('caio', ['B', 0], ['A', 5]),
    ...walk('dora', ['B', 5]),
  ])
  const first = await ask(own)
  expect(counts(first)).toEqual([3, 2, 3, 2])
  expect(first.seconds?.median.estimate).toBe(60 * 60)
  const each = await ask(own, { count: 'each' })
  // Ana takes 30, 20 and 10 minutes: her own median is 20.
  expect(counts(each)).toEqual([3, 2, 5, 4])
  expect(each.seconds?.median.estimate).toBe(55 * 60)
  expect(each.seconds?.bins.reduce((sum, n) => sum + n, 0)).toBe(2)
  // The next time of the same thing is not the time itself.
  expect(counts(await ask(own, { next: { event: 'A' } }))).toEqual([3, 1, 3, 1])
})

test('median and 90th percentile have intervals between two of the values, open where there are too few', async () => {
  const few = await server.filled(walk('ana', ['A', 0], ['B', 5]))
  expect((await ask(few)).seconds?.median).toEqual({ estimate: 300, low: null, high: null })
  const own = await server.filled(
    Array.from({ length: 20 }, (_, n) => walk(`u${n}`, ['A', 0], ['B', n + 1])).flat(),
  )
  const { seconds } = await ask(own)
  // Of 20 values the interval of the median runs from the 6th to the 15th.
  expect(seconds?.median).toEqual({ estimate: 10.5 * 60, low: 6 * 60, high: 15 * 60 })
  expect(seconds?.p90.estimate).toBeCloseTo(18.1 * 60, 6)
  expect([seconds?.p90.low, seconds?.p90.high]).toEqual([15 * 60, null])
})

test('it is split by what is known at first, and every part opens its people', async () => {
  const own = await server.filled([
    ...walk('ana', ['A', 0, 'pro'], ['B', 10]),
    ...walk('bea', ['A', 1, 'pro'], ['A', 2, 'free'], ['B', 30]),
    ...walk('caio', ['A', 3, 'free']),
    ...walk('dora', ['A', 4, 'basic'], ['B', 8]),
  ])
  const answer = await ask(own, { breakdown: 'plan', limit: 1 })
  expect(answer.series.map((one) => [one.key, one.people, one.reached])).toEqual([
    ['pro', 2, 2],
    ['…other', 2, 1],
  ])
  const behind = (more: object) =>
    own.key.post<TimeBetweenPeopleAnswer>('/api/v1/questions/time-between-people', {
      between: { ...between, breakdown: 'plan', limit: 1 },
      ...more,
    })
  const totals = await Promise.all([
    behind({}),
    behind({ part: 'never' }),
    behind({ atLeast: 240, lessThan: 601 }),
    behind({ series: 'pro' }),
    behind({ series: '…other', part: 'never' }),
  ])
  expect(totals.map((one) => one.total)).toEqual([3, 1, 2, 2, 1])
  expect(totals[0]?.items.map((one) => one.at)).toEqual([at(4), at(1), at(0)])
  const page = await behind({ limit: 2 })
  expect((await behind({ limit: 2, cursor: page.nextCursor })).items.length).toBe(1)
})

test('a question without a place, or about a series that it does not have, is refused', async () => {
  const own = await server.filled([])
  expect(counts(await ask(own))).toEqual([0, 0, 0, 0])
  const refused = async (path: string, body: object) =>
    (await own.key.request('POST', `/api/v1/questions/${path}`, { body })).status
  expect(await refused('time-between', { ...between, next: {} })).toBe(400)
  expect(await refused('time-between-people', { between, series: 'x' })).toBe(400)
})

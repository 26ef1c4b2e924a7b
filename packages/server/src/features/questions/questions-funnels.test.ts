import type { FunnelAnswer, FunnelPeopleAnswer } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AskedServer, march, openAskedServer, track } from '../../../test/asked-server.ts'
import type { TestWorkspace } from '../../../test/test-server.ts'

let server: AskedServer
beforeAll(async () => {
  server = await openAskedServer()
})
afterAll(() => server.close())

const start = Date.parse('2026-03-05T00:00:00Z')
const at = (hour: number) => new Date(start + hour * 3_600_000).toISOString()
const walk = (user: string, ...events: [event: string, hour: number][]) =>
  events.map(([event, hour]) => track(user, event, at(hour)))
const steps = (...names: string[]) => names.map((event) => ({ event }))
const hours = (value: number, from: 'first' | 'previous' = 'first') => ({ value, unit: 'hour', from })
const funnel = (own: TestWorkspace, question: object) =>
  own.key.post<FunnelAnswer>('/api/v1/questions/funnel', { range: march, ...question })
const walks = async (own: TestWorkspace, question: object) =>
  (await funnel(own, question)).steps.map((step) => step.walks)

test('a window runs from the first step or from each one to the next', async () => {
  const own = await server.filled(walk('ana', ['A', 0], ['B', 2], ['C', 5]))
  const asked = steps('A', 'B', 'C')
  expect(await walks(own, { steps: asked, window: hours(4) })).toEqual([1, 1, 0])
  const answer = await funnel(own, { steps: asked, window: hours(4, 'previous') })
  expect(answer.steps.map((step) => [step.label, step.people, step.medianSeconds])).toEqual([
    ['A', 1, null],
    ['B', 1, 7200],
    ['C', 1, 10_800],
  ])
  expect(answer.timeToConvert).toMatchObject({ n: 1, median: 18_000 })
})

test('every first step is tried, and of equally deep walks the earliest is told', async () => {
  const own = await server.filled([
    ...walk('late', ['A', 0], ['A', 10], ['B', 11]),
    ...walk('twice', ['A', 0], ['A', 1], ['B', 2]),
  ])
  const answer = await funnel(own, { steps: steps('A', 'B'), window: hours(4) })
  expect(answer.steps.map((step) => step.walks)).toEqual([2, 2])
  expect([answer.steps[1]?.medianSeconds, answer.timeToConvert?.upTo]).toEqual([7200, 7200])
})

test('order decides what may lie between steps', async () => {
  const own = await server.filled([
    ...walk('straight', ['A', 0], ['B', 1]),
    ...walk('around', ['A', 0], ['X', 1], ['B', 2]),
    ...walk('back', ['B', 0], ['A', 1]),
  ])
  const counts = (order: string) => walks(own, { steps: steps('A', 'B'), order })
  expect([await counts('ordered'), await counts('strict'), await counts('any')]).toEqual([
    [3, 2],
    [3, 1],
    [3, 3],
  ])
})

test('an optional step is counted on the way, an excluded one ends it, and either of two will do', async () => {
  const own = await server.filled([
    ...walk('a', ['A', 0], ['M', 1], ['B', 2]),
    ...walk('b', ['A', 0], ['B', 2]),
    ...walk('c', ['A', 0], ['X', 1], ['C', 2]),
  ])
  const either = { anyOf: steps('B', 'C'), label: 'bought' }
  const optional = [{ event: 'A' }, { event: 'M', optional: true }, either]
  const answer = await funnel(own, { steps: optional })
  expect(answer.steps.map((step) => [step.label, step.walks, step.fromPrevious.of])).toEqual([
    ['A', 3, 3],
    ['M', 1, 3],
    ['bought', 3, 3],
  ])
  const exclusions = [{ event: 'X', after: 1 }]
  expect(await walks(own, { steps: optional, exclusions })).toEqual([3, 1, 2])
})

test('people, accounts and sessions walk, and each share has its interval', async () => {
  const group = (userId: string, groupId: string) => ({ type: 'group', userId, groupId, timestamp: at(-1) })
  const own = await server.filled([
    group('ana', 'acme'),
    group('bea', 'acme'),
    ...walk('ana', ['A', 0], ['A', 5], ['B', 5.1]),
    ...walk('bea', ['B', 6]),
    ...walk('caio', ['A', 0]),
  ])
  const counts = async (scope: string) =>
    (await funnel(own, { steps: steps('A', 'B'), scope })).steps.map((step) => [step.walks, step.people])
  expect(await counts('person')).toEqual([
    [2, 2],
    [1, 1],
  ])
  expect(await counts('session')).toEqual([
    [3, 2],
    [1, 1],
  ])
  // What one of an account begins, another may go on with.
  expect(await counts('account')).toEqual([
    [1, 2],
    [1, 2],
  ])
  const [, second] = (await funnel(own, { steps: steps('A', 'B') })).steps
  expect(second).toMatchObject({ conversion: 0.5, fromPrevious: { of: 2 } })
  expect([second?.low, second?.high].map((share) => Number(share?.toFixed(4)))).toEqual([0.0945, 0.9055])
})

test('every part of a funnel opens the people behind it, page by page', async () => {
  const own = await server.filled(
    Array.from({ length: 5 }, (_, n) =>
      walk(`u${n}`, ['A', n], ...(n < 3 ? [['B', n + 1] as [string, number]] : [])),
    ).flat(),
  )
  const asked = { range: march, steps: steps('A', 'B') }
  const page = (more: object) =>
    own.key.post<FunnelPeopleAnswer>('/api/v1/questions/funnel-people', { funnel: asked, limit: 2, ...more })
  const first = await page({ step: 2 })
  expect([first.total, first.items.map((one) => one.at)]).toEqual([3, [at(3), at(2)]])
  expect(first.between).toMatchObject({ n: 3, median: 3600 })
  const second = await page({ step: 2, cursor: first.nextCursor })
  expect([second.items.map((one) => one.at), second.nextCursor]).toEqual([[at(1)], null])
  const left = await page({ step: 1, part: 'left' })
  expect([left.total, left.items.map((one) => one.at)]).toEqual([2, [at(4), at(3)]])
})

test('a funnel that cannot be asked is refused with what is wrong, and where', async () => {
  const own = await server.filled([])
  const two = steps('A', 'B')
  const filter = { and: Array.from({ length: 100 }, () => ({ event: 'E' })) }
  const cases: [question: object, path: string, code: string][] = [
    [{ steps: [{}, { event: 'B' }] }, 'steps.0', 'step_names_one'],
    [{ steps: [{ event: 'A', touchpoint: 'Cart' }, { event: 'B' }] }, 'steps.0', 'step_names_one'],
    [{ steps: steps('A') }, 'steps', 'value_too_few'],
    [{ steps: steps(...Array(21).fill('A')) }, 'steps', 'value_too_many'],
    [{ steps: [{ event: 'A', optional: true }, { event: 'B' }] }, 'steps.0.optional', 'step_first_optional'],
    [{ steps: two, window: { value: 367, unit: 'day' } }, 'window', 'window_too_long'],
    [{ steps: two, order: 'any', window: hours(1, 'previous') }, 'window.from', 'order_any_previous'],
    [{ steps: two, order: 'any', exclusions: [{ event: 'X' }] }, 'exclusions', 'order_any_exclusion'],
    [{ steps: two, exclusions: [{ event: 'X', after: 2 }] }, 'exclusions.0.after', 'exclusion_outside'],
    [
      { steps: [{ event: 'A' }, { event: 'B', optional: true }], order: 'strict' },
      'steps',
      'order_strict_optional',
    ],
  ]
  for (const [question, path, code] of cases) {
    const answer = await own.key.request('POST', '/api/v1/questions/funnel', {
      body: { range: march, ...question },
    })
    const fault = expect.objectContaining({ code })
    const issues = expect.arrayContaining([expect.objectContaining({ path, fault })])
    expect([code, answer.status, answer.body]).toEqual([code, 400, expect.objectContaining({ issues })])
  }
  const many = { steps: Array.from({ length: 6 }, () => ({ event: 'A', filter })) }
  const answer = await own.key.request('POST', '/api/v1/questions/funnel', {
    body: { range: march, ...many },
  })
  expect([answer.status, answer.body]).toEqual([400, expect.objectContaining({ code: 'invalid_filter' })])
})

test('twenty steps with exclusions and a split are answered', async () => {
  const own = await server.filled(Array.from({ length: 20 }, (_, n) => track('ana', `E${n}`, at(n))))
  const long = steps(...Array.from({ length: 20 }, (_, n) => `E${n}`))
  const exclusions = Array.from({ length: 5 }, () => ({ event: 'X' }))
  const question = { steps: long, exclusions, breakdown: 'channel', window: { value: 1, unit: 'week' } }
  expect(await walks(own, question)).toEqual(Array(20).fill(1))
})

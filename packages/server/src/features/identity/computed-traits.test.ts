import type { ComputedTrait, ComputedTraitList, Person, TrendAnswer } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'
import { countComputed } from './count-computed.service.ts'

const start = Date.parse('2026-05-20T12:00:00Z')
let now = start
let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(now), work: ['computed traits'] })
})
afterAll(() => server.close())

const daysAgo = (days: number) => new Date(start - days * 86_400_000).toISOString()
const bought = (userId: string, days: number, properties: object, more: object = {}) => ({
  type: 'track',
  event: 'Bought',
  userId,
  messageId: `${userId} ${days} ${JSON.stringify(properties)}`,
  timestamp: daysAgo(days),
  properties,
  ...more,
})
const define = (own: TestWorkspace, definition: object, status = 201) =>
  own.key.post<ComputedTrait>(
    '/api/v1/computed-traits',
    { property: null, filter: { event: 'Bought' }, windowDays: null, ...definition },
    status,
  )
async function personOf(own: TestWorkspace, value: string): Promise<Person | undefined> {
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/people')
  for (const { id } of items) {
    const person = await own.key.get<Person>(`/api/v1/people/${id}`)
    if (person.identifiers.some((one) => one.value === value)) return person
  }
  return undefined
}
const computedOf = async (own: TestWorkspace, value: string) =>
  Object.fromEntries(
    ((await personOf(own, value))?.traits ?? [])
      .filter((one) => one.origin === 'computed')
      .map((one) => [one.name, one.value]),
  )
/** Waits until the person's computed traits are as expected; the counting runs in the background. */
const expectComputed = (own: TestWorkspace, value: string, expected: object) =>
  expect.poll(() => computedOf(own, value), { timeout: 60_000, interval: 200 }).toEqual(expected)

test('every function counts what it says, over all time and over a window, before and after events arrive', async () => {
  now = start
  const own = await server.workspace()
  await own.send([
    bought('u', 40, { sku: 'a', total: 10 }),
    bought('u', 20, { sku: 'b', total: 5.5 }),
    bought('u', 3, { sku: 'b', total: '2' }),
    bought('v', 1, { sku: 'c' }),
    { type: 'track', event: 'Looked', userId: 'u', timestamp: daysAgo(0) },
    { type: 'identify', userId: 'w', traits: { name: 'W' }, timestamp: daysAgo(1) },
  ])
  await server.caughtUp()
  await define(own, { name: 'orders', function: 'count' })
  await define(own, { name: 'orders 30', function: 'count', windowDays: 30 })
  await define(own, { name: 'spent', function: 'sum', property: 'total' })
  for (const name of ['first', 'last', 'most_frequent', 'distinct'])
    await define(own, { name, function: name, property: 'sku' })
  await define(own, { name: 'since', function: 'days_since' })
  await define(own, { name: 'orders', function: 'count' }, 409)
  await define(own, { name: 'wrong', function: 'sum' }, 400)
  await define(
    own,
    { name: 'wrong', function: 'count', filter: { event: 'A', operator: 'gt', value: 1 } },
    400,
  )

  const ofU = {
    orders: 3,
    'orders 30': 2,
    spent: 17.5,
    first: 'a',
    last: 'b',
    most_frequent: 'b',
    distinct: 2,
    since: 3,
  }
  await expectComputed(own, 'u', ofU)
  await expectComputed(own, 'w', {})
  await own.send([bought('u', 0, { sku: 'z', total: 1 })])
  await server.caughtUp()
  await expectComputed(own, 'u', {
    ...ofU,
    orders: 4,
    'orders 30': 3,
    spent: 18.5,
    last: 'z',
    distinct: 3,
    since: 0,
  })
  const { items } = await own.key.get<ComputedTraitList>('/api/v1/computed-traits')
  expect(items.find((one) => one.name === 'orders')).toMatchObject({
    people: 2,
    countedAt: expect.any(String),
  })

  const trend = await own.key.post<TrendAnswer>('/api/v1/questions/trend', {
    range: { from: '2026-04-01', to: '2026-05-20' },
    measure: 'people',
    filter: { trait: 'orders', operator: 'gte', value: 2 },
  })
  expect(trend.series[0]?.total).toBe(1)
}, 180_000)

test('windows move on and days pass without any event', async () => {
  now = start
  const own = await server.workspace()
  await own.send([bought('u', 6, { sku: 'a' }), bought('u', 2, { sku: 'b' })])
  await server.caughtUp()
  await define(own, { name: 'week', function: 'count', windowDays: 7 })
  await define(own, { name: 'since', function: 'days_since' })
  await expectComputed(own, 'u', { week: 2, since: 2 })
  now = start + 3 * 86_400_000
  await expectComputed(own, 'u', { week: 1, since: 5 })
  now = start + 30 * 86_400_000
  await expectComputed(own, 'u', { week: 0, since: 32 })
  now = start
}, 180_000)

test('joining and taking apart people counts both anew, and a trait that is taken away is gone', async () => {
  now = start
  const own = await server.workspace()
  const { id } = await define(own, { name: 'orders', function: 'count' })
  await own.send([
    bought('u', 3, { sku: 'a' }),
    { ...bought('', 2, { sku: 'b' }), userId: undefined, anonymousId: 'd' },
  ])
  await server.caughtUp()
  await expectComputed(own, 'u', { orders: 1 })
  await own.send([{ type: 'identify', userId: 'u', anonymousId: 'd', timestamp: daysAgo(1) }])
  await server.caughtUp()
  await expectComputed(own, 'u', { orders: 2 })
  const link = (await personOf(own, 'u'))?.links[0]?.id
  await own.key.post('/api/v1/identity/links/undo', { link })
  await expectComputed(own, 'u', { orders: 1 })
  await expectComputed(own, 'd', { orders: 1 })
  expect((await own.key.request('DELETE', `/api/v1/computed-traits/${id}`)).status).toBe(204)
  await expectComputed(own, 'u', {})
  expect((await own.key.request('DELETE', `/api/v1/computed-traits/${id}`)).status).toBe(404)
}, 180_000)

test.each(['analytics.nextTouched', 'identity.countForPeople'])(
  'a trait made while %s is asked is counted too',
  async (statement) => {
    now = start
    const own = await server.workspace()
    await own.send([bought('u', 6, { sku: 'a' }), bought('v', 2, { sku: 'b' })])
    await server.caughtUp()
    const { clickhouse } = server.stores
    let isAsked = false
    const select: typeof clickhouse.select = async (query) => {
      if (!isAsked && query.name === statement && Object.values(query.params ?? {}).includes(own.id)) {
        isAsked = true
        await define(own, { name: 'made meanwhile', function: 'count' })
      }
      return clickhouse.select(query)
    }
    // Others count beside; whoever is first takes the people that wait.
    for (let place = 0; !isAsked; place += 1) {
      await define(own, { name: `orders ${place}`, function: 'count' })
      await countComputed({ ...server.deps, clickhouse: { ...clickhouse, select } }, () => false)
    }
    await expect
      .poll(() => computedOf(own, 'u'), { timeout: 30_000, interval: 200 })
      .toMatchObject({ 'made meanwhile': 1 })
  },
  180_000,
)

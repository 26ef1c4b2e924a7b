import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer } from '../../../test/test-server.ts'

const now = Date.parse('2026-06-30T12:00:00Z')
let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(now) })
})
afterAll(() => server.close())

type Person = {
  interactions: number
  sessions: number
  touchpoints: { touchpoint: string; channel: string; interactions: number }[]
  scores: { time: string; metric: string; score: number }[]
  value: { orders: number; total: number; previousTotal: number; medianDaysBetween: number | null }
}
const at = (minutes: number) => new Date(now - 864e5 + minutes * 60_000).toISOString()
const days = (ago: number) => new Date(now - ago * 864e5).toISOString()

test('visits are told apart by device and pause, touchpoints by how often they were met, scores by when', async () => {
  const own = await server.workspace()
  const did = (who: object, event: string, timestamp: string, properties = {}) => ({
    type: 'track',
    event,
    timestamp,
    properties,
    ...who,
  })
  const [phone, laptop] = [
    { userId: 'ana', anonymousId: 'phone' },
    { userId: 'ana', anonymousId: 'laptop' },
  ]
  await own.send([
    // Three visits on the phone: pauses of 29, 30 and 31 minutes. One on the laptop at the same time.
    ...[0, 29, 59, 90].map((minute) => did(phone, 'Product Viewed', at(minute))),
    ...[5, 40, 20].map((minute) => did(laptop, 'Product Added', at(minute))),
    did({ userId: 'ana' }, 'Order Completed', days(20), { total: 10 }),
    did({ userId: 'ana' }, 'Order Completed', days(14), { revenue: 5 }),
    did({ userId: 'ana' }, 'Order Completed', days(10), { value: 2.5 }),
    did({ userId: 'ana' }, 'Order Completed', days(400), { total: 7 }),
    did({ userId: 'ana' }, 'Survey Answered', days(3), { metric: 'NPS', score: 9 }),
    did({ userId: 'ana' }, 'Survey Answered', days(5), { metric: 'csat', score: '2' }),
    did({ userId: 'ana' }, 'Survey Answered', days(4), { metric: 'nps', text: 'no score' }),
    did({ userId: 'rui' }, 'Product Viewed', at(0)),
  ])
  await server.caughtUp()
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/people?search=ana')
  const person = await own.key.get<Person>(`/api/v1/people/${items[0]?.id}`)
  expect([person.interactions, person.sessions]).toEqual([14, 11])
  expect(person.touchpoints.slice(0, 2)).toEqual([
    { touchpoint: 'Order completed', channel: 'web', interactions: 4 },
    { touchpoint: 'Product page', channel: 'web', interactions: 4 },
  ])
  expect(person.scores).toEqual([
    { time: days(5), metric: 'csat', score: 2 },
    { time: days(3), metric: 'nps', score: 9 },
  ])
  expect(person.value).toMatchObject({ orders: 3, total: 17.5, previousTotal: 7, medianDaysBetween: 6 })
})

test('somebody who only said who they are has nothing counted', async () => {
  const own = await server.workspace()
  await own.send([{ type: 'identify', userId: 'eva', traits: { name: 'Eva' } }])
  await server.caughtUp()
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/people?search=eva')
  const person = await own.key.get<Person>(`/api/v1/people/${items[0]?.id}`)
  expect(person).toMatchObject({ interactions: 0, sessions: 0, touchpoints: [], scores: [] })
})

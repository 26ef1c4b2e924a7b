import { randomUUID } from 'node:crypto'
import type { PathPeopleAnswer, PathsAnswer, PulseAnswer, TrendAnswer } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2026-03-20T00:00:00Z') })
})
afterAll(() => server.close())

const range = { from: '2026-03-01', to: '2026-03-10' }
const seen = (userId: string, event: string, minute: number, context: object) => ({
  type: 'track',
  userId,
  event,
  timestamp: new Date(Date.parse('2026-03-05T10:00:00Z') + minute * 60_000).toISOString(),
  context,
  messageId: randomUUID(),
})
const web = { page: { path: '/' } }
const app = { app: { name: 'Shop' } }

/** Ana walks on the web, Bea in the app, and both end in a mail. */
async function twoChannels(): Promise<TestWorkspace> {
  const own = await server.workspace()
  await own.send([
    seen('ana', 'Product Viewed', 0, web),
    seen('ana', 'Product Added', 1, web),
    seen('ana', 'Email Opened', 2, {}),
    seen('bea', 'Product Viewed', 0, app),
    seen('bea', 'Product Viewed', 1, app),
    seen('bea', 'Email Opened', 2, {}),
  ])
  await server.caughtUp()
  return own
}
const ask = <Answer>(own: TestWorkspace, kind: string, question: object = {}) =>
  own.key.post<Answer>(`/api/v1/questions/${kind}`, { range, ...question })

test('an id asks of one channel, a name and the id of the whole of all of them', async () => {
  const own = await twoChannels()
  const total = async (filter: object) => (await ask<TrendAnswer>(own, 'trend', { filter })).series[0]?.total
  expect(await total({ touchpoint: 'Product page' })).toBe(3)
  expect(await total({ touchpoint: 'product-page' })).toBe(3)
  expect(await total({ touchpoint: 'product-page@app' })).toBe(2)
  expect(await total({ touchpoint: 'Product page', channel: 'web' })).toBe(1)
  expect(await total({ touchpoint: 'product-page@app', operator: 'did' })).toBe(3)
  expect(await total({ touchpoint: 'product-page', channel: 'web', operator: 'did_not' })).toBe(3)
  expect(await total({ not: { and: [{ touchpoint: 'product-page@app' }] } })).toBe(4)
  expect(await total({ touchpoint: 'product-page@store' })).toBe(0)
})

test('series, rows and steps say which touchpoint they are of, and in which channel', async () => {
  const own = await twoChannels()
  const together = await ask<TrendAnswer>(own, 'trend', { breakdown: ['touchpoint'] })
  expect(together.series.map((one) => [one.total, one.touchpoint])).toEqual([
    [3, { id: 'product-page', name: 'Product page', channel: null }],
    [2, { id: 'e-mail', name: 'E-mail', channel: 'e-mail' }],
    [1, { id: 'cart', name: 'Cart', channel: null }],
  ])
  const apart = await ask<TrendAnswer>(own, 'trend', { breakdown: ['touchpoint', 'channel'] })
  expect(apart.series.map((one) => [one.total, one.touchpoint?.id])).toEqual([
    [2, 'e-mail'],
    [2, 'product-page@app'],
    [1, 'cart@web'],
    [1, 'product-page@web'],
  ])
  const channels = await ask<TrendAnswer>(own, 'trend', { breakdown: ['channel'] })
  expect(channels.series.map((one) => [one.key, one.total, one.touchpoint])).toEqual([
    [['app'], 2, undefined],
    [['e-mail'], 2, undefined],
    [['web'], 2, undefined],
  ])
  const pulse = await ask<PulseAnswer>(own, 'pulse')
  expect(pulse.byTouchpoint.map((row) => [row.touchpoint?.id, row.interactions])).toEqual([
    ['e-mail', 2],
    ['product-page@app', 2],
    ['cart@web', 1],
    ['product-page@web', 1],
  ])
  const { items } = await own.key.get<{ items: { id: string; channels: object[] }[] }>('/api/v1/touchpoints')
  expect(items.find((one) => one.id === 'product-page')?.channels).toEqual([
    { id: 'product-page@app', channel: 'app', interactions28d: 2 },
    { id: 'product-page@web', channel: 'web', interactions28d: 1 },
  ])
})

test('paths keep channels together, or apart with each step opening its own people', async () => {
  const own = await twoChannels()
  const steps = (answer: PathsAnswer) =>
    answer.nodes
      .filter((one) => one.kind === 'step')
      .map((one) => [one.touchpoint?.id ?? one.label, one.walks])
  expect(steps(await ask(own, 'paths', { depth: 2, scope: 'person' }))).toEqual([
    ['product-page', 2],
    ['cart', 1],
    ['e-mail', 1],
  ])
  const apart = await ask<PathsAnswer>(own, 'paths', { depth: 2, scope: 'person', byChannel: true })
  expect(steps(apart)).toEqual([
    ['product-page@app', 1],
    ['product-page@web', 1],
    ['cart@web', 1],
    ['e-mail', 1],
  ])
  expect(new Set(apart.nodes.map((one) => one.id)).size).toBe(apart.nodes.length)
  const opened = async (label: string) => {
    const body = { paths: { range, byChannel: true, scope: 'person' }, source: { depth: 0, label } }
    return (await own.key.post<PathPeopleAnswer>('/api/v1/questions/path-people', body)).people.map(
      (one) => one.name,
    )
  }
  expect(await opened('product-page@app')).toEqual(['bea'])
  expect((await opened('Product page')).toSorted()).toEqual(['ana', 'bea'])
})

test('a walk can begin or end at a touchpoint by name, by id, in one channel, or at an event', async () => {
  const own = await twoChannels()
  const walks = async (question: object) => {
    const answer = await ask<PathsAnswer>(own, 'paths', { scope: 'person', ...question })
    return [answer.walks, answer.nodes.map((one) => one.label).join(' ')]
  }
  expect(await walks({ from: 'Cart' })).toEqual([1, 'Cart E-mail …left'])
  expect(await walks({ to: 'e-mail', depth: 2 })).toEqual([2, 'Cart Product page E-mail'])
  expect(await walks({ from: 'product-page@app' })).toEqual([1, 'Product page E-mail …left'])
  expect(await walks({ from: 'product-page', to: 'e-mail', byChannel: true })).toEqual([
    2,
    'Product page Product page Cart E-mail E-mail',
  ])
  expect(await walks({ from: 'Product Viewed', to: 'Email Opened' })).toEqual([
    2,
    'Product Viewed Email Opened Product Added Email Opened',
  ])
})

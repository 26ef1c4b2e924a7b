import {
  type AuditEntry,
  type CatalogueEntry,
  type Rewriting,
  TouchpointDefinition,
  type TouchpointList,
  type TouchpointVersions,
  type TrendAnswer,
} from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'
import { createTouchpoint } from './edit-catalogue.service.ts'
import type { PlacingJob } from './rewrite.job.ts'

const now = new Date('2026-03-20T00:00:00Z')
let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => now })
})
afterAll(() => server.close())

const path = '/api/v1/touchpoints'
const track = (event: string, properties: object = {}, context: object = {}) => ({
  type: 'track',
  userId: 'ana',
  event,
  properties,
  context,
  timestamp: '2026-03-10T10:00:00Z',
})
const definition = (name: string, more: object = {}) => ({
  name,
  matcher: { events: ['Quiz Finished'] },
  ...more,
})

/** Where each stored event is, by name, oldest first. */
async function placesOf(own: TestWorkspace): Promise<string[]> {
  await server.caughtUp()
  const rows = await server.stores.clickhouse.select({
    name: 'test.places',
    sql: `SELECT concat(name, ' → ', touchpoint, ' ', channel) AS place FROM events WHERE workspace_id = {id:UUID} ORDER BY event_id`,
    params: { id: own.id },
    row: z.object({ place: z.string() }),
  })
  return rows.map((row) => row.place)
}
const list = (own: TestWorkspace) => own.key.get<TouchpointList>(path)
const create = (own: TestWorkspace, body: object) => own.key.post<CatalogueEntry>(path, body, 201)
const inOrder = ({ items }: TouchpointList) => items.toSorted((x, y) => x.place - y.place)

test('a workspace begins with the starter catalogue as its first version', async () => {
  const own = await server.workspace()
  const found = await list(own)
  expect([found.version, found.rewriting.state, inOrder(found)[0]?.name]).toEqual([1, 'idle', 'Home'])
  const cart = found.items.find((one) => one.id === 'cart')
  expect(cart).toMatchObject({ name: 'Cart', revision: 1, ownership: 'own', interactions28d: 0 })
  const { items } = await own.key.get<TouchpointVersions>(`${path}/cart/versions`)
  expect(items).toMatchObject([{ revision: 1, changedBy: 'system', definition: { name: 'Cart' } }])
})

test('a touchpoint that is made places what comes next and what is stored already', async () => {
  const own = await server.workspace()
  await own.send([track('Quiz Finished', { score: 3 }), track('Quiz Finished', {}, { page: { path: '/' } })])
  expect(await placesOf(own)).toEqual(['Quiz Finished →  other', 'Quiz Finished →  web'])
  const made = await create(
    own,
    definition('Quiz', { channel: 'in-product', team: 'Growth', systems: ['CRM'] }),
  )
  expect(made).toMatchObject({ id: 'quiz', place: 0, revision: 1, definition: { team: 'Growth' } })
  await own.send([track('Quiz Finished', { score: 4 })])
  await server.placingJob.settled()
  expect(await placesOf(own)).toEqual(Array(3).fill('Quiz Finished → Quiz in-product'))
  expect(await own.key.get<Rewriting>(`${path}/rewriting`)).toMatchObject({ state: 'idle', events: [] })
  const { items } = await list(own)
  expect(items[0]).toMatchObject({ id: 'quiz', interactions28d: 3, people28d: 1, channel: 'in-product' })
})

test('a change of name, channel or matcher, and a removal, change history too and leave the rest alone', async () => {
  const own = await server.workspace()
  await create(own, definition('Quiz', { matcher: { events: ['Quiz Finished', 'Quiz Begun'] } }))
  await own.send([
    track('Quiz Begun', {}, { app: { name: 'Shop' } }),
    track('Quiz Finished', { score: 1 }),
    track('Quiz Finished', { score: 9 }),
    track('Product Viewed'),
  ])
  expect(await placesOf(own)).toEqual([
    'Quiz Begun → Quiz app',
    'Quiz Finished → Quiz web',
    'Quiz Finished → Quiz web',
    'Product Viewed → Product page web',
  ])
  const put = (seen: number, body: object) =>
    own.key.request('PUT', `${path}/quiz`, { headers: { 'if-match': `"${seen}"` }, body })
  const where = { property: 'score', operator: 'gte', value: 5 }
  const matcher = { events: ['Quiz Finished'], where }
  expect((await put(1, definition('Test', { channel: 'chat', matcher }))).headers.etag).toBe('"2"')
  await server.placingJob.settled()
  expect(await placesOf(own)).toEqual([
    'Quiz Begun →  app',
    'Quiz Finished →  other',
    'Quiz Finished → Test chat',
    'Product Viewed → Product page web',
  ])
  const gone = await own.key.request('DELETE', `${path}/quiz`, { headers: { 'if-match': '"2"' } })
  expect(gone.status).toBe(204)
  await server.placingJob.settled()
  expect((await placesOf(own)).filter((place) => place.includes('Test'))).toEqual([])
  await own.key.post(`${path}/quiz/restore`, { revision: 1 })
  await server.placingJob.settled()
  expect((await placesOf(own))[0]).toBe('Quiz Begun → Quiz app')
  const { items } = await own.key.get<TouchpointVersions>(`${path}/quiz/versions`)
  expect(items.map((one) => [one.revision, one.definition?.name ?? null])).toEqual([
    [4, 'Quiz'],
    [3, null],
    [2, 'Test'],
    [1, 'Quiz'],
  ])
})

test('until history is rewritten, questions answer by the new version at once', async () => {
  const own = await server.workspace()
  await own.send([
    track('Quiz Finished', { score: 3 }),
    track('Quiz Finished', { score: 8 }),
    track('Cart Viewed'),
  ])
  await server.caughtUp()
  const ask = async () => {
    const range = { from: '2026-03-01', to: '2026-03-19' }
    const body = { range, breakdown: ['touchpoint', 'channel'] }
    const trend = await own.key.post<TrendAnswer>('/api/v1/questions/trend', body)
    const filtered = await own.key.post<TrendAnswer>('/api/v1/questions/trend', {
      range,
      filter: { touchpoint: 'quiz' },
    })
    const paths = await own.key.post<{ nodes: { label: string }[] }>('/api/v1/questions/paths', {
      range,
      filter: { channel: 'chat' },
    })
    const pulse = await own.key.post<{ byTouchpoint: { name: string }[] }>('/api/v1/questions/pulse', {
      range,
    })
    return [
      trend.series.map((one) => [...one.key, one.total]).toSorted(),
      filtered.series[0]?.total,
      paths.nodes.map((one) => one.label),
      pulse.byTouchpoint.map((one) => one.name).toSorted(),
    ]
  }
  const idle = { enqueue: () => undefined } as unknown as PlacingJob
  const where = { property: 'score', operator: 'gt', value: 5 } as const
  const quiz = TouchpointDefinition.parse(
    definition('Quiz', { channel: 'chat', matcher: { events: ['Quiz Finished'], where } }),
  )
  const actor = { workspaceId: own.id, identity: null }
  await createTouchpoint({ ...server.deps, placingJob: idle }, actor, quiz)
  expect((await placesOf(own)).filter((place) => place.includes('Quiz chat'))).toEqual([])
  const meanwhile = await ask()
  expect(meanwhile).toEqual([
    [
      ['', 'other', 1],
      ['Cart', 'web', 1],
      ['Quiz', 'chat', 1],
    ],
    1,
    ['Quiz', '…left'],
    ['Cart', 'Quiz'],
  ])
  expect((await own.key.get<Rewriting>(`${path}/rewriting`)).state).toBe('waiting')
  // As a restart does.
  await server.placingJob.resume()
  await server.placingJob.settled()
  expect((await placesOf(own)).filter((place) => place.includes('Quiz chat'))).toHaveLength(1)
  expect(await ask()).toEqual(meanwhile)
})

test('of two who change a touchpoint the later is refused with both versions, and nothing is lost', async () => {
  const own = await server.workspace()
  await create(own, definition('Quiz'))
  const put = (headers: Record<string, string>, body: object) =>
    own.key.request('PUT', `${path}/quiz`, { headers, body })
  expect((await put({}, definition('Mine'))).status).toBe(428)
  expect((await put({ 'if-match': '"1"' }, definition('Mine'))).status).toBe(200)
  const late = await put({ 'if-match': '"1"' }, definition('Theirs'))
  expect([late.status, late.body]).toMatchObject([
    412,
    {
      code: 'changed_meanwhile',
      versions: { current: { revision: 2, definition: { name: 'Mine' } }, yours: { name: 'Theirs' } },
    },
  ])
  expect((await own.key.request('DELETE', `${path}/quiz`, { headers: { 'if-match': '"1"' } })).status).toBe(
    412,
  )
  expect((await own.key.get<CatalogueEntry>(`${path}/quiz`)).definition.name).toBe('Mine')
})

test('the order of precedence says who has an event that several fit, and is refused when the catalogue has changed', async () => {
  const own = await server.workspace()
  await own.send([track('Quiz Finished')])
  await create(own, definition('Second'))
  await create(own, definition('First'))
  await server.placingJob.settled()
  expect(await placesOf(own)).toEqual(['Quiz Finished → First web'])
  const before = await list(own)
  const ids = inOrder(before).map((one) => one.id)
  expect(ids.slice(0, 3)).toEqual(['first', 'second', 'home'])
  const turned = ['second', 'first', ...ids.slice(2)]
  const order = (body: object) => own.key.request('PUT', `${path}/order`, { body })
  expect((await order({ ids: turned, version: before.version - 1 })).status).toBe(412)
  expect((await order({ ids: turned.slice(1), version: before.version })).status).toBe(400)
  expect((await order({ ids: turned, version: before.version })).status).toBe(200)
  await server.placingJob.settled()
  expect(await placesOf(own)).toEqual(['Quiz Finished → Second web'])
})

test('names of pages and screens fit with a star at either end', async () => {
  const own = await server.workspace()
  const call = (type: string, name: string) => ({
    type,
    name,
    userId: 'ana',
    timestamp: '2026-03-10T10:00:00Z',
  })
  await own.send([
    call('page', 'Landing spring'),
    call('screen', 'Landing spring'),
    call('page', 'Our landing'),
  ])
  await create(own, definition('Landing', { matcher: { pages: ['Landing*'] } }))
  await create(own, definition('Screens', { channel: 'app', matcher: { screens: ['*'] } }))
  await server.placingJob.settled()
  expect(await placesOf(own)).toEqual([
    'Page Viewed → Landing web',
    'Screen Viewed → Screens app',
    'Page Viewed → Page web',
  ])
})

test('refuses a name that is taken, a filter over people, and who may not write', async () => {
  const own = await server.workspace()
  const answer = async (body: object) => {
    const { status, body: said } = await own.key.request('POST', path, { body })
    return [status, (said as { code?: string }).code]
  }
  expect(await answer(definition('cart'))).toEqual([409, 'conflict'])
  const where = (filter: object) => definition('X', { matcher: { events: ['A'], where: filter } })
  expect(await answer(where({ trait: 'plan', operator: 'equals', value: 'pro' }))).toEqual([
    400,
    'invalid_request',
  ])
  expect(await answer(where({ event: 'A', operator: 'did' }))).toEqual([400, 'invalid_request'])
  expect(await answer(where({ property: 'a', operator: 'did' }))).toEqual([400, 'invalid_filter'])
  const deep = Array.from({ length: 60 }).reduce<object>((inner) => ({ not: inner }), { property: 'a' })
  expect(await answer(where(deep))).toEqual([400, 'invalid_filter'])
  const viewer = await own.as('viewer')
  expect((await viewer.request('POST', path, { body: definition('X') })).status).toBe(403)
  expect((await own.key.request('GET', `${path}/nowhere`)).status).toBe(404)
  expect((await own.key.request('GET', `${path}/nowhere/versions`)).status).toBe(404)
})

test('every change is in the audit log with what was there before', async () => {
  const own = await server.workspace()
  await create(own, definition('Quiz'))
  await own.key.request('PUT', `${path}/quiz`, { headers: { 'if-match': '"1"' }, body: definition('Test') })
  const { items } = await own.key.get<{ items: AuditEntry[] }>('/api/v1/audit')
  expect(items.filter((one) => one.action.startsWith('touchpoint.'))).toMatchObject([
    { action: 'touchpoint.change', subject: 'Test', before: { name: 'Quiz' }, after: { name: 'Test' } },
    { action: 'touchpoint.create', subject: 'Quiz' },
  ])
})

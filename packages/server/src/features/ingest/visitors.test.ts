import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

vi.setConfig({ testTimeout: 120_000 })

let server: TestServer
let clock = Date.parse('2026-03-10T12:00:00Z')
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(clock) })
})
afterAll(() => server.close())

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36'
const page = (more: object = {}) => ({
  userId: 'ana',
  anonymousId: 'device-1',
  messageId: randomUUID(),
  name: 'Home',
  context: {
    page: { url: 'https://s.example/?utm_source=x' },
    ip: '203.0.113.77',
    traits: { email: 'a@b.c' },
  },
  ...more,
})
const visit = (own: TestWorkspace, body: object, headers: Record<string, string> = {}) =>
  own.collect('/v1/page', body, { 'user-agent': chrome, ...headers })
async function set(own: TestWorkspace, settings: object): Promise<void> {
  const answer = await own.key.request('PATCH', `/api/v1/sources/${own.source.id}`, { body: { settings } })
  expect(answer.status).toBe(200)
}
type Arrived = { verdict: string; reason: string | null; id: string; body: object }
const recent = async (own: TestWorkspace) =>
  (await own.key.get<{ items: Arrived[] }>(`/api/v1/sources/${own.source.id}/recent`)).items
const rawOf = async (own: TestWorkspace) => (await own.stored()).map((row) => JSON.parse(row.raw))
async function contextOf(own: TestWorkspace) {
  await server.caughtUp()
  const { z } = await import('zod')
  const rows = await server.stores.clickhouse.select({
    name: 'test.contexts',
    sql: 'SELECT toJSONString(context) AS context FROM events WHERE workspace_id = {id:UUID} ORDER BY event_id',
    params: { id: own.id },
    row: z.object({ context: z.string() }),
  })
  return rows.map((row) => JSON.parse(row.context))
}

test('an address is cut before it is stored, anywhere, unless the source keeps it', async () => {
  const own = await server.workspace()
  await visit(own, page())
  await set(own, { ip: 'drop' })
  await visit(own, page())
  await set(own, { ip: 'keep' })
  await visit(own, page())
  expect((await rawOf(own)).map((raw) => raw.context.ip)).toEqual(['203.0.113.0', undefined, '203.0.113.77'])
})

test('a visit tells its device, browser and campaign; a robot and own staff are marked or refused', async () => {
  const own = await server.workspace()
  await visit(own, page())
  await visit(own, page(), { 'user-agent': 'Googlebot/2.1' })
  await set(own, { internalNetworks: ['203.0.113.0/24'] })
  await visit(own, page())
  await set(own, { internalNetworks: ['203.0.113.0/24'], internalTraffic: 'refuse' })
  await visit(own, page())
  await set(own, { bots: 'refuse' })
  await visit(own, page(), { 'user-agent': 'Googlebot/2.1' })
  const contexts = await contextOf(own)
  expect(contexts).toHaveLength(3)
  expect(contexts[0]).toMatchObject({
    device: { type: 'desktop' },
    os: { name: 'Windows' },
    browser: { name: 'Chrome' },
    campaign: { source: 'x' },
  })
  expect([contexts[0].bot, contexts[1].bot, contexts[2].internal]).toEqual([undefined, true, true])
  expect((await recent(own)).map((one) => one.reason)).toEqual(['bot', 'internal_traffic', null, null, null])
})

test('a browser that asks not to be tracked leaves no identifier, or no event, as the source is set', async () => {
  const own = await server.workspace()
  const gpc = { 'sec-gpc': '1' }
  await visit(own, page(), gpc)
  await visit(own, page(), { dnt: '1' })
  await own.collect('/v1/identify', { userId: 'ana', traits: { email: 'a@b.c' } }, gpc)
  const raws = await rawOf(own)
  expect(raws).toHaveLength(2)
  expect(new Set(raws.map((raw) => raw.anonymousId)).size).toBe(1)
  expect(JSON.stringify(raws)).not.toMatch(/ana"|device-1|a@b\.c|203\.0/)
  await set(own, { privacySignal: 'refuse' })
  await visit(own, page(), gpc)
  expect(JSON.stringify((await recent(own)).filter((one) => one.reason === 'privacy_signal'))).not.toContain(
    'ana',
  )
  await set(own, { privacySignal: 'ignore' })
  await visit(own, page(), gpc)
  expect((await rawOf(own)).map((raw) => raw.userId)).toEqual([undefined, undefined, 'ana'])
  clock += 86_400_000
  await set(own, { privacySignal: 'drop_identifiers' })
  await visit(own, page(), gpc)
  const later = (await rawOf(own)).at(-1)
  expect(later.anonymousId).toMatch(/^cookieless:/)
  expect(later.anonymousId).not.toBe(raws[0].anonymousId)
})

test('Consent Mode is kept per purpose like the categories of Segment’s clients', async () => {
  const own = await server.workspace()
  const consent = {
    consentMode: { ad_storage: 'denied', analytics_storage: 'granted' },
    categoryPreferences: { Own: true },
  }
  await own.send([{ type: 'track', event: 'E', userId: 'c', context: { consent } }])
  await server.caughtUp()
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/people')
  const person = await own.key.get<{ consents: object }>(`/api/v1/people/${items[0]?.id}`)
  expect(JSON.stringify(person.consents)).toMatch(/ad_storage.*false/)
  expect(JSON.stringify(person.consents)).toMatch(/Own.*true/)
})

test('an event whose time cannot be is kept aside and can be taken later, once', async () => {
  const own = await server.workspace()
  const ahead = {
    type: 'track',
    userId: 'u',
    event: 'Ahead',
    messageId: randomUUID(),
    timestamp: new Date(clock + 2 * 86_400_000).toISOString(),
  }
  const ancient = {
    type: 'track',
    userId: 'u',
    event: 'Ancient',
    messageId: randomUUID(),
    timestamp: '1999-12-31T00:00:00Z',
  }
  await own.send([ahead, ancient])
  const path = `/api/v1/sources/${own.source.id}/dead-letters/replay`
  await vi.waitFor(async () =>
    expect(await own.key.post(path, {})).toMatchObject({ replayed: 0, remaining: 2 }),
  )
  expect((await recent(own)).map((one) => one.reason)).toEqual(['invalid_timestamp', 'invalid_timestamp'])
  clock += 2 * 86_400_000
  expect(await own.key.post(path, {})).toMatchObject({ replayed: 1, remaining: 1 })
  expect(await own.key.post(path, { times: 'received' })).toMatchObject({ replayed: 1, remaining: 0 })
  expect(await own.key.post(path, {})).toMatchObject({ replayed: 0, remaining: 0 })
  await own.send([{ ...ahead }])
  expect((await own.stored()).map((row) => row.name)).toEqual(['Ahead', 'Ancient'])
})

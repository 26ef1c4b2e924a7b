import type { ArrivedOutcome, AuditEntry, DeadLetterReplayed, KeptEventPage, Problem } from '@teia/contracts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { z } from 'zod'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

vi.setConfig({ testTimeout: 120_000 })

let server: TestServer
let clock = Date.parse('2026-03-10T12:30:00Z')
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(clock) })
})
afterAll(() => server.close())

type Kept = z.infer<typeof KeptEventPage>
type Replayed = z.infer<typeof DeadLetterReplayed>
const of = (own: TestWorkspace) => `/api/v1/sources/${own.source.id}`
const refused = (own: TestWorkspace) => own.key.get<Kept>(`${of(own)}/dead-letters?kind=refused`)
const replay = (own: TestWorkspace, body: object = {}) =>
  own.key.post<Replayed>(`${of(own)}/dead-letters/replay`, { kind: 'refused', ...body })
const set = (own: TestWorkspace, settings: object) =>
  own.key.request('PATCH', of(own), { body: { settings } })
const names = async (own: TestWorkspace) => (await own.stored()).map((row) => row.name).toSorted()
const track = (event: string, more: object = {}) => ({ type: 'track', userId: 'u', event, ...more })

test('refused events get in once the plan is mended, each once, and the others tell why they still do not', async () => {
  const own = await server.workspace()
  const plan = (schema: object) =>
    own.key.request('PUT', `${of(own)}/plan/events`, { body: { event: 'Bought', schema } })
  await plan({ properties: { total: { type: 'number' } }, required: ['total', 'sku'] })
  await set(own, { trackingPlan: 'refuse' })
  await own.send([
    track('Bought', { messageId: 'one', properties: { total: 5 } }),
    track('Bought', { properties: { total: 7 } }),
    track('Bought', { properties: { total: 'much' } }),
  ])
  await expect.poll(async () => (await refused(own)).items.length).toBe(3)
  expect(await replay(own)).toMatchObject({ replayed: 0, failed: 3 })

  await plan({ properties: { total: { type: 'number' } } })
  const outcome = await replay(own)
  expect(outcome).toMatchObject({
    replayed: 2,
    failed: 1,
    remaining: 1,
    reasons: [{ reason: 'tracking_plan', count: 1 }],
    refused: [
      {
        detail: '“total” must be of the type number.',
        faults: [{ code: 'plan_type', values: { place: 'total', type: 'number' } }],
      },
    ],
  })
  expect(await names(own)).toEqual(['Bought', 'Bought'])
  // The reason that holds now stands with what is left, and a client that repeats itself counts nothing twice.
  expect((await refused(own)).items).toMatchObject([{ detail: '“total” must be of the type number.' }])
  await own.send([track('Bought', { messageId: 'one', properties: { total: 5 } })])
  expect(await names(own)).toEqual(['Bought', 'Bought'])
  const { items } = await own.key.get<{ items: AuditEntry[] }>('/api/v1/audit')
  expect(items.find((one) => one.action === 'source.replay')).toMatchObject({
    after: { kind: 'refused', replayed: 2, failed: 1, edited: false },
  })
})

test('one refused event is taken as it was edited, and what is no event is told with its fault', async () => {
  const own = await server.workspace()
  await own.send([
    { type: 'track', event: 'Nobody' },
    { type: 'track', userId: 'u' },
  ])
  await expect.poll(async () => (await refused(own)).items.length).toBe(2)
  const { items } = await refused(own)
  const nobody = items.find((one) => one.name === 'Nobody')
  const ids = [nobody?.id]
  const edited = { ...nobody?.body, userId: 'found' }
  expect(await replay(own, { ids, body: { ...edited, type: 'trick' } })).toMatchObject({
    replayed: 0,
    refused: [{ reason: 'unknown_type', faults: [{ code: 'message_unknown_type' }] }],
  })
  const tooDeep = JSON.parse(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`)
  expect(await replay(own, { ids, body: { ...edited, properties: tooDeep } })).toMatchObject({
    refused: [{ reason: 'event_too_large' }],
  })
  expect(
    await replay(own, { ids, body: { ...edited, properties: { text: 'x'.repeat(40_000) } } }),
  ).toMatchObject({ refused: [{ faults: [{ code: 'message_too_large', values: { kilobytes: 32 } }] }] })
  // What an edit lacks says nothing of the event as it came.
  expect((await refused(own)).items).toContainEqual(nobody)
  const wrong = async (body: object) => {
    const path = `${of(own)}/dead-letters/replay`
    const answer = await own.key.request('POST', path, { body: { kind: 'refused', ...body } })
    return [answer.status, (answer.body as Problem).issues?.map((one) => [one.path, one.fault])]
  }
  const one = [400, [['ids', { code: 'replay_one', values: {} }]]]
  expect(await wrong({ body: edited })).toEqual(one)
  expect(await wrong({ ids: items.map((item) => item.id), body: edited })).toEqual(one)
  expect(await wrong({ ids, body: [] })).toEqual([
    400,
    [['body', { code: 'value_type', values: { type: 'record' } }]],
  ])
  expect(await replay(own, { ids, body: edited })).toMatchObject({ replayed: 1, remaining: 1 })
  expect(await names(own)).toEqual(['Nobody'])
})

test('an event keeps the time it meant when it came, though its clock was wrong and days have passed', async () => {
  const own = await server.workspace()
  await own.key.request('PATCH', of(own), { body: { enabled: false } })
  await own.collect('/v1/track', {
    event: 'Skewed',
    userId: 'u',
    timestamp: '2026-01-01T00:00:00Z',
    sentAt: '2026-01-01T00:10:00Z',
  })
  await own.send([track('Bare')], { context: { app: { name: 'till' } } })
  await expect.poll(async () => (await refused(own)).items.length).toBe(2)
  const came = clock
  clock += 5 * 86_400_000
  expect(await replay(own)).toMatchObject({ replayed: 0, reasons: [{ reason: 'source_disabled', count: 2 }] })
  await own.key.request('PATCH', of(own), { body: { enabled: true } })
  expect(await replay(own)).toMatchObject({ replayed: 2, remaining: 0 })
  const rows = await own.stored()
  const time = (name: string) => rows.find((row) => row.name === name)?.at
  expect([time('Skewed'), time('Bare')]).toEqual([came - 600_000, came])
  expect(rows.find((row) => row.name === 'Bare')?.raw).toContain('"till"')
})

test('what a browser asked and what it is still holds when its event is taken again, without its address', async () => {
  const own = await server.workspace()
  await set(own, { bots: 'refuse', internalTraffic: 'refuse', internalNetworks: ['127.0.0.0/8'] })
  const page = { context: { page: { url: 'https://shop.test/' } } }
  const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }
  await own.collect('/v1/track', { event: 'Staff', messageId: 'Staff', userId: 'u', ...page }, browser)
  await set(own, { bots: 'refuse' })
  await own.collect(
    '/v1/track',
    { event: 'Robot', messageId: 'Robot', userId: 'u', ...page },
    { 'user-agent': 'Googlebot/2.1' },
  )
  await own.collect('/v1/track', { userId: 'secret', ...page }, { ...browser, 'sec-gpc': '1' })
  await expect.poll(async () => (await refused(own)).items.length).toBe(3)
  const items = () => refused(own).then((page) => page.items)
  const private_ = (await items()).find((one) => one.reason === 'missing_event_name')
  await set(own, { bots: 'refuse', internalTraffic: 'refuse', internalNetworks: ['127.0.0.0/8'] })
  expect((await replay(own)).reasons.map((one) => one.reason)).toEqual([
    'bot',
    'internal_traffic',
    'missing_event_name',
  ])
  await set(own, { internalNetworks: ['127.0.0.0/8'] })
  expect(await replay(own)).toMatchObject({ replayed: 2, failed: 1 })
  const body = { ...private_?.body, event: 'Private' }
  expect(await replay(own, { ids: [private_?.id], body })).toMatchObject({ replayed: 1 })
  const rows = await own.stored()
  const outcome = async (message: string) =>
    (await own.key.get<ArrivedOutcome>(`${of(own)}/outcome?message=${message}`)).events[0]
  expect(await outcome('Staff')).toMatchObject({ isInternal: true, isBot: false })
  expect(await outcome('Robot')).toMatchObject({ isBot: true })
  expect(JSON.stringify(rows)).not.toContain('secret')
})

test('what proves nothing of its sender, or asked not to be tracked, cannot be taken again', async () => {
  const own = await server.workspace()
  await set(own, { privacySignal: 'refuse' })
  const page = { context: { page: { url: 'https://shop.test/' } } }
  await own.collect('/v1/track', { event: 'Private', userId: 'u', ...page }, { 'sec-gpc': '1' })
  await expect.poll(async () => (await refused(own)).items.length).toBe(1)
  await set(own, { privacySignal: 'ignore' })
  const [one] = (await refused(own)).items
  const outcome = await replay(own, { ids: [one?.id], body: track('Private') })
  expect(outcome).toMatchObject({ replayed: 0, reasons: [{ reason: 'privacy_signal', count: 1 }] })
  expect(await own.stored()).toEqual([])
})

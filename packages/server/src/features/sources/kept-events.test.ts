import type { ArrivedOutcome, DeadLetterReplayed, KeptEventPage, SourceTraffic } from '@teia/contracts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { z } from 'zod'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

vi.setConfig({ testTimeout: 120_000 })

let server: TestServer
const clock = Date.parse('2026-03-10T12:30:00Z')
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(clock) })
})
afterAll(() => server.close())

type Kept = z.infer<typeof KeptEventPage>
type Replayed = z.infer<typeof DeadLetterReplayed>
const future = '2026-06-01T00:00:00Z'
const of = (own: TestWorkspace) => `/api/v1/sources/${own.source.id}`

test('what did not get in is listed by kind, with counts by reason, and by reason page after page', async () => {
  const own = await server.workspace()
  await own.send([
    ...['one', 'two', 'three'].map((event) => ({ type: 'track', event, userId: 'u', timestamp: future })),
    { type: 'track', event: 'nobody' },
    { type: 'track', userId: 'u' },
  ])
  const path = `${of(own)}/dead-letters`
  const aside = () => own.key.get<Kept>(path)
  await expect.poll(async () => (await aside()).items.length).toBe(3)
  expect((await aside()).counts).toEqual([{ reason: 'invalid_timestamp', count: 3 }])
  const first = await own.key.get<Kept>(`${path}?limit=2`)
  const second = await own.key.get<Kept>(`${path}?limit=2&cursor=${first.nextCursor}`)
  expect([...first.items, ...second.items].map((one) => one.name)).toEqual(['three', 'two', 'one'])
  expect(second.nextCursor).toBeNull()

  const refused = async () => (await own.key.get<Kept>(`${path}?kind=refused`)).counts
  await expect
    .poll(async () => (await refused()).map((one) => one.reason).toSorted())
    .toEqual(['missing_event_name', 'no_user_anon_id'])
  const named = await own.key.get<Kept>(`${path}?kind=refused&reason=no_user_anon_id`)
  expect(named.items).toMatchObject([{ kind: 'refused', name: 'nobody', body: { event: 'nobody' } }])
  expect((await own.key.request('GET', `${path}?cursor=nonsense`)).status).toBe(400)
})

test('a replay takes those named or those of a reason, and says what could still not be taken', async () => {
  const own = await server.workspace()
  const path = `${of(own)}/dead-letters`
  await own.send(['one', 'two'].map((event) => ({ type: 'track', event, userId: 'u', timestamp: future })))
  const aside = () => own.key.get<Kept>(path)
  await expect.poll(async () => (await aside()).items.length).toBe(2)
  const replay = (body: object) => own.key.post<Replayed>(`${path}/replay`, body)
  expect(await replay({ reason: 'invalid_timestamp' })).toEqual({
    replayed: 0,
    failed: 2,
    reasons: [{ reason: 'invalid_timestamp', count: 2 }],
    refused: [expect.objectContaining({ reason: 'invalid_timestamp' }), expect.anything()],
    remaining: 2,
    after: null,
  })
  expect(await replay({ reason: 'processing_failed', times: 'received' })).toMatchObject({
    replayed: 0,
    failed: 0,
  })
  const [newest] = (await aside()).items
  expect(await replay({ ids: [newest?.id], times: 'received' })).toMatchObject({ replayed: 1, remaining: 1 })
  expect(await replay({ reason: 'invalid_timestamp', times: 'received' })).toMatchObject({
    replayed: 1,
    failed: 0,
    remaining: 0,
  })
  expect((await own.stored()).map((row) => row.name).toSorted()).toEqual(['one', 'two'])
})

test('counts by hour and by day tell what was kept aside from what was refused, with the reasons', async () => {
  const own = await server.workspace({ timeZone: 'America/Sao_Paulo' })
  await own.send([
    { type: 'track', event: 'good', userId: 'u' },
    { type: 'track', event: 'late', userId: 'u', timestamp: future },
    { type: 'track', event: 'nobody' },
  ])
  const hours = await own.key.get<SourceTraffic>(`${of(own)}/traffic`)
  expect(hours.spans).toHaveLength(48)
  const expected = {
    accepted: 1,
    refused: 1,
    duplicate: 0,
    keptAside: 1,
    reasons: [
      { reason: 'invalid_timestamp', count: 1 },
      { reason: 'no_user_anon_id', count: 1 },
    ],
  }
  expect(hours.spans.at(-1)).toEqual({ time: '2026-03-10T12:00:00.000Z', ...expected })
  const days = await own.key.get<SourceTraffic>(`${of(own)}/traffic?by=day`)
  expect(days.spans).toHaveLength(30)
  expect(days.spans.at(-1)).toEqual({ time: '2026-03-10T03:00:00.000Z', ...expected })
  expect(days.spans[0]).toMatchObject({ accepted: 0, reasons: [] })
})

test('an event of the live view is found again as what it became', async () => {
  const own = await server.workspace()
  await own.send([{ type: 'track', event: 'Product Viewed', userId: 'u', messageId: 'm-1' }])
  await own.stored()
  const { items } = await own.key.get<{ items: { id: string }[] }>(`${of(own)}/recent`)
  const by = (query: string) => own.key.get<ArrivedOutcome>(`${of(own)}/outcome?${query}`)
  const found = await by(`event=${items[0]?.id}`)
  expect(found.events).toMatchObject([{ name: 'Product Viewed', type: 'track', isBot: false }])
  const [event] = found.events
  expect(await own.key.get(`/api/v1/people/${event?.personId}`)).toMatchObject({ name: 'u' })
  expect(await by('message=m-1')).toEqual(found)
  expect(await by('event=99')).toEqual({ events: [] })
})

test('an event of a call that names its type in the address, or shares a context, is taken again as a whole', async () => {
  const own = await server.workspace()
  await own.collect('/v1/track', { event: 'Alone', userId: 'u', timestamp: future })
  await own.send([{ type: 'track', event: 'Together', userId: 'u', timestamp: future }], {
    context: { app: { name: 'till' } },
  })
  const path = `${of(own)}/dead-letters`
  await expect.poll(async () => (await own.key.get<Kept>(path)).items.length).toBe(2)
  const replayed = await own.key.post<Replayed>(`${path}/replay`, { times: 'received' })
  expect(replayed).toMatchObject({ replayed: 2, failed: 0, remaining: 0, after: null })
  const stored = await own.stored()
  expect(stored.map((row) => row.name).toSorted()).toEqual(['Alone', 'Together'])
  expect(stored.map((row) => row.raw).join()).toContain('"till"')
})

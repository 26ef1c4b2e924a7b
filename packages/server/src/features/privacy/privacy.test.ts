import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

type Receipt = { store: string; removed: number; left: number }
type Erasure = { id: string; state: string; receipts: Receipt[]; identifiers: number }
type People = { items: { id: string; name: string }[] }

async function idOf(own: TestWorkspace, search: string): Promise<string | undefined> {
  await server.caughtUp()
  const { items } = await own.key.get<People>(`/api/v1/people?search=${search}`)
  return items[0]?.id
}
const at = (minute: number) => new Date(Date.parse('2026-05-01T00:00:00Z') + minute * 60_000).toISOString()

/** Ana, known by a device, with an account, a note and a message that was kept aside; and Bea beside her. */
async function twoPeople() {
  const own = await server.workspace()
  await own.send([
    { type: 'page', name: 'Home', anonymousId: 'dev-ana', timestamp: at(0) },
    { type: 'identify', userId: 'ana-1', anonymousId: 'dev-ana', traits: { name: 'Ana' }, timestamp: at(1) },
    { type: 'group', userId: 'ana-1', groupId: 'acme', traits: { name: 'Acme' }, timestamp: at(2) },
    { type: 'track', event: 'Looked', userId: 'ana-1', timestamp: at(3) },
    { type: 'track', event: 'Too early', userId: 'ana-1', timestamp: '1999-01-01T00:00:00Z' },
    { type: 'identify', userId: 'bea-1', traits: { name: 'Bea' }, timestamp: at(1) },
    { type: 'track', event: 'Looked', userId: 'bea-1', timestamp: at(4) },
  ])
  const ana = (await idOf(own, 'ana-1')) ?? ''
  await own.key.post(`/api/v1/people/${ana}/notes`, { text: 'likes blue' }, 201)
  return { own, ana }
}

async function erased(own: TestWorkspace, person: string): Promise<Erasure> {
  const begun = await own.key.post<Erasure>(
    `/api/v1/people/${person}/erase`,
    { reason: 'asked by letter' },
    202,
  )
  const url = `/api/v1/privacy/erasures/${begun.id}`
  await expect
    .poll(async () => (await own.key.get<Erasure>(url)).state, { timeout: 60_000, interval: 100 })
    .toBe('done')
  return own.key.get<Erasure>(url)
}

/** Every row of the stores in which one of these words stands. */
async function placesOf(own: TestWorkspace, words: readonly string[]): Promise<string[]> {
  const found: string[] = []
  const { rows: tables } = await server.stores.pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'workspace_id'`,
  )
  for (const { name } of tables) {
    const { rows } = await server.stores.pool.query<{ row: string }>(
      `SELECT t::text AS row FROM "${name}" t WHERE workspace_id = $1`,
      [own.id],
    )
    for (const { row } of rows) if (words.some((word) => row.includes(word))) found.push(`${name}: ${row}`)
  }
  for (const table of ['events', 'people']) {
    const rows = await server.stores.clickhouse.select({
      name: 'test.rows',
      sql: `SELECT toJSONString(tuple(*)) AS row FROM ${table} WHERE workspace_id = {id:UUID}`,
      params: { id: own.id },
      row: z.object({ row: z.string() }),
    })
    for (const { row } of rows) if (words.some((word) => row.includes(word))) found.push(`${table}: ${row}`)
  }
  return found
}

test('who is erased is in no store any more, with a receipt for each, and everybody else is as before', async () => {
  const { own, ana } = await twoPeople()
  expect((await placesOf(own, ['ana-1', 'dev-ana', 'likes blue'])).length).toBeGreaterThan(5)
  const erasure = await erased(own, ana)
  expect(await placesOf(own, ['ana-1', 'dev-ana', 'likes blue'])).toEqual([])
  const { eventLog } = server.stores
  const logged = eventLog.read(0, { records: 100_000, bytes: Number.MAX_SAFE_INTEGER })
  expect(logged.filter(({ value }) => /ana-1|dev-ana/.test(value.toString('latin1')))).toEqual([])
  const live = await own.key.request('GET', `/api/v1/sources/${own.source.id}/recent`)
  expect([/ana-1|dev-ana/.test(live.text), live.text.includes('bea-1')]).toEqual([false, true])
  const receipts = new Map(erasure.receipts.map((one) => [one.store, one]))
  expect([...receipts.keys()]).toEqual([
    'kept_aside',
    'imports',
    'notes',
    'profile',
    'segments',
    'events',
    'log',
  ])
  expect(erasure.receipts.map((one) => one.left)).toEqual([0, 0, 0, 0, 0, 0, 0])
  expect(receipts.get('kept_aside')?.removed).toBe(1)
  expect(receipts.get('notes')?.removed).toBe(1)
  expect(receipts.get('events')?.removed).toBe(4)
  expect((await own.key.request('GET', `/api/v1/people/${ana}`)).status).toBe(404)
  const bea = await own.key.get<{ interactions: number }>(`/api/v1/people/${await idOf(own, 'bea-1')}`)
  expect(bea.interactions).toBe(1)
})

test('a later event brings nobody back, and somebody else on the same device stays, without it', async () => {
  const { own, ana } = await twoPeople()
  await erased(own, ana)
  await own.send([
    { type: 'track', event: 'Late', userId: 'ana-1', timestamp: at(9) },
    { type: 'page', name: 'Home', anonymousId: 'dev-ana', timestamp: at(10) },
    { type: 'alias', userId: 'bea-1', previousId: 'ana-1', timestamp: at(10) },
    { type: 'track', event: 'Hers', userId: 'bea-1', anonymousId: 'dev-ana', timestamp: at(11) },
  ])
  expect(await idOf(own, 'ana-1')).toBeUndefined()
  expect(await placesOf(own, ['ana-1', 'dev-ana'])).toEqual([])
  expect((await own.stored()).map((one) => one.name)).toContain('Hers')
})

test('events that wait in the log when the erasure is asked for are erased too', async () => {
  const { own, ana } = await twoPeople()
  const [answer] = await Promise.all([
    own.send(
      Array.from({ length: 400 }, (_, n) => ({ type: 'track', event: `Waiting ${n}`, userId: 'ana-1' })),
    ),
    erased(own, ana),
  ])
  expect(answer.status).toBe(200)
  await server.caughtUp()
  expect(await placesOf(own, ['ana-1'])).toEqual([])
})

test('once lifted, the person is known again from new events alone', async () => {
  const { own, ana } = await twoPeople()
  const { id } = await erased(own, ana)
  await own.key.post(`/api/v1/privacy/erasures/${id}/lift`, {})
  await own.send([{ type: 'track', event: 'Back', userId: 'ana-1', timestamp: at(20) }])
  const again = await idOf(own, 'ana-1')
  const { items } = await own.key.get<{ items: { name: string }[] }>(`/api/v1/people/${again}/timeline`)
  expect(items.map((one) => one.name)).toEqual(['Back'])
})

test('only who may erase erases; asking twice is one erasure; another workspace sees nothing of it', async () => {
  const { own, ana } = await twoPeople()
  const other = await server.workspace()
  for (const role of ['editor', 'analyst', 'agent', 'viewer'] as const)
    expect(
      (await (await own.as(role)).request('POST', `/api/v1/people/${ana}/erase`, { body: {} })).status,
    ).toBe(403)
  expect((await other.key.request('POST', `/api/v1/people/${ana}/erase`, { body: {} })).status).toBe(404)
  const begun = await own.key.post<Erasure>(`/api/v1/people/${ana}/erase`, {}, 202)
  const again = await own.key.request('POST', `/api/v1/people/${ana}/erase`, { body: {} })
  // By then the first may have been quick enough to leave nobody to erase.
  expect(again.status === 404 ? begun.id : (again.body as Erasure).id).toBe(begun.id)
  expect((await other.key.get<{ items: unknown[] }>('/api/v1/privacy/erasures')).items).toEqual([])
  expect((await other.key.request('GET', `/api/v1/privacy/erasures/${begun.id}`)).status).toBe(404)
  expect(
    (await own.key.get<{ items: { id: string }[] }>('/api/v1/privacy/erasures')).items.map((one) => one.id),
  ).toEqual([begun.id])
})

test('the export of a person is one file with everything, also of many pages of events', async () => {
  const own = await server.workspace()
  await own.send([{ type: 'identify', userId: 'ana-1', traits: { name: 'Ana' }, timestamp: at(0) }])
  await own.send(
    Array.from({ length: 1_200 }, (_, n) => ({
      type: 'track',
      event: 'Looked',
      userId: 'ana-1',
      properties: { n },
      timestamp: at(1 + Math.floor(n / 3)),
    })),
  )
  const ana = (await idOf(own, 'ana-1')) ?? ''
  await own.key.post(`/api/v1/people/${ana}/notes`, { text: 'likes blue' }, 201)
  const answer = await own.key.request('GET', `/api/v1/people/${ana}/export`)
  expect(answer.headers['content-disposition']).toBe(`attachment; filename="person-${ana}.json"`)
  const file = JSON.parse(answer.text) as {
    person: { name: string }
    notes: { text: string }[]
    events: { raw: { properties?: { n: number } }; item: { name: string } }[]
  }
  expect([file.person.name, file.notes.map((one) => one.text)]).toEqual(['Ana', ['likes blue']])
  expect(
    file.events
      .slice(1)
      .map((one) => one.raw.properties?.n)
      .toSorted((x = 0, y = 0) => x - y),
  ).toEqual(Array.from({ length: 1_200 }, (_, n) => n))
})

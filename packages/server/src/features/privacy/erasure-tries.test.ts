import type { Erasure, Webhook } from '@teia/contracts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'
import { openTestStores } from '../../../test/test-stores.ts'

vi.setConfig({ testTimeout: 120_000 })

/** The first erasure whose deletion of events is begun, and cannot be carried out as long as the engine is ill. */
let refused: unknown
let isIll = true
const stores = openTestStores()
let server: TestServer
beforeAll(async () => {
  const { clickhouse } = stores
  const command: typeof clickhouse.command = (asked) => {
    if (asked.name === 'privacy.deleteEvents') refused ??= asked.params?.erasureId
    if (asked.name !== 'privacy.deleteEvents' || !isIll || asked.params?.erasureId !== refused)
      return clickhouse.command(asked)
    const sql = `${asked.sql} AND throwIf(identity_id IN {identityIds:Array(UUID)}) = 0`
    return clickhouse.command({ ...asked, sql })
  }
  server = await openTestServer({ stores: { ...stores, clickhouse: { ...clickhouse, command } } })
})
afterAll(async () => {
  await server.close()
  await stores.close()
})

const look = (own: TestWorkspace, id: string) => own.key.get<Erasure>(`/api/v1/privacy/erasures/${id}`)
async function erase(own: TestWorkspace, userId: string): Promise<string> {
  const { items } = await own.key.get<{ items: { id: string }[] }>(`/api/v1/people?search=${userId}`)
  const { id } = await own.key.post<Erasure>(`/api/v1/people/${items[0]?.id}/erase`, {}, 202)
  return id
}
const isDone = (own: TestWorkspace, id: string) =>
  expect.poll(async () => (await look(own, id)).state, { timeout: 60_000, interval: 50 }).toBe('done')
const at = '2026-05-01T00:00:00Z'

test('an erasure that the engine fails at waits and says so; those behind it go on, and in the end it is done', async () => {
  const own = await server.workspace()
  await own.send(
    ['ana', 'bea'].flatMap((userId) => [
      { type: 'identify', userId, traits: { name: userId }, timestamp: at },
      { type: 'track', event: 'Looked', userId, timestamp: at },
    ]),
  )
  await server.caughtUp()
  const ana = await erase(own, 'ana')
  await expect
    .poll(async () => (await look(own, ana)).waiting?.store, { timeout: 60_000, interval: 20 })
    .toBe('events')
  const waiting = await look(own, ana)
  expect(waiting).toMatchObject({ state: 'running', waiting: { tries: expect.any(Number) } })
  expect(waiting.receipts.map((one) => one.store)).toContain('profile')

  const bea = await erase(own, 'bea')
  await isDone(own, bea)
  expect((await look(own, ana)).state).toBe('running')
  isIll = false
  await isDone(own, ana)
  const done = await look(own, ana)
  expect(done).toMatchObject({ waiting: null })
  expect(done.receipts.find((one) => one.store === 'profile')?.removed).toBeGreaterThan(0)
  expect(done.receipts.find((one) => one.store === 'events')).toMatchObject({ removed: 2, left: 0 })
  expect(await own.stored()).toEqual([])
})

const refusals = async (own: TestWorkspace) => {
  const { rows } = await stores.pool.query<{ body: string }>(
    `SELECT body::text FROM refusals WHERE workspace_id = $1
     UNION ALL SELECT body::text FROM dead_letters WHERE workspace_id = $1`,
    [own.id],
  )
  return rows.map((row) => row.body)
}

test('messages and deliveries that name somebody who was erased are not kept when they are refused later', async () => {
  const own = await server.workspace()
  const traits = { name: 'Ana', email: 'Ana@shop.example' }
  await own.send([{ type: 'identify', userId: 'ana-1', traits, timestamp: at }])
  await server.caughtUp()
  const hook = await own.key.post<{ id: string }>('/api/v1/sources', { name: 'Till', kind: 'generic' }, 201)
  const path = `/api/v1/sources/${hook.id}/webhook`
  const { url } = await own.key.get<Webhook>(path)
  const body = { signature: { scheme: 'none' }, mapping: { rules: [] } }
  expect((await own.key.request('PATCH', path, { body })).status).toBe(200)
  const deliver = (delivery: object) =>
    server.request('POST', new URL(url).pathname, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(delivery),
    })
  await deliver({ buyer: { mail: 'ana@shop.example' }, n: 'before' })
  await expect.poll(() => refusals(own)).toHaveLength(1)

  await isDone(own, await erase(own, 'ana-1'))
  expect(await refusals(own)).toEqual([])
  await own.send([
    { type: 'track', userId: 'ana-1' },
    { type: 'track', event: 'Too early', userId: 'ana-1', timestamp: '1999-01-01T00:00:00Z' },
    { type: 'identify', traits: { email: 'ANA@shop.example ' } },
    { type: 'track', userId: 'bea-1' },
  ])
  await deliver({ buyer: { mail: 'ana@shop.example' }, n: 'after' })
  await deliver({ buyer: { mail: 'bea@shop.example' } })
  await expect.poll(() => refusals(own)).toHaveLength(2)
  await expect.poll(async () => (await refusals(own)).filter((one) => one.includes('bea'))).toHaveLength(2)
  expect((await refusals(own)).join(' ').toLowerCase()).not.toContain('ana')
})

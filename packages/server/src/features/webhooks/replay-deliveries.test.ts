import type { DeadLetterReplayed, KeptEventPage, Webhook } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
const clock = Date.parse('2026-03-10T12:00:00Z')
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(clock) })
})
afterAll(() => server.close())

type Replayed = z.infer<typeof DeadLetterReplayed>

/** A webhook of any sender that signs nothing, and as yet has no rule. */
async function open(own: TestWorkspace) {
  const { id } = await own.key.post<{ id: string }>('/api/v1/sources', { name: 'Till', kind: 'generic' }, 201)
  const path = `/api/v1/sources/${id}`
  const webhook = await own.key.get<Webhook>(`${path}/webhook`)
  const change = async (body: object) =>
    expect((await own.key.request('PATCH', `${path}/webhook`, { body })).status).toBe(200)
  await change({ signature: { scheme: 'none' }, mapping: { rules: [] } })
  return {
    change,
    call: (body: object, headers: Record<string, string> = {}) =>
      server.request('POST', new URL(webhook.url).pathname, {
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    kept: () => own.key.get<z.infer<typeof KeptEventPage>>(`${path}/dead-letters?kind=refused`),
    replay: (more: object = {}) =>
      own.key.post<Replayed>(`${path}/dead-letters/replay`, { kind: 'refused', ...more }),
  }
}
const sold = {
  type: 'track',
  event: { path: '$header.x-topic' },
  userId: { path: 'customer' },
  properties: { total: { path: 'total' } },
  when: [{ path: 'total', exists: true }],
}
const mapping = (...rules: object[]) => ({ mapping: { rules } })

test('deliveries that no rule fitted become events once there is one, by body and headers, each once', async () => {
  const own = await server.workspace()
  const hook = await open(own)
  const first = { customer: 'ana', total: 5.5 }
  expect((await hook.call(first, { 'x-topic': 'Sold', authorization: 'Bearer hidden' })).status).toBe(200)
  await hook.call({ customer: 'bea', total: 7.5 }, { 'x-topic': 'Sold' })
  await hook.call({ customer: 'caio' }, { 'x-topic': 'Sold' })
  await expect.poll(async () => (await hook.kept()).items.length).toBe(3)
  expect(await hook.replay()).toMatchObject({
    replayed: 0,
    failed: 3,
    reasons: [{ reason: 'no_rule', count: 3 }],
  })
  expect(JSON.stringify(await hook.kept())).not.toContain('hidden')

  await hook.change(mapping(sold))
  expect(await hook.replay({ reason: 'no_rule' })).toMatchObject({ replayed: 2, failed: 1, remaining: 1 })
  const names = async () => (await own.stored()).map((row) => `${row.name} ${row.properties}`).toSorted()
  expect(await names()).toEqual(['Sold {"total":5.5}', 'Sold {"total":7.5}'])
  // A sender that repeats itself later counts nothing twice.
  await hook.call(first, { 'x-topic': 'Sold' })
  expect(await names()).toHaveLength(2)
})

test('a delivery whose event cannot be taken stays, with that reason, until the rule is mended', async () => {
  const own = await server.workspace()
  const hook = await open(own)
  await hook.call({ customer: 'ana', total: 5.5 }, { 'x-topic': 'Sold' })
  await expect.poll(async () => (await hook.kept()).items.length).toBe(1)
  await hook.change(mapping(sold, { ...sold, userId: { path: 'nobody' } }))
  expect(await hook.replay()).toMatchObject({ replayed: 0, refused: [{ reason: 'no_user_anon_id' }] })
  expect(await own.stored()).toEqual([])
  await hook.change(mapping(sold))
  expect(await hook.replay()).toMatchObject({ replayed: 1, failed: 0, remaining: 0 })
  expect((await own.stored()).map((row) => row.name)).toEqual(['Sold'])
})

test('a single delivery can be edited before its rule reads it', async () => {
  const own = await server.workspace()
  const hook = await open(own)
  await hook.call({ customer: 'ana' }, { 'x-topic': 'Sold' })
  await expect.poll(async () => (await hook.kept()).items.length).toBe(1)
  await hook.change(mapping(sold))
  const ids = (await hook.kept()).items.map((one) => one.id)
  const body = { customer: 'ana', total: 9.5 }
  expect(await hook.replay({ ids, body })).toMatchObject({ replayed: 1, remaining: 0 })
  expect((await own.stored()).map((row) => JSON.parse(row.properties))).toEqual([{ total: 9.5 }])
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type Caller, openTestServer, type TestServer } from '../../../test/test-server.ts'
import { forgetOldAnswers } from './idempotency.service.ts'

let server: TestServer
let clock = Date.now()
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(clock) })
})
afterAll(() => server.close())

const codeOf = (answer: Answer) => (answer.body as { code?: string }).code

describe('a repeated creation', () => {
  const post = (caller: Caller, key: string, body: object, url = '/api/v1/sources') =>
    caller.request('POST', url, { body, headers: { 'idempotency-key': key } })

  test('is answered from memory, and refused with another body', async () => {
    const mine = await server.workspace()
    const [first, second] = [
      await post(mine.key, 'k', { name: 'One' }),
      await post(mine.key, 'k', { name: 'One' }),
    ]
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body).toEqual(first.body)
    expect(second.headers['idempotency-replayed']).toBe('true')
    expect(codeOf(await post(mine.key, 'k', { name: 'Two' }))).toBe('idempotency_conflict')
    const other = await server.workspace()
    expect((await post(other.key, 'k', { name: 'Two' })).status).toBe(201)
    expect((await mine.key.get<{ items: object[] }>('/api/v1/sources')).items.length).toBe(2)
  })

  test('that was sent many times at once happens once', async () => {
    const mine = await server.workspace()
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(mine.key, 'k', { name: 'One' })))
    for (const answer of answers) expect([201, 409]).toContain(answer.status)
    expect((await mine.key.get<{ items: object[] }>('/api/v1/sources')).items.length).toBe(2)
  })

  test('that a killed server never answered may be made again after two minutes, and old answers are forgotten', async () => {
    const mine = await server.workspace()
    const key = crypto.randomUUID()
    const make = () => post(mine.key, key, { name: 'One' })
    await make()
    const { pool } = server.stores
    await pool.query('UPDATE idempotent_answers SET status = NULL, body = NULL WHERE key = $1', [key])
    expect(codeOf(await make())).toBe('idempotency_running')
    clock += 121_000
    expect((await make()).status).toBe(201)
    clock += 86_400_001
    await forgetOldAnswers(server.deps)
    expect((await pool.query('SELECT 1 FROM idempotent_answers WHERE key = $1', [key])).rows).toEqual([])
  })

  test('is answered with the key that was made, which cannot be read from the store', async () => {
    const mine = await server.workspace()
    const key = crypto.randomUUID()
    const make = () => post(mine.key, key, { name: 'K', scopes: ['people:read'] }, '/api/v1/keys')
    const [first, second] = [await make(), await make()]
    expect(second.body).toEqual(first.body)
    const { key: secret } = first.body as { key: string }
    const { rows } = await server.stores.pool.query(
      'SELECT to_jsonb(a)::text AS kept FROM idempotent_answers a WHERE key = $1',
      [key],
    )
    expect(rows.length).toBe(1)
    expect(rows[0].kept).not.toContain(secret)
  })

  test('may be tried again when the first call failed', async () => {
    const mine = await server.workspace()
    const owner = await mine.as('owner')
    const invite = () => post(mine.key, 'k', { email: owner.email, role: 'viewer' }, '/api/v1/invitations')
    expect(codeOf(await invite())).toBe('already_member')
    expect(codeOf(await invite())).toBe('already_member')
  })
})

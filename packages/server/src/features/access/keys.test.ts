import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
let own: TestWorkspace
let clock = Date.now()
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(clock) })
  own = await server.workspace()
})
afterAll(() => server.close())

describe('keys', () => {
  test('work within their scopes, until they expire or are revoked', async () => {
    const mine = await server.workspace()
    const made = await mine.key.post<{ id: string; key: string }>(
      '/api/v1/keys',
      { name: 'Short', scopes: ['people:read'], expiresAt: new Date(clock + 60_000).toISOString() },
      201,
    )
    const short = server.caller({ authorization: `Bearer ${made.key}` })
    await short.get('/api/v1/people')
    await short.get('/api/v1/sources', 403)
    clock += 61_000
    await short.get('/api/v1/people', 401)
    const second = await mine.key.post<{ id: string; key: string }>('/api/v1/keys', { name: 'Second' }, 201)
    const caller = server.caller({ authorization: `Bearer ${second.key}` })
    await caller.get('/api/v1/people')
    expect((await mine.key.request('DELETE', `/api/v1/keys/${second.id}`)).status).toBe(204)
    await caller.get('/api/v1/people', 401)
    expect((await mine.key.request('GET', '/api/v1/keys')).text).not.toContain(second.key)
  })

  test('cannot make keys that may do more than their maker', async () => {
    const maker = await own.keyWith(['keys:write', 'people:read'])
    await maker.post('/api/v1/keys', { name: 'Same', scopes: ['people:read'] }, 201)
    await maker.post('/api/v1/keys', { name: 'More', scopes: ['members:write'] }, 403)
    await maker.post('/api/v1/keys', { name: 'All' }, 403)
  })

  test('of an admin reach no owner, though they may do everything else', async () => {
    const mine = await server.workspace()
    const [admin, owner] = [await mine.as('admin'), await mine.as('owner')]
    const allOf = async (maker: Pick<typeof admin, 'post'>) => {
      const made = await maker.post<{ key: string }>('/api/v1/keys', { name: 'All' }, 201)
      return server.caller({ authorization: `Bearer ${made.key}` })
    }
    const { items } = await mine.key.get<{ items: { id: string; role: string }[] }>('/api/v1/members')
    const url = `/api/v1/members/${items.find((one) => one.role === 'admin')?.id}`
    const promote = { body: { role: 'owner' } }
    const ofAdmin = await allOf(admin)
    expect((await ofAdmin.request('PATCH', url, promote)).status).toBe(403)
    expect((await (await allOf(ofAdmin)).request('PATCH', url, promote)).status).toBe(403)
    expect((await (await allOf(owner)).request('PATCH', url, promote)).status).toBe(200)
  })

  test('of kind “write” are the write key of a new source', async () => {
    const mine = await server.workspace()
    const made = await mine.key.post<{ id: string; key: string; kind: string }>(
      '/api/v1/keys',
      { name: 'Shop', kind: 'write' },
      201,
    )
    expect(made.kind).toBe('write')
    const { items } = await mine.key.get<{ items: { name: string; writeKey: string }[] }>('/api/v1/sources')
    expect(items.find((one) => one.writeKey === made.key)?.name).toBe('Shop')
  })
})

import type { Role } from '@teia/contracts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Answer,
  type Caller,
  openTestServer,
  type TestServer,
  type TestWorkspace,
} from '../../../test/test-server.ts'
import { rolePolicy } from '../../platform/policy.ts'

let server: TestServer
let clock = Date.now()
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(clock) })
})
afterAll(() => server.close())

const codeOf = (answer: Answer) => (answer.body as { code?: string }).code

describe('members', () => {
  type Members = { items: { id: string; email: string; role: Role }[] }
  const idOf = async (mine: TestWorkspace, email: string) =>
    (await mine.key.get<Members>('/api/v1/members')).items.find((one) => one.email === email)?.id ?? ''

  test('are invited by a link that works once', async () => {
    const mine = await server.workspace()
    const admin = await mine.as('admin')
    const email = `new-${crypto.randomUUID()}@test.example`
    const made = await admin.post<{ id: string; acceptUrl: string }>(
      '/api/v1/invitations',
      { email, role: 'analyst' },
      201,
    )
    const token = new URL(made.acceptUrl).searchParams.get('token') ?? ''
    expect(await server.caller({}).get(`/api/v1/invitations/view?token=${token}`)).toMatchObject({
      email,
      role: 'analyst',
      userExists: false,
    })
    const accept = (secret: string) =>
      server.request('POST', '/api/v1/invitations/accept', { body: { token, name: 'New', password: secret } })
    expect((await accept('short')).status).toBe(400)
    expect((await accept('a long password')).status).toBe(200)
    expect((await accept('a long password')).status).toBe(404)
    const cookie = await server.signIn(email, 'a long password')
    const joined = server.caller({ cookie, 'x-workspace-id': mine.id })
    expect((await joined.get<{ workspaces: object[] }>('/api/v1/session')).workspaces).toMatchObject([
      { role: 'analyst', rights: rolePolicy.analyst },
    ])
    expect((await admin.get<{ items: object[] }>('/api/v1/invitations')).items).toEqual([])
  })

  test('who have an account join with its password; withdrawn and old invitations are void', async () => {
    const [mine, other] = [await server.workspace(), await server.workspace()]
    const known = await other.as('viewer')
    const invite = async (email: string) => {
      const made = await mine.key.post<{ id: string; acceptUrl: string }>(
        '/api/v1/invitations',
        { email, role: 'viewer' },
        201,
      )
      return { id: made.id, token: new URL(made.acceptUrl).searchParams.get('token') ?? '' }
    }
    await mine.as('owner')
    const accept = (token: string, password: string) =>
      server.request('POST', '/api/v1/invitations/accept', { body: { token, name: 'X', password } })
    const first = await invite(known.email)
    expect(codeOf(await accept(first.token, 'not the password'))).toBe('wrong_password')
    expect((await accept(first.token, 'correct horse battery')).status).toBe(200)
    const withdrawn = await invite(`w-${crypto.randomUUID()}@test.example`)
    expect((await mine.key.request('DELETE', `/api/v1/invitations/${withdrawn.id}`)).status).toBe(204)
    expect((await accept(withdrawn.token, 'a long password')).status).toBe(404)
    const old = await invite(`o-${crypto.randomUUID()}@test.example`)
    clock += 8 * 86_400_000
    expect((await accept(old.token, 'a long password')).status).toBe(404)
  })

  test('a workspace keeps an owner, and nobody gives or takes a role above their own', async () => {
    const mine = await server.workspace()
    const [owner, admin, viewer] = [await mine.as('owner'), await mine.as('admin'), await mine.as('viewer')]
    const change = (caller: Caller, id: string, role: Role) =>
      caller.request('PATCH', `/api/v1/members/${id}`, { body: { role } })
    const [ownerId, viewerId] = [await idOf(mine, owner.email), await idOf(mine, viewer.email)]
    expect(codeOf(await change(owner, ownerId, 'admin'))).toBe('last_owner')
    expect(codeOf(await owner.request('DELETE', `/api/v1/members/${ownerId}`))).toBe('last_owner')
    expect(codeOf(await change(admin, viewerId, 'owner'))).toBe('forbidden')
    expect(codeOf(await change(admin, ownerId, 'viewer'))).toBe('forbidden')
    expect(codeOf(await admin.request('DELETE', `/api/v1/members/${ownerId}`))).toBe('forbidden')
    expect((await change(owner, viewerId, 'owner')).status).toBe(200)
    expect((await change(owner, ownerId, 'editor')).status).toBe(200)
    expect((await viewer.request('DELETE', `/api/v1/members/${await idOf(mine, admin.email)}`)).status).toBe(
      204,
    )
    expect((await admin.request('GET', '/api/v1/workspace')).status).toBe(404)
  })

  test('two owners who step down at once leave one', async () => {
    const mine = await server.workspace()
    const [first, second] = [await mine.newMember('owner'), await mine.newMember('owner')]
    const ids = [await idOf(mine, first.email), await idOf(mine, second.email)]
    await Promise.all(
      [first, second].map((one, n) =>
        one.request('PATCH', `/api/v1/members/${ids[n]}`, { body: { role: 'viewer' } }),
      ),
    )
    expect(
      (await mine.key.get<Members>('/api/v1/members')).items.filter((one) => one.role === 'owner').length,
    ).toBe(1)
  })
})

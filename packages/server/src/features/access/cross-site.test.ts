import type { Role } from '@teia/contracts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Answer,
  openTestServer,
  type TestServer,
  type TestWorkspace,
} from '../../../test/test-server.ts'

let server: TestServer
let own: TestWorkspace
beforeAll(async () => {
  server = await openTestServer()
  own = await server.workspace()
})
afterAll(() => server.close())

const codeOf = (answer: Answer) => (answer.body as { code?: string }).code

describe('calls of browsers', () => {
  test('that change something need the header and the own origin', async () => {
    const owner = await own.as('owner')
    const { 'x-requested-with': _, ...bare } = owner.headers
    const change = (headers: Record<string, string>) =>
      server.request('PATCH', '/api/v1/workspace', { headers, body: { name: 'Changed' } })
    expect(codeOf(await change(bare))).toBe('cross_site_request')
    expect(codeOf(await change({ ...owner.headers, origin: 'https://evil.example' }))).toBe(
      'cross_site_request',
    )
    expect(codeOf(await change({ ...owner.headers, origin: 'null' }))).toBe('cross_site_request')
    expect(codeOf(await change({ ...owner.headers, 'sec-fetch-site': 'cross-site' }))).toBe(
      'cross_site_request',
    )
    expect(
      (
        await change({
          ...owner.headers,
          origin: 'http://localhost',
          host: 'localhost',
          'sec-fetch-site': 'same-origin',
        })
      ).status,
    ).toBe(200)
    expect((await server.request('GET', '/api/v1/workspace', { headers: bare })).status).toBe(200)
  })

  test('get headers that keep pages of others out, and no caching', async () => {
    const answer = await own.key.request('GET', '/api/v1/workspace')
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'")
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })

  test('keep their session until they sign out', async () => {
    const person = await own.newMember('viewer')
    const session = await person.get<{ user: { email: string }; workspaces: { id: string; role: Role }[] }>(
      '/api/v1/session',
    )
    expect(session.user.email).toBe(person.email)
    expect(session.workspaces).toMatchObject([{ id: own.id, role: 'viewer' }])
    expect(
      (
        await server.request('POST', '/api/auth/sign-out', {
          headers: { ...person.headers, origin: 'http://localhost' },
          body: {},
        })
      ).status,
    ).toBe(200)
    expect((await person.request('GET', '/api/v1/session')).status).toBe(401)
    expect((await own.key.request('GET', '/api/v1/session')).status).toBe(401)
  })
})

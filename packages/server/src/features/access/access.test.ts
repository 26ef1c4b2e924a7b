import { type Role, roles, type Scope, scopes } from '@teia/contracts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Answer,
  type Caller,
  openTestServer,
  type TestServer,
  type TestWorkspace,
} from '../../../test/test-server.ts'
import { rolePolicy, routePolicy } from '../../platform/policy.ts'

let server: TestServer
let own: TestWorkspace
let clock = Date.now()
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(clock) })
  own = await server.workspace()
  await Promise.all(roles.map((role) => own.as(role)))
})
afterAll(() => server.close())

const missing = '00000000-0000-7000-8000-000000000000'
const routes = Object.entries(routePolicy).map(([route, access]) => {
  const [method = '', url = ''] = route.split(' ')
  return { route, method, url: url.replaceAll(/:\w+/g, missing), access }
})
const guarded = routes.filter((route) => route.access !== 'public')
const scoped = guarded.filter((route) => route.access !== 'signed-in')
const codeOf = (answer: Answer) => (answer.body as { code?: string }).code

describe('every route of the policy table', () => {
  test('asks who is there', async () => {
    for (const { route, method, url } of guarded)
      for (const headers of [
        {},
        { authorization: 'Bearer teia_sk_nobody' },
        { cookie: 'teia.session_token=forged.signature', 'x-workspace-id': own.id },
      ]) {
        const answer = await server.request(method, url, { headers })
        expect([route, answer.status, codeOf(answer), answer.headers['content-type']]).toEqual([
          route,
          401,
          'unauthenticated',
          'application/problem+json; charset=utf-8',
        ])
      }
  })

  test('turns away roles and keys without the scope, and no others', async () => {
    for (const { route, method, url, access } of scoped) {
      if (url.endsWith('/live')) continue
      for (const role of roles) {
        const caller = await own.as(role)
        const answer = await caller.request(method, url)
        const may = rolePolicy[role].includes(access as Scope)
        expect([route, role, codeOf(answer) === 'forbidden']).toEqual([route, role, !may])
      }
    }
    const without = new Map<Scope, Caller>()
    for (const { route, method, url, access } of scoped) {
      const scope = access as Scope
      const key = without.get(scope) ?? (await own.keyWith(scopes.filter((one) => one !== scope)))
      without.set(scope, key)
      expect([route, codeOf(await key.request(method, url))]).toEqual([route, 'forbidden'])
    }
  })

  test('answers the same for a foreign workspace and a missing one', async () => {
    const foreign = await server.workspace()
    const owner = await own.as('owner')
    const shape = (answer: Answer) => [answer.status, { ...(answer.body as object), instance: '' }]
    for (const { route, method, url } of scoped) {
      const [there, nowhere, unnamed] = await Promise.all(
        [foreign.id, missing, ''].map((id) =>
          owner.request(method, url, { headers: { 'x-workspace-id': id } }),
        ),
      )
      expect([route, there?.status]).toEqual([route, 404])
      expect([route, there && shape(there)]).toEqual([route, nowhere && shape(nowhere)])
      expect([route, unnamed?.status]).toEqual([route, 404])
      expect([
        route,
        (await own.key.request(method, url, { headers: { 'x-workspace-id': foreign.id } })).status,
      ]).toEqual([route, 404])
    }
  })

  test('answers the same for another workspace’s record and a missing one', async () => {
    const foreign = await server.workspace()
    await foreign.send([
      { type: 'identify', userId: 'f' },
      { type: 'group', userId: 'f', groupId: 'g' },
      { type: 'track', userId: 'f', event: 'E' },
    ])
    await server.caughtUp()
    const person = (await foreign.key.get<{ items: { id: string }[] }>('/api/v1/people')).items[0]?.id ?? ''
    const account =
      (await foreign.key.get<{ items: { id: string }[] }>('/api/v1/accounts')).items[0]?.id ?? ''
    const event =
      (await foreign.key.get<{ items: { id: string }[] }>(`/api/v1/people/${person}/timeline`)).items[0]
        ?.id ?? ''
    const member =
      (await (await foreign.as('owner')).get<{ items: { id: string }[] }>('/api/v1/members')).items[0]?.id ??
      ''
    const records: Record<string, string> = {
      ':personId': person,
      ':accountId': account,
      ':eventId': event,
      ':sourceId': foreign.source.id,
      ':memberId': member,
      ':keyId': missing,
      ':invitationId': missing,
    }
    const bodies: Record<string, object> = { PATCH: { role: 'viewer' } }
    for (const route of Object.keys(routePolicy).filter((one) => one.includes(':'))) {
      const [method = '', url = ''] = route.split(' ')
      const name = /:\w+/.exec(url)?.[0] ?? ''
      const ask = bodies[method] ? { body: bodies[method] } : {}
      const there = await own.key.request(method, url.replace(name, records[name] ?? ''), ask)
      const nowhere = await own.key.request(
        method,
        url.replace(name, name === ':eventId' ? '999' : missing),
        ask,
      )
      expect([route, there.status, codeOf(there)]).toEqual([route, 404, codeOf(nowhere)])
      expect([route, (await own.key.request(method, url.replace(name, "x'%22%5C"), ask)).status]).toEqual([
        route,
        404,
      ])
    }
  })

  test('is in the OpenAPI document, and nothing else is', async () => {
    const answer = await server.request('GET', '/openapi.json')
    const document = answer.body as {
      openapi: string
      info: object
      paths: Record<
        string,
        Record<string, { responses?: object; parameters?: { name: string; in: string }[] }>
      >
    }
    expect(document.openapi).toMatch(/^3\.1\./)
    expect(document.info).toMatchObject({ title: 'Teia' })
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    )
    expect(listed.filter((route) => route.includes('/api/v1/')).toSorted()).toEqual(
      Object.keys(routePolicy).toSorted(),
    )
    for (const [path, methods] of Object.entries(document.paths))
      for (const operation of Object.values(methods)) {
        expect(operation.responses).toBeDefined()
        const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
        expect(
          (operation.parameters ?? []).filter((one) => one.in === 'path').map((one) => one.name),
        ).toEqual(named)
      }
    for (const [, reference = ''] of answer.text.matchAll(/"\$ref":"#\/([^"]+)"/g))
      expect([
        reference,
        reference
          .split('/')
          .reduce<unknown>((node, step) => (node as Record<string, unknown> | undefined)?.[step], document),
      ]).not.toEqual([reference, undefined])
  })
})

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

test('faults are problems with a stable code', async () => {
  const cases: [Answer, number, string][] = [
    [await server.request('GET', '/api/v1/nothing'), 404, 'not_found'],
    [await server.request('GET', '/nothing'), 404, 'not_found'],
    [await server.request('PUT', '/api/v1/workspace'), 404, 'not_found'],
    [await server.request('POST', '/v1/nothing', { body: {} }), 404, 'not_found'],
    [
      await server.request('POST', '/api/auth/sign-up/email', {
        body: { email: 'a@b.example', password: 'x'.repeat(20), name: 'x' },
      }),
      404,
      'not_found',
    ],
    [await own.key.request('PATCH', '/api/v1/workspace', { body: { name: '' } }), 400, 'invalid_request'],
    [
      await own.key.request('PATCH', '/api/v1/workspace', {
        body: '{',
        headers: { 'content-type': 'application/json' },
      }),
      400,
      'invalid_json',
    ],
    [
      await own.key.request('PATCH', '/api/v1/workspace', {
        body: '<a/>',
        headers: { 'content-type': 'application/xml' },
      }),
      415,
      'unsupported_media_type',
    ],
    [
      await own.key.request('PATCH', '/api/v1/workspace', { body: { name: 'x'.repeat(1_100_000) } }),
      413,
      'body_too_large',
    ],
    [
      await own.key.request('PATCH', '/api/v1/workspace', { body: { timeZone: 'Mars/Olympus' } }),
      400,
      'invalid_time_zone',
    ],
    [await own.key.request('PATCH', '/api/v1/workspace', { body: { name: 'a\0b' } }), 400, 'invalid_request'],
    [await own.key.request('GET', '/api/v1/people?search=%00'), 400, 'invalid_request'],
    [await own.key.request('GET', '/api/v1/people?limit=0'), 400, 'invalid_request'],
    [await own.key.request('GET', '/api/v1/people?cursor=garbage'), 400, 'invalid_cursor'],
    [
      await own.key.request(
        'GET',
        `/api/v1/people?cursor=${Buffer.from(`["no time","${missing}"]`).toString('base64url')}`,
      ),
      400,
      'invalid_request',
    ],
    [
      await own.key.request(
        'GET',
        `/api/v1/audit?cursor=${Buffer.from('["99999999999999999999999"]').toString('base64url')}`,
      ),
      400,
      'invalid_request',
    ],
  ]
  for (const [answer, status, code] of cases) {
    expect([answer.text.slice(0, 200), answer.status, codeOf(answer)]).toEqual([
      answer.text.slice(0, 200),
      status,
      code,
    ])
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.body).toMatchObject({
      type: `/docs/errors#${code}`,
      title: expect.any(String),
      detail: expect.any(String),
      instance: expect.any(String),
    })
  }
})

test('health is told to everybody, metrics only to the machine itself', async () => {
  expect((await server.request('GET', '/healthz')).body).toEqual({ status: 'ok' })
  expect((await server.request('GET', '/readyz')).body).toEqual({
    status: 'ready',
    stores: { clickhouse: true, postgres: true, log: true },
  })
  expect((await server.request('GET', '/metrics')).text).toContain('process_cpu')
  const outside = await server.app.inject({ url: '/metrics', remoteAddress: '203.0.113.9' })
  expect(outside.statusCode).toBe(404)
})

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

  test('may be tried again when the first call failed', async () => {
    const mine = await server.workspace()
    const owner = await mine.as('owner')
    const invite = () => post(mine.key, 'k', { email: owner.email, role: 'viewer' }, '/api/v1/invitations')
    expect(codeOf(await invite())).toBe('already_member')
    expect(codeOf(await invite())).toBe('already_member')
  })
})

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
      { role: 'analyst' },
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

test('the audit log names who changed what, with before and after, and pages through all of it', async () => {
  const mine = await server.workspace()
  const owner = await mine.as('owner')
  const viewer = await mine.as('viewer')
  const members = await owner.get<{ items: { id: string; email: string }[] }>('/api/v1/members')
  const viewerId = members.items.find((one) => one.email === viewer.email)?.id
  await owner.request('PATCH', '/api/v1/workspace', { body: { name: 'Renamed' } })
  const source = await owner.post<{ id: string }>('/api/v1/sources', { name: 'New' }, 201)
  await owner.request('PATCH', `/api/v1/sources/${source.id}`, { body: { enabled: false } })
  await owner.request('DELETE', `/api/v1/sources/${source.id}`)
  const key = await owner.post<{ id: string }>('/api/v1/keys', { name: 'K', scopes: ['people:read'] }, 201)
  await owner.request('DELETE', `/api/v1/keys/${key.id}`)
  const invitation = await owner.post<{ id: string }>(
    '/api/v1/invitations',
    { email: 'audit@test.example', role: 'viewer' },
    201,
  )
  await owner.request('DELETE', `/api/v1/invitations/${invitation.id}`)
  await owner.request('PATCH', `/api/v1/members/${viewerId}`, { body: { role: 'agent' } })
  await owner.request('DELETE', `/api/v1/members/${viewerId}`)
  type Page = {
    items: { id: string; actor: string; action: string; before: object | null; after: object | null }[]
    nextCursor: string | null
  }
  const seen: Page['items'] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page = await owner.get<Page>(`/api/v1/audit?limit=3${cursor && `&cursor=${cursor}`}`)
    seen.push(...page.items)
    cursor = page.nextCursor
  }
  expect(new Set(seen.map((one) => one.id)).size).toBe(seen.length)
  const byOwner = seen.filter((one) => one.actor === owner.email)
  expect(byOwner.map((one) => one.action)).toEqual([
    'member.remove',
    'member.change',
    'invitation.withdraw',
    'invitation.create',
    'key.revoke',
    'key.create',
    'source.remove',
    'source.change',
    'source.create',
    'workspace.change',
  ])
  expect(byOwner.find((one) => one.action === 'workspace.change')).toMatchObject({
    before: { name: 'Test' },
    after: { name: 'Renamed' },
  })
  expect(byOwner.find((one) => one.action === 'source.change')).toMatchObject({
    before: { enabled: true },
    after: { enabled: false },
  })
  expect(byOwner.find((one) => one.action === 'member.change')).toMatchObject({
    before: { role: 'viewer' },
    after: { role: 'agent' },
  })
})

test('sign-ins and calls are limited, with 429', async () => {
  await using tight = await openTestServer({ limits: { apiCallsPerMinute: 5, signInsPerMinute: 3 } })
  const statuses: number[] = []
  for (let n = 0; n < 5; n += 1)
    statuses.push(
      (
        await tight.app.inject({
          method: 'POST',
          url: '/api/auth/sign-in/email',
          remoteAddress: '203.0.113.50',
          payload: { email: 'nobody@test.example', password: 'wrong password' },
        })
      ).statusCode,
    )
  expect(statuses).toEqual([401, 401, 401, 429, 429])
  for (let n = 0; n < 5; n += 1) await tight.request('GET', '/api/v1/setup')
  const limited = await tight.request('GET', '/api/v1/setup')
  expect([limited.status, codeOf(limited)]).toEqual([429, 'rate_limited'])
  expect(limited.headers['retry-after']).toBeDefined()
})

test('collection over its limit is answered with 429 and when to come back', async () => {
  await using tight = await openTestServer({ collectLimit: 1 })
  const mine = await tight.workspace()
  const answers = await Promise.all(
    Array.from({ length: 3 }, () => mine.send([{ type: 'track', userId: 'u', event: 'E' }])),
  )
  expect(answers.map((one) => one.status)).toEqual([200, 429, 429])
  expect(answers[1]?.headers).toMatchObject({ 'retry-after': '1', 'x-ratelimit-reset': '1' })
})

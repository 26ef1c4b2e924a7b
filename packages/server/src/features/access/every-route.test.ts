import { roles, type Scope, scopes } from '@teia/contracts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { upload } from '../../../test/import-files.ts'
import { type JsonSchema, sampleOf } from '../../../test/sample-of.ts'
import {
  type Answer,
  type Caller,
  openTestServer,
  type TestServer,
  type TestWorkspace,
} from '../../../test/test-server.ts'
import { rolePolicy, routePolicy } from '../../platform/policy.ts'

// Several servers, hashed passwords and whole engines: a busy machine needs its time.
vi.setConfig({ testTimeout: 120_000 })

let server: TestServer
let own: TestWorkspace
beforeAll(async () => {
  server = await openTestServer()
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

  test('answers for another workspace’s record as for a missing one, and leaves it alone', {
    timeout: 90_000,
  }, async () => {
    const foreign = await server.workspace()
    const records = await recordsOf(foreign)
    const untouched = await contentsOf(foreign)
    const { paths } = (await server.request('GET', '/openapi.json')).body as OpenApi
    const shape = (answer: Answer) => ({ ...(answer.body as object), instance: '' })
    const owner = await own.as('owner')
    for (const { route, method, path, operation } of operationsOf(paths)) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
      if (names.length === 0 || madeByName.has(route)) continue
      const at = (value: (name: string) => string) =>
        path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(value(name)))
      const schema = operation.requestBody?.content['application/json']?.schema
      const ask = schema ? { body: sampleOf(schema) } : {}
      const known = at((name) => records[name] ?? expect.fail(`${route}: no record of ${name}`))
      const unknown = at((name) => (name === 'eventId' ? '999' : missing))
      for (const caller of [own.key, owner]) {
        const [there, nowhere] = [
          await caller.request(method, known, ask),
          await caller.request(method, unknown, ask),
        ]
        expect([route, there.status, shape(there)]).toEqual([route, 404, shape(nowhere)])
        const hostile = await caller.request(
          method,
          at(() => `x'"\\%00`),
          ask,
        )
        expect([route, hostile.status]).toEqual([route, 404])
      }
    }
    expect(await contentsOf(foreign)).toEqual(untouched)
    // The records are really there: their own workspace finds every one of them.
    for (const { route, method, path } of operationsOf(paths)) {
      if (method !== 'GET' || !path.includes('{') || path.endsWith('/live') || path.includes('{askedId}'))
        continue
      const known = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => records[name] ?? '')
      expect([route, (await foreign.key.request(method, known)).status]).toEqual([route, 200])
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

type Operation = { requestBody?: { content: Record<string, { schema?: JsonSchema }> } }
type OpenApi = { paths: Record<string, Record<string, Operation>> }
const operationsOf = (paths: OpenApi['paths']) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const verb = method.toUpperCase()
      return { route: `${verb} ${path}`, method: verb, path, operation }
    }),
  )

/** These make what they name, so there is no missing record. */
const madeByName: ReadonlySet<string> = new Set(['PUT /api/v1/import-mappings/{mappingName}'])

/** One record of every kind that a route names, by the name of the route's parameter. */
async function recordsOf(workspace: TestWorkspace): Promise<Record<string, string>> {
  await workspace.send([
    { type: 'identify', userId: 'f' },
    { type: 'group', userId: 'f', groupId: 'g' },
    { type: 'track', userId: 'f', event: 'E' },
  ])
  await server.caughtUp()
  const first = async (path: string) =>
    (await workspace.key.get<{ items: { id: string }[] }>(`/api/v1/${path}`)).items[0]?.id ?? ''
  await workspace.as('owner')
  const invited = { email: `${crypto.randomUUID()}@test.example`, role: 'viewer' }
  await workspace.key.post('/api/v1/invitations', invited, 201)
  const hook = await workspace.key.post<{ id: string }>(
    '/api/v1/sources',
    { name: 'H', kind: 'generic' },
    201,
  )
  const secret = await workspace.key.post<{ id: string }>(
    `/api/v1/sources/${hook.id}/webhook/secrets`,
    {},
    201,
  )
  const personId = await first('people')
  return {
    personId,
    accountId: await first('accounts'),
    eventId: await first(`people/${personId}/timeline`),
    sourceId: hook.id,
    secretId: secret.id,
    memberId: await first('members'),
    keyId: await first('keys'),
    invitationId: await first('invitations'),
    importId: await upload(workspace, [['visits.csv', 'user_id,event,time\nf,E,2026-01-01\n']]),
    mappingName: await savedMapping(workspace),
    viewId: (
      await workspace.key.post<{ id: string }>(
        '/api/v1/views',
        { list: 'people', name: 'V', search: {} },
        201,
      )
    ).id,
    touchpointId: (
      await workspace.key.post<{ id: string }>('/api/v1/touchpoints', { name: 'Kiosk', matcher: {} }, 201)
    ).id,
    segmentId: (
      await workspace.key.post<{ id: string }>('/api/v1/segments', { name: 'S', kind: 'list' }, 201)
    ).id,
    ...(await madeMap(workspace)),
    traitId: await madeTrait(workspace),
    noteId: (await workspace.key.post<{ id: string }>(`/api/v1/people/${personId}/notes`, { text: 'N' }, 201))
      .id,
    erasureId: await madeErasure(workspace),
    // No question is at work for longer than it is asked; those that are have a test of their own.
    askedId: missing,
  }
}

/** Of somebody who is nobody else's record. */
async function madeErasure(workspace: TestWorkspace): Promise<string> {
  await workspace.send([{ type: 'identify', userId: 'erased' }])
  await server.caughtUp()
  const { items } = await workspace.key.get<{ items: { id: string }[] }>('/api/v1/people?search=erased')
  const { id } = await workspace.key.post<{ id: string }>(`/api/v1/people/${items[0]?.id}/erase`, {}, 202)
  const state = async () =>
    (await workspace.key.get<{ state: string }>(`/api/v1/privacy/erasures/${id}`)).state
  await expect.poll(state, { timeout: 30_000 }).toBe('done')
  return id
}

async function madeMap(workspace: TestWorkspace) {
  const document = { name: 'M', asIs: { stages: [] } }
  const { id } = await workspace.key.post<{ id: string }>('/api/v1/maps', { document }, 201)
  const said = await workspace.key.post<{ id: string }>(`/api/v1/maps/${id}/comments`, { text: 'C' }, 201)
  const image = await workspace.key.request('POST', `/api/v1/maps/${id}/images`, {
    headers: { 'content-type': 'image/png' },
    body: Buffer.from('89504e470d0a1a0a', 'hex'),
  })
  return { mapId: id, commentId: said.id, imageId: (image.body as { id: string }).id, revision: '1' }
}

async function madeTrait(workspace: TestWorkspace): Promise<string> {
  const made = { name: 'visits', function: 'count', property: null, filter: null, windowDays: null }
  return (await workspace.key.post<{ id: string }>('/api/v1/computed-traits', made, 201)).id
}

async function savedMapping(workspace: TestWorkspace): Promise<string> {
  const url = '/api/v1/import-mappings/weekly'
  const answer = await workspace.key.request('PUT', url, {
    body: { version: 1, files: [{ file: 'a.csv', emits: [{ emit: 'message' }] }] },
  })
  return (answer.body as { name: string }).name
}

/** What a stranger must not be able to change. */
async function contentsOf(workspace: TestWorkspace) {
  const paths = [
    'workspace',
    'members',
    'keys',
    'invitations',
    'sources',
    'people',
    'accounts',
    'imports',
    'import-mappings',
    'touchpoints',
  ]
  const contents = await Promise.all(paths.map((path) => workspace.key.get(`/api/v1/${path}`)))
  return JSON.parse(
    JSON.stringify(contents, (name, value) => (/^last(Used|Seen|Event)At$/.test(name) ? undefined : value)),
  )
}

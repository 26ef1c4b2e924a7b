import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer } from '../../../test/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

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

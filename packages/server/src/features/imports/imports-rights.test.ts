import type { Member } from '@teia/contracts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ended, upload } from '../../../test/import-files.ts'
import {
  type Caller,
  openTestServer,
  type TestServer,
  type TestWorkspace,
} from '../../../test/test-server.ts'

vi.setConfig({ testTimeout: 60_000 })

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

const lineOf = (line: object) => JSON.stringify(line)
const kiosk = lineOf({ type: 'teia.touchpoint', name: 'Kiosk', matcher: { events: ['Looked'] } })
const note = lineOf({
  ...{ type: 'teia.note', id: 'b3c8d7f0-0000-4000-8000-000000000001', kind: 'note', text: 'Call first.' },
  about: { kind: 'userId', value: 'u1-' },
  ...{ dueAt: null, assignee: null, doneAt: null, doneBy: null, writtenBy: null, changedAt: null },
  writtenAt: '2026-03-01T10:00:00.000Z',
})
/** Enough before them that the import still runs when the next call has been answered. */
const events = Array.from({ length: 10_000 }, (_, n) =>
  lineOf({ type: 'track', event: 'Looked', userId: `u${n % 50}-`, messageId: `m${n}` }),
)
const file = [...events, kiosk, note].join('\n')

/** Starts an import as somebody, does something while it runs, and answers its end with the reasons of its rejected rows. */
async function importWhile(own: TestWorkspace, who: Caller, meanwhile: () => Promise<void>) {
  const as = { ...own, key: who }
  const id = await upload(as, [['export.ndjson', file]], { start: true })
  await meanwhile()
  expect(await own.key.get(`/api/v1/imports/${id}`)).toMatchObject({ state: 'running' })
  const done = await ended(own, id)
  const rejects = done.rejectsUrl === null ? '' : (await own.key.request('GET', done.rejectsUrl)).text.trim()
  const codes = rejects
    .split('\r\n')
    .slice(1)
    .map((row) => row.replace(/^[^,]*,(\d+),.*,(\w*)$/, '$1 $2'))
  return { done, codes }
}

async function memberOf(own: TestWorkspace, email: string): Promise<string> {
  const { items } = await own.key.get<{ items: Member[] }>('/api/v1/members')
  return `/api/v1/members/${items.find((one) => one.email === email)?.id}`
}

test('what somebody may do by their role of now comes in; what they lost the right to while it ran does not', async () => {
  const own = await server.workspace()
  const admin = await own.as('admin')
  const url = await memberOf(own, admin.email)
  const { done, codes } = await importWhile(own, admin, async () => {
    expect((await own.key.request('PATCH', url, { body: { role: 'agent' } })).status).toBe(200)
  })
  expect(done).toMatchObject({ state: 'done', rows: 10_002, accepted: 10_001, rejected: 1 })
  expect(codes).toEqual(['10001 import_right_lost'])
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/people?search=u1-')
  expect((await own.key.request('GET', `/api/v1/people/${items[0]?.id}/notes`)).text).toContain('Call first.')
})

test('nothing beside events comes in for a member who has left, nor for a key that was revoked', async () => {
  const own = await server.workspace()
  const admin = await own.as('admin')
  const url = await memberOf(own, admin.email)
  const left = await importWhile(own, admin, async () => {
    expect((await own.key.request('DELETE', url)).status).toBe(204)
  })
  expect(left.codes).toEqual(['10001 import_right_lost', '10002 import_right_lost'])

  const other = await server.workspace()
  const scopes = ['sources:write', 'people:read', 'people:write']
  const made = await other.key.post<{ id: string; key: string }>(
    '/api/v1/keys',
    { name: 'Short', scopes },
    201,
  )
  const key = server.caller({ authorization: `Bearer ${made.key}` })
  const revoked = await importWhile(other, key, async () => {
    expect((await other.key.request('DELETE', `/api/v1/keys/${made.id}`)).status).toBe(204)
  })
  expect(revoked.codes).toEqual(['10001 import_right_missing', '10002 import_right_lost'])
})

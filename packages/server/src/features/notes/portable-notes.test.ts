import type { Note } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importAll } from '../../../test/import-files.ts'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

/** A workspace with one customer. */
async function withCustomer(): Promise<TestWorkspace> {
  const own = await server.workspace()
  await own.send([{ type: 'identify', userId: 'ana', traits: { name: 'Ana' } }])
  await server.caughtUp()
  return own
}
async function notesOf(own: TestWorkspace): Promise<Note[]> {
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/people')
  return (await own.key.get<NoteList>(`/api/v1/people/${items[0]?.id}/notes`)).items
}
type NoteList = { items: Note[] }

const lineBy = (writtenBy: string | null, more: object = {}) => ({
  type: 'teia.note',
  id: 'b3c8d7f0-0000-4000-8000-000000000001',
  about: { kind: 'userId', value: 'ana' },
  kind: 'note',
  text: 'Is always late.',
  dueAt: null,
  assignee: null,
  doneAt: null,
  doneBy: null,
  writtenBy,
  writtenAt: '2026-03-01T10:00:00.000Z',
  changedAt: null,
  ...more,
})
const bring = (own: TestWorkspace, key: TestWorkspace['key'], ...lines: object[]) =>
  importAll({ ...own, key }, [['notes.ndjson', lines.map((line) => JSON.stringify(line)).join('\n')]])
const exportedNote = async (own: TestWorkspace) =>
  (await own.key.request('GET', '/api/v1/export')).text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string })
    .find((line) => line.type === 'teia.note')

test('a note is by the member whom a file names when an owner or an admin brings it in', async () => {
  const own = await withCustomer()
  const { email } = await own.as('agent')
  expect(await bring(own, await own.as('admin'), lineBy(email))).toMatchObject({ accepted: 1 })
  expect(await notesOf(own)).toEqual([expect.objectContaining({ writtenBy: email, broughtIn: null })])
})

test('whoever may import but not manage members writes in no other name: the note says who brought it in', async () => {
  const own = await withCustomer()
  const { email } = await own.as('agent')
  const key = await own.keyWith(['sources:write', 'people:read', 'people:write'])
  const task = { kind: 'task', doneAt: '2026-03-02T10:00:00.000Z', doneBy: email }
  expect(await bring(own, key, lineBy(email, task))).toMatchObject({ accepted: 1 })
  expect(await notesOf(own)).toEqual([
    expect.objectContaining({ writtenBy: 'key: Some', broughtIn: { writtenBy: email }, doneBy: 'import' }),
  ])
})

test('nobody of the workspace is made up as an author, and a later import by an owner makes none of a claim', async () => {
  const [own, other] = [await withCustomer(), await withCustomer()]
  const admin = await own.as('admin')
  await bring(own, admin, lineBy('stranger@else.example'))
  const claim = { writtenBy: admin.email, broughtIn: { writtenBy: 'stranger@else.example' } }
  expect(await notesOf(own)).toEqual([expect.objectContaining(claim)])
  const line = await exportedNote(own)
  expect(line).toMatchObject({ writtenBy: 'stranger@else.example', broughtInBy: admin.email })

  const owner = await other.as('owner')
  await bring(other, owner, { ...line, writtenBy: owner.email })
  expect(await notesOf(other)).toEqual([
    expect.objectContaining({ writtenBy: owner.email, broughtIn: { writtenBy: owner.email } }),
  ])
})

test('a note that a file changes keeps its author, and says that it was changed', async () => {
  const own = await withCustomer()
  const admin = await own.as('admin')
  await bring(own, admin, lineBy(admin.email))
  const key = await own.keyWith(['sources:write', 'people:read', 'people:write'])
  const later = '2026-04-01T10:00:00.000Z'
  await bring(own, key, lineBy(null, { text: 'Is never late.', writtenAt: later }))
  expect(await notesOf(own)).toEqual([
    expect.objectContaining({ text: 'Is never late.', writtenBy: admin.email, changedAt: later }),
  ])
})

test('a view of somebody else comes in under the name of whoever brings it in, or not at all', async () => {
  const own = await withCustomer()
  const agent = await own.as('agent')
  const key = await own.keyWith(['sources:write', 'workspace:read'])
  const view = { type: 'teia.view', list: 'people', search: {}, owner: agent.email }
  const at = { updatedAt: '2026-03-01T10:00:00.000Z' }
  const done = await bring(
    own,
    key,
    { ...view, id: 'b3c8d7f0-0000-4000-8000-000000000002', name: 'Shared', isShared: true, ...at },
    { ...view, id: 'b3c8d7f0-0000-4000-8000-000000000003', name: 'Own', isShared: false, ...at },
  )
  expect(done).toMatchObject({ accepted: 1, rejected: 1 })
  const { items } = await agent.get<{ items: object[] }>('/api/v1/views')
  expect(items).toEqual([expect.objectContaining({ name: 'Shared', owner: 'key: Some', isYours: false })])
})

test('a note about an account goes out by the group id of that account, and comes in where there is one', async () => {
  const [own, other, bare] = [await withCustomer(), await withCustomer(), await withCustomer()]
  for (const one of [own, other])
    await one.send([{ type: 'group', userId: 'ana', groupId: 'acme', traits: { name: 'Acme' } }])
  await server.caughtUp()
  const accountOf = async (one: TestWorkspace) =>
    (await one.key.get<{ items: { id: string }[] }>('/api/v1/accounts')).items[0]?.id
  const url = `/api/v1/accounts/${await accountOf(own)}/notes`
  await own.key.post(url, { kind: 'task', text: 'Send the offer' }, 201)
  const line = (await exportedNote(own)) ?? {}
  expect(line).toMatchObject({ about: { kind: 'groupId', value: 'acme' }, text: 'Send the offer' })
  expect(await bring(other, other.key, line)).toMatchObject({ accepted: 1 })
  expect(await other.key.get<NoteList>(`/api/v1/accounts/${await accountOf(other)}/notes`)).toMatchObject({
    items: [{ text: 'Send the offer', kind: 'task' }],
  })
  expect(await bring(bare, bare.key, line)).toMatchObject({ accepted: 0, rejected: 1 })
})

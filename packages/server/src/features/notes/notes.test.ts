import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

type Note = { id: string; text: string; kind: string; doneAt: string | null; personName?: string }
type Notes = { items: Note[]; nextCursor?: string | null }

async function personOf(own: TestWorkspace, userId: string): Promise<string> {
  await server.caughtUp()
  const { items } = await own.key.get<{ items: { id: string }[] }>(`/api/v1/people?search=${userId}`)
  return items[0]?.id ?? ''
}
const notesOf = async (own: TestWorkspace, id: string) =>
  (await own.key.get<Notes>(`/api/v1/people/${id}/notes`)).items.map((one) => one.text)

test('a note stays beside its person when that person is joined into another', async () => {
  const own = await server.workspace()
  await own.send([{ type: 'track', event: 'Looked', anonymousId: 'd1' }])
  const visitor = await server
    .caughtUp()
    .then(() => own.key.get<{ items: { id: string }[] }>('/api/v1/people'))
  const before = visitor.items[0]?.id ?? ''
  await own.key.post(`/api/v1/people/${before}/notes`, { text: 'asked for the blue one' }, 201)
  await own.send([{ type: 'identify', userId: 'ana', anonymousId: 'd1' }])
  const ana = await personOf(own, 'ana')
  expect(ana).not.toBe(before)
  expect([await notesOf(own, ana), await notesOf(own, before)]).toEqual([
    ['asked for the blue one'],
    ['asked for the blue one'],
  ])
})

test('tasks come by urgency, to whom they are given, a page at a time, until they are done', async () => {
  const own = await server.workspace()
  await own.send([{ type: 'identify', userId: 'ana', traits: { name: 'Ana' } }])
  const ana = await personOf(own, 'ana')
  const agent = await own.as('agent')
  const { items: members } = await own.key.get<{ items: { userId: string; email: string }[] }>(
    '/api/v1/members',
  )
  const assigneeId = members.find((one) => one.email === agent.email)?.userId
  const tasks = [
    ['whenever', null],
    ['second', '2026-12-02T10:00:00Z'],
    ['first', '2026-12-01T10:00:00Z'],
  ] as const
  for (const [text, dueAt] of tasks)
    await own.key.post(`/api/v1/people/${ana}/notes`, { kind: 'task', text, dueAt, assigneeId }, 201)
  await own.key.post(`/api/v1/people/${ana}/notes`, { kind: 'task', text: 'of nobody' }, 201)
  const seen: Note[] = []
  for (let cursor = ''; ; ) {
    const page = await agent.get<Notes>(`/api/v1/tasks?limit=2${cursor && `&cursor=${cursor}`}`)
    seen.push(...page.items)
    if (!page.nextCursor) break
    cursor = page.nextCursor
  }
  expect(seen.map((one) => [one.text, one.personName])).toEqual([
    ['first', 'Ana'],
    ['second', 'Ana'],
    ['whenever', 'Ana'],
  ])
  const done = await agent.request('PATCH', `/api/v1/notes/${seen[0]?.id}`, { body: { isDone: true } })
  expect(done.body).toMatchObject({ text: 'first', doneBy: agent.email })
  expect((await agent.get<Notes>('/api/v1/tasks')).items.map((one) => one.text)).toEqual([
    'second',
    'whenever',
  ])
  expect((await agent.get<Notes>('/api/v1/tasks?state=done')).items.map((one) => one.text)).toEqual(['first'])
  expect((await own.key.get<Notes>('/api/v1/tasks?assignee=anyone')).items).toHaveLength(3)
  expect(await notesOf(own, ana)).toEqual(
    ['second', 'whenever', 'of nobody', 'first'].toSorted((x, y) => order(x) - order(y)),
  )
})

test('tasks are found by whom they are given to, by words and by the person, and counted as overdue or not', async () => {
  const own = await server.workspace()
  await own.send([
    { type: 'identify', userId: 'ana', traits: { name: 'Ana Lima' } },
    { type: 'group', userId: 'ana', groupId: 'acme', traits: { name: 'Acme' } },
    { type: 'identify', userId: 'rui', traits: { name: 'Rui' } },
  ])
  const [ana, rui] = [await personOf(own, 'ana'), await personOf(own, 'rui')]
  const agent = await own.as('agent')
  const members = await own.key.get<{ items: { userId: string; email: string }[] }>('/api/v1/members')
  const assigneeId = members.items.find((one) => one.email === agent.email)?.userId ?? ''
  const write = (person: string, text: string, more: object) =>
    own.key.post<Note>(`/api/v1/people/${person}/notes`, { kind: 'task', text, ...more }, 201)
  await write(ana, 'call 100% back', { assigneeId, dueAt: '2020-01-01T00:00:00Z' })
  await write(rui, 'send a parcel', { assigneeId })
  const [early, late] = [await write(rui, 'of nobody', {}), await write(ana, 'of nobody either', {})]
  const found = async (query: string) =>
    (await own.key.get<Notes>(`/api/v1/tasks?${query}`)).items.map((one) => one.text)
  expect(await found(`assignee=${assigneeId}`)).toEqual(['call 100% back', 'send a parcel'])
  expect((await found('assignee=nobody')).toSorted()).toEqual(['of nobody', 'of nobody either'])
  expect(await found('assignee=mine')).toEqual([])
  expect((await found('assignee=anyone&search=lima')).toSorted()).toEqual([
    'call 100% back',
    'of nobody either',
  ])
  expect(await found('assignee=anyone&search=0%25')).toEqual(['call 100% back'])
  const [first] = (await agent.get<{ items: { accounts: { name: string }[] }[] }>('/api/v1/tasks')).items
  expect(first?.accounts.map((one) => one.name)).toEqual(['Acme'])
  expect(await agent.get('/api/v1/tasks/counts')).toEqual({
    mine: { open: 2, overdue: 1 },
    team: { open: 4, overdue: 1 },
  })
  for (const { id } of [early, late])
    await agent.request('PATCH', `/api/v1/notes/${id}`, { body: { isDone: true } })
  expect(await found('assignee=anyone&state=done')).toEqual(['of nobody either', 'of nobody'])
  expect(await agent.get('/api/v1/tasks/counts')).toMatchObject({ team: { open: 2 } })
})
const order = (text: string) => ['second', 'of nobody', 'whenever', 'first'].indexOf(text)

test('a note is no task, nobody outside of the workspace is given one, and no other workspace sees it', async () => {
  const [own, other] = [await server.workspace(), await server.workspace()]
  await own.send([{ type: 'identify', userId: 'ana' }])
  const ana = await personOf(own, 'ana')
  const url = `/api/v1/people/${ana}/notes`
  await own.key.post(url, { text: 'x', dueAt: '2026-12-01T10:00:00Z' }, 400)
  await own.key.post(url, { text: ' ' }, 400)
  await own.key.post(url, { kind: 'task', text: 'x', assigneeId: 'somebody' }, 404)
  const note = await own.key.post<Note>(url, { text: 'x' }, 201)
  const changed = await own.key.request('PATCH', `/api/v1/notes/${note.id}`, { body: { isDone: true } })
  expect(changed.status).toBe(400)
  for (const method of ['PATCH', 'DELETE'])
    expect((await other.key.request(method, `/api/v1/notes/${note.id}`, { body: {} })).status).toBe(404)
  expect((await (await own.as('viewer')).request('GET', url)).status).toBe(403)
  expect((await own.key.request('DELETE', `/api/v1/notes/${note.id}`)).status).toBe(204)
  expect(await notesOf(own, ana)).toEqual([])
})

test('an account has notes and tasks as a person has: listed, done, found by its name, and only here', async () => {
  const [own, other] = [await server.workspace(), await server.workspace()]
  for (const one of [own, other])
    await one.send([{ type: 'group', userId: 'ana', groupId: 'acme', traits: { name: 'Acme' } }])
  await server.caughtUp()
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/accounts')
  const account = items[0]?.id ?? ''
  const url = `/api/v1/accounts/${account}/notes`
  await own.key.post(url, { text: 'Renews in May' }, 201)
  const task = await own.key.post<Note>(url, { kind: 'task', text: 'Send the offer' }, 201)
  expect(task).toMatchObject({ personId: null, accountId: account })
  const beside = async () => (await own.key.get<Notes>(url)).items.map((one) => one.text)
  expect(await beside()).toEqual(['Send the offer', 'Renews in May'])
  expect(await notesOf(own, await personOf(own, 'ana'))).toEqual([])

  const found = async (query: string) =>
    (await own.key.get<Notes>(`/api/v1/tasks?assignee=anyone&${query}`)).items
  expect(await found('search=acm')).toMatchObject([
    { text: 'Send the offer', personName: '', accountId: account, accounts: [{ id: account, name: 'Acme' }] },
  ])
  expect(await own.key.get('/api/v1/tasks/counts')).toMatchObject({ team: { open: 1 } })
  const done = await own.key.request('PATCH', `/api/v1/notes/${task.id}`, { body: { isDone: true } })
  expect(done.status).toBe(200)
  expect(await beside()).toEqual(['Send the offer', 'Renews in May'])
  expect(await found('state=done')).toHaveLength(1)

  expect((await other.key.request('GET', url)).status).toBe(404)
  expect((await other.key.request('POST', url, { body: { text: 'x' } })).status).toBe(404)
  const { items: written } = await own.key.get<{ items: { action: string; subject: string }[] }>(
    '/api/v1/audit',
  )
  expect(written.filter((one) => one.subject === account).map((one) => one.action)).toEqual([
    'task.change',
    'task.write',
    'note.write',
  ])
  expect((await own.key.request('DELETE', `/api/v1/notes/${task.id}`)).status).toBe(204)
  expect(await beside()).toEqual(['Renews in May'])
})

import type { Import, PortableLine } from '@teia/contracts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { importAll } from '../../../test/import-files.ts'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'
import { ensureMember } from '../access/index.ts'

vi.setConfig({ testTimeout: 120_000 })

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

const at = (second: number) => new Date(Date.parse('2026-03-01T10:00:00Z') + second * 1000).toISOString()
const shared = ['u1', 'u2', 'u3', 'u4']
const events = fc
  .array(fc.tuple(fc.constantFrom(...shared), fc.constantFrom('d1', 'd2', 'd3'), fc.boolean()), {
    minLength: 6,
    maxLength: 20,
  })
  .map((visits) => [
    ...shared.map((userId, n) => ({
      type: 'identify',
      userId,
      traits: { name: `Person ${n}`, email: `p${n % 3}@shop.example` },
      messageId: `i${n}`,
      timestamp: at(n),
    })),
    ...visits.map(([userId, anonymousId, isKnown], n) => ({
      type: 'track',
      event: 'Looked',
      ...(isKnown && { userId }),
      anonymousId,
      messageId: `m${n}`,
      timestamp: at(100 + n * 7),
    })),
  ])
const decision = fc.record({
  what: fc.constantFrom('same', 'different', 'undecided', 'unmerge'),
  one: fc.nat(5),
  other: fc.nat(5),
})

/** Of four people who are known at first, at least two are left whatever two decisions join. */
const last = { what: 'different', one: 0, other: 1 }

type People = { items: { id: string; name: string }[] }
const peopleOf = async (own: TestWorkspace) =>
  (await own.key.get<People>('/api/v1/people?limit=200')).items.toSorted((x, y) =>
    `${x.name} ${x.id}` < `${y.name} ${y.id}` ? -1 : 1,
  )

async function decide(
  own: TestWorkspace,
  { what, one, other }: { what: string; one: number; other: number },
) {
  const people = await peopleOf(own)
  const [a, b] = [people[one % people.length]?.id ?? '', people[other % people.length]?.id ?? '']
  const answer =
    what === 'unmerge'
      ? await own.key.request('POST', `/api/v1/people/${a}/unmerge`, { body: { identifiers: [] } })
      : await own.key.request('POST', '/api/v1/identity/decisions', {
          body: { people: [a, b], decision: what },
        })
  // Two that are one already, or one that is only one, cannot be decided of.
  if (answer.status !== 200)
    expect([answer.status, answer.text]).toEqual([answer.status === 409 ? 409 : 400, answer.text])
}

/** Who belongs together, without ids. */
async function partitionOf(own: TestWorkspace) {
  const groups = await Promise.all(
    (await peopleOf(own)).map(async ({ id }) => {
      type Person = { identifiers: { kind: string; value: string }[] }
      const { identifiers } = await own.key.get<Person>(`/api/v1/people/${id}`)
      return identifiers.map((one) => `${one.kind} ${one.value}`).toSorted()
    }),
  )
  return groups.map((group) => group.join(', ')).toSorted()
}

async function settled(own: TestWorkspace) {
  await server.caughtUp()
  await vi.waitUntil(
    async () => {
      const { work } = await own.key.get<{ work: { state: string } }>('/api/v1/identity/rules')
      return work.state !== 'running'
    },
    { timeout: 60_000, interval: 50 },
  )
}
async function exported(own: TestWorkspace): Promise<string> {
  await settled(own)
  return (await own.key.request('GET', '/api/v1/export')).text
}
const linesOf = (file: string) =>
  file
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PortableLine)
const typesOf = (file: string) => new Set(linesOf(file).map((line) => line.type))

/** Two workspaces with the same two members of staff. */
async function pairOfWorkspaces() {
  const [first, second] = [await server.workspace(), await server.workspace()]
  for (const role of ['editor', 'agent'] as const) {
    const { email } = await first.as(role)
    await ensureMember(server.deps, {
      workspaceId: second.id,
      name: `The ${role}`,
      email,
      password: 'correct horse battery',
      role,
    })
  }
  return [first, second] as const
}

/** A bit of everything that people keep in a workspace. */
async function fill(own: TestWorkspace) {
  const { key } = own
  const editor = await own.as('editor')
  const agent = await own.as('agent')
  const {
    version,
    changedAt: _at,
    changedBy: _by,
    work: _work,
    reading: _reading,
    ...rules
  } = await key.get('/api/v1/identity/rules')
  await key.request('PUT', '/api/v1/identity/rules', {
    body: { ...rules, version, defaultCountry: 'BR', blocked: ['nobody'] },
  })
  await editor.post(
    '/api/v1/touchpoints',
    {
      name: 'Kiosk',
      team: 'Stores',
      systems: ['POS'],
      matcher: { events: ['Looked'], where: { property: 'place', value: 'kiosk' } },
    },
    201,
  )
  const [person] = await peopleOf(own)
  const { items: members } = await key.get<{ items: { userId: string; email: string }[] }>('/api/v1/members')
  const assigneeId = members.find((one) => one.email === agent.email)?.userId
  const notes = `/api/v1/people/${person?.id}/notes`
  await editor.post(notes, { text: 'Asked for “the blue one”.' }, 201)
  const task = await agent.post<{ id: string }>(
    notes,
    { kind: 'task', text: 'Call back', dueAt: '2026-12-01T10:00:00Z', assigneeId },
    201,
  )
  await agent.request('PATCH', `/api/v1/notes/${task.id}`, { body: { isDone: true } })
  await editor.post(
    '/api/v1/views',
    { list: 'people', name: 'Rome', search: { city: 'Rome' }, isShared: true },
    201,
  )
  await key.post('/api/v1/views', { list: 'accounts', name: 'Mine', search: {} }, 201)
  await key.post(
    '/api/v1/computed-traits',
    { name: 'visits', function: 'count', property: null, filter: { event: 'Looked' }, windowDays: null },
    201,
  )
  await key.request('PUT', `/api/v1/sources/${own.source.id}/plan/events`, {
    body: { event: 'Looked', schema: { type: 'object', properties: { place: { type: 'string' } } } },
  })
  await drawMap(own, assigneeId)
}

/** A map with an image, and a comment that somebody answered. */
async function drawMap(own: TestWorkspace, mentioned: string | undefined) {
  const editor = await own.as('editor')
  const steps = [{ id: 'looks', name: 'Looks', matcher: { event: 'Looked' } }]
  const document = { name: 'Looking', asIs: { stages: [{ id: 'all', name: 'All', steps }] } }
  const { id } = await own.key.post<{ id: string }>('/api/v1/maps', { document }, 201)
  await editor.request('POST', `/api/v1/maps/${id}/images`, {
    headers: { 'content-type': 'image/png' },
    body: Buffer.from('89504e470d0a1a0a00', 'hex'),
  })
  const comments = `/api/v1/maps/${id}/comments`
  const said = await editor.post<{ id: string }>(
    comments,
    { text: 'Why?', part: 'looks', mentions: [mentioned] },
    201,
  )
  await own.key.post(comments, { text: 'Because.', answers: said.id }, 201)
}

test('an export of everything makes another workspace the same: people, decisions, and all that staff wrote down', async () => {
  await fc.assert(
    fc.asyncProperty(events, fc.array(decision, { maxLength: 2 }), async (sent, decisions) => {
      const [first, second] = await pairOfWorkspaces()
      await first.send(sent)
      await server.caughtUp()
      for (const one of [...decisions, last]) await decide(first, one)
      await fill(first)
      const file = await exported(first)
      expect([...typesOf(file)]).toEqual(
        expect.arrayContaining(['teia.identity-separation', 'teia.note', 'teia.view']),
      )
      const done = await importAll(second, [['export.ndjson', file]])
      // Touchpoints that every workspace begins with are there already.
      expect([done.state, done.problem, done.rejected, done.accepted + done.duplicates]).toEqual([
        'done',
        null,
        0,
        file.trim().split('\n').length,
      ])
      expect(await exported(second)).toBe(file)
      expect(await partitionOf(second)).toEqual(await partitionOf(first))
      const own = await importAll(first, [['export.ndjson', file]])
      expect([own.state, own.accepted, own.rejected, own.duplicates]).toEqual(['done', 0, 0, done.rows])
      expect(await exported(first)).toBe(file)
    }),
    { numRuns: 3, endOnFailure: true },
  )
})

test('an export names staff by e-mail, holds no key and nothing of a span but its events', async () => {
  const [own] = await pairOfWorkspaces()
  await own.send([{ type: 'identify', userId: 'u1', traits: { name: 'Ana' }, timestamp: at(0) }])
  await server.caughtUp()
  await fill(own)
  const file = await exported(own)
  expect([...typesOf(file)].toSorted()).toEqual([
    'identify',
    'teia.computed-trait',
    'teia.identity-rules',
    'teia.map',
    'teia.map-comment',
    'teia.map-image',
    'teia.note',
    'teia.touchpoint',
    'teia.tracking-plan',
    'teia.view',
  ])
  expect(file).toContain((await own.as('agent')).email)
  expect(file).not.toContain(own.writeKey)
  expect(file).not.toContain(own.key.headers.authorization?.replace('Bearer ', ''))
  const span = await own.key.request('GET', `/api/v1/export?from=${at(-10)}`)
  expect([...typesOf(span.text)]).toEqual(['identify'])
  const some = await own.keyWith(['people:read'])
  const seen = await some.request('GET', '/api/v1/export')
  expect([...typesOf(seen.text)].toSorted()).toEqual([
    'identify',
    'teia.computed-trait',
    'teia.identity-rules',
    'teia.note',
  ])
})

const rejectsOf = async (own: TestWorkspace, done: Import) =>
  done.rejectsUrl === null ? '' : (await own.key.request('GET', done.rejectsUrl)).text

test('where nobody is known, nobody has anything to do and nobody vouches for what was written; what cannot be kept is told with line and reason', async () => {
  const [first] = await pairOfWorkspaces()
  const other = await server.workspace()
  await first.send([{ type: 'identify', userId: 'u1', traits: { name: 'Ana' }, timestamp: at(0) }])
  await server.caughtUp()
  await fill(first)
  const agent = await first.as('agent')
  await agent.post('/api/v1/views', { list: 'people', name: 'My own', search: {} }, 201)
  const own = await agent.request('GET', '/api/v1/export')
  const done = await importAll(other, [['export.ndjson', own.text]])
  expect(await rejectsOf(other, done)).toContain(`Nobody here is ${agent.email}, whose own view this is.`)
  expect([done.state, done.rejected]).toEqual(['done', 1])
  expect(linesOf(await exported(other))).toContainEqual(
    expect.objectContaining({
      ...{ type: 'teia.note', text: 'Call back', assignee: null, doneBy: null },
      ...{ writtenBy: agent.email, broughtInBy: null },
    }),
  )
})

test('lines about people who are not there, of no known type, or against what a workspace has decided are refused', async () => {
  const own = await server.workspace()
  await own.send([{ type: 'identify', userId: 'u1', traits: {}, timestamp: at(0) }])
  await fill(await settled(own).then(() => own))
  const {
    version: _v,
    changedAt: _a,
    changedBy: _b,
    work: _w,
    reading: _r,
    ...rules
  } = await own.key.get('/api/v1/identity/rules')
  const about = { kind: 'userId', value: 'nobody' }
  const note = { id: 'b3c8d7f0-0000-4000-8000-000000000001', about, kind: 'note', text: 'x' }
  const none = { dueAt: null, assignee: null, doneAt: null, doneBy: null, writtenBy: null, changedAt: null }
  const editor = await own.as('editor')
  const mine = { list: 'people', name: 'My own', search: { city: 'Rome' }, isShared: false } as const
  const { id: viewId } = (await editor.post('/api/v1/views', mine, 201)) as { id: string }
  const lines = [
    { type: 'teia.note', ...note, ...none, writtenAt: at(0) },
    {
      type: 'teia.identity-separation',
      a: about,
      b: { kind: 'userId', value: 'u1' },
      decidedAt: at(0),
      decidedBy: null,
    },
    { type: 'teia.moon' },
    { type: 'teia.note', ...note, writtenAt: 'never' },
    { type: 'teia.identity-rules', rules: { ...rules, defaultCountry: 'IT' } },
    {
      type: 'teia.computed-trait',
      definition: { name: 'visits', function: 'days_since', property: null, filter: null, windowDays: null },
    },
    {
      type: 'teia.view',
      ...mine,
      id: viewId,
      name: 'Taken',
      owner: editor.email,
      updatedAt: '2999-01-01T00:00:00Z',
    },
  ]
  const file = lines.map((line) => JSON.stringify(line)).join('\n')
  const done = await importAll(own, [['lines.ndjson', file]])
  expect(done).toMatchObject({ state: 'done', rows: 7, accepted: 0, rejected: 7 })
  const rejects = await rejectsOf(own, done)
  for (const [line, reason] of [
    [1, 'Nobody here has the identifier'],
    [2, 'Nobody here has one of the two identifiers'],
    [3, 'Lines of the type “teia.moon” are not known'],
    [4, 'line_place value_missing'],
    [5, 'rules of identity of its own'],
    [6, 'computed trait “visits” already'],
    [7, 'kept here by somebody else'],
  ] as const)
    expect(rejects.split('\r\n').find((one) => one.startsWith(`lines.ndjson,${line},`))).toContain(reason)
  const { items } = await editor.get<{ items: { id: string; name: string }[] }>('/api/v1/views')
  expect(items.find((one) => one.id === viewId)?.name).toBe('My own')
})

import type { Segment, SegmentMembers } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'
import { keepMembersOf } from './keep-members.service.ts'

const start = Date.parse('2026-05-20T12:00:00Z')
let now = start
let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(now) })
})
afterAll(() => server.close())

const everybody = Array.from({ length: 24 }, (_, at) => `person-${String(at).padStart(2, '0')}`)
const did = (userId: string, event: string, hours: number) => ({
  type: 'track',
  event,
  userId,
  timestamp: new Date(start + hours * 3_600_000).toISOString(),
  messageId: `${userId} ${event} ${hours}`,
})
async function ofMany(): Promise<TestWorkspace> {
  now = start
  const own = await server.workspace()
  await own.send(everybody.map((one) => did(one, 'Bought', -48)))
  await server.caughtUp()
  return own
}
const buyers = { did: { event: 'Bought' } }
const define = (own: TestWorkspace, rule: object) =>
  own.key.post<Segment>('/api/v1/segments', { name: 'Counted', kind: 'live', rule }, 201)
const read = (own: TestWorkspace, { id }: Segment) => own.key.get<Segment>(`/api/v1/segments/${id}`)
async function namesIn(own: TestWorkspace, { id }: Segment): Promise<string[]> {
  const { items } = await own.key.get<SegmentMembers>(`/api/v1/segments/${id}/people?limit=200`)
  return items.map((one) => one.name).toSorted()
}

/** Goes through at most so many parts of six people each, and says which were gone through, before the server stops or is killed. */
async function keepSome(own: TestWorkspace, parts = Number.POSITIVE_INFINITY, killedAt = -1) {
  const { clickhouse } = server.deps
  const counted: string[] = []
  const watching: typeof clickhouse = {
    ...clickhouse,
    command: async (statement) => {
      if (statement.name === 'segments.count') {
        if (counted.length === killedAt) throw new Error('killed')
        counted.push(JSON.stringify(statement.params))
        now += 2_000
      }
      await clickhouse.command(statement)
    },
  }
  const deps = { ...server.deps, clickhouse: watching, peopleCountedAtOnce: 6 }
  await keepMembersOf(deps, own.id, () => counted.length >= parts)
  await server.caughtUp()
  return counted
}

test('a count says how far it has come, and goes on where a kill has stopped it', async () => {
  const own = await ofMany()
  const segment = await define(own, buyers)
  expect(segment).toMatchObject({ state: 'counting', progress: null })
  expect(await keepSome(own, 1)).toHaveLength(1)
  expect(await read(own, segment)).toMatchObject({
    state: 'counting',
    progress: { done: 1, of: 4, secondsLeft: 6 },
    members: 0,
  })
  const [before, n] = [await namesIn(own, segment), everybody.length]
  expect(before.length).toBeGreaterThan(0)
  expect(before.length).toBeLessThan(n)
  await expect(keepSome(own, 9, 1)).rejects.toThrow('killed')
  expect((await read(own, segment)).progress).toEqual({ done: 2, of: 4, secondsLeft: 4 })
  // Only what is missing is gone through after the start.
  expect(await keepSome(own)).toHaveLength(2)
  expect(await read(own, segment)).toMatchObject({ state: 'live', progress: null, members: n, of: n })
  expect(await namesIn(own, segment)).toEqual(everybody)
})

test('a rule that is changed meanwhile has everybody gone through by the new one, from the beginning', async () => {
  const own = await ofMany()
  await own.send([did('person-03', 'Looked', -2), did('person-20', 'Looked', -2)])
  await server.caughtUp()
  const segment = await define(own, buyers)
  expect(await keepSome(own, 2)).toHaveLength(2)
  const changed = await own.key.request('PUT', `/api/v1/segments/${segment.id}`, {
    headers: { 'if-match': '"1"' },
    body: { name: 'Counted', kind: 'live', rule: { did: { event: 'Looked' } } },
  })
  expect([changed.status, changed.body]).toMatchObject([200, { state: 'counting', progress: null }])
  expect(await keepSome(own)).toHaveLength(4)
  expect(await namesIn(own, segment)).toEqual(['person-03', 'person-20'])
  expect(await read(own, segment)).toMatchObject({ state: 'live', members: 2, entered: 0, left: 0 })
})

test('what happens while everybody is gone through moves those who have been, and waits for no one else’s turn', async () => {
  const own = await ofMany()
  const segment = await define(own, { and: [buyers, { not: { did: { event: 'Left us' } } }] })
  await keepSome(own, 1)
  const first = await namesIn(own, segment)
  await own.send(everybody.map((one) => did(one, 'Left us', -1)))
  await own.send([did('newcomer', 'Bought', -1)])
  await server.caughtUp()
  await keepSome(own)
  expect(await namesIn(own, segment)).toEqual(['newcomer'])
  // Whoever had been gone through left by what happened; of the others it was never said that they were in.
  const { left, progress, state } = await read(own, segment)
  expect({ left, progress, state }).toMatchObject({ progress: null, state: 'live' })
  expect(left).toBeGreaterThanOrEqual(first.length)
  expect(left).toBeLessThan(everybody.length)
})

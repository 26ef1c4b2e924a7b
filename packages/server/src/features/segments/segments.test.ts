import type {
  Problem,
  Segment,
  SegmentMembers,
  SegmentPreview,
  SegmentVersions,
  TrendAnswer,
} from '@teia/contracts'
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

const dayMs = 86_400_000
const at = (days: number) => new Date(start + days * dayMs).toISOString()
const did = (userId: string, event: string, days: number, properties: object = {}) => ({
  type: 'track',
  event,
  userId,
  timestamp: at(days),
  messageId: `${userId} ${event} ${days}`,
  properties,
})
async function send(own: TestWorkspace, ...batch: object[]): Promise<void> {
  await own.send(batch)
  await server.caughtUp()
}
/** Other files work on the same stores, by clocks of their own: only the own workspace is kept. */
async function keep(own: TestWorkspace): Promise<void> {
  await keepMembersOf(server.deps, own.id)
  await server.caughtUp()
}
const define = (own: TestWorkspace, name: string, rule: object, status = 201) =>
  own.key.post<Segment>('/api/v1/segments', { name, kind: 'live', rule }, status)
async function namesIn(own: TestWorkspace, segment: { id: string }): Promise<string[]> {
  const { items } = await own.key.get<SegmentMembers>(`/api/v1/segments/${segment.id}/people`)
  return items.map((one) => one.name).toSorted()
}
const weekly = { did: { event: 'Bought' }, within: { value: 7, unit: 'days' } }

test('who does it comes in, who has not done it again leaves when the time is over, and both stand in the timeline', async () => {
  now = start
  const own = await server.workspace()
  await send(own, did('ana', 'Bought', -6), did('bea', 'Looked', -1))
  const segment = await define(own, 'Weekly buyers', weekly)
  await keep(own)
  expect(await namesIn(own, segment)).toEqual(['ana'])
  await send(own, did('bea', 'Bought', -0.5))
  await keep(own)
  expect(await namesIn(own, segment)).toEqual(['ana', 'bea'])
  // Nothing comes; a day and a bit go by.
  now = start + 1.1 * dayMs
  await keep(own)
  expect(await namesIn(own, segment)).toEqual(['bea'])
  const counted = await own.key.get<Segment>(`/api/v1/segments/${segment.id}`)
  expect(counted).toMatchObject({ state: 'live', members: 1, of: 2, entered: 1, left: 1 })
  const timeline = async (name: string) => {
    const { items } = await own.key.get<{ items: { id: string }[] }>(`/api/v1/people?search=${name}`)
    const page = await own.key.get<{ items: { name: string; properties: object }[] }>(
      `/api/v1/people/${items[0]?.id}/timeline`,
    )
    return page.items.map((one) => one.name)
  }
  expect(await timeline('bea')).toEqual(['Segment Entered', 'Bought', 'Looked'])
  expect(await timeline('ana')).toEqual(['Segment Left', 'Bought'])
  const range = { from: at(-10), to: at(3) }
  const events = await own.key.post<TrendAnswer>('/api/v1/questions/trend', { range })
  expect(events.series[0]?.total).toBe(3)
})

test('a kill between telling that somebody came in and writing it down tells it once', async () => {
  now = start
  const own = await server.workspace()
  const segment = await define(own, 'Weekly buyers', weekly)
  await keep(own)
  await send(own, did('ana', 'Bought', -1))
  const { clickhouse } = server.deps
  const insert: typeof clickhouse.insert = async (block) => {
    if (block.name === 'segments.insertMembers') throw new Error('killed')
    await clickhouse.insert(block)
  }
  const killed = keepMembersOf({ ...server.deps, clickhouse: { ...clickhouse, insert } }, own.id)
  await expect(killed).rejects.toThrow('killed')
  expect(await namesIn(own, segment)).toEqual([])
  await server.caughtUp()
  await keep(own)
  expect(await namesIn(own, segment)).toEqual(['ana'])
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/people')
  const timeline = await own.key.get<{ items: { name: string }[] }>(`/api/v1/people/${items[0]?.id}/timeline`)
  expect(timeline.items.map((one) => one.name)).toEqual(['Segment Entered', 'Bought'])
  expect(await own.key.get(`/api/v1/segments/${segment.id}`)).toMatchObject({
    entered: 1,
    left: 0,
    members: 1,
  })
})

test('a segment asked for in a question means who is in it; in a rule, its rule; and what asks for it keeps it', async () => {
  now = start
  const own = await server.workspace()
  await send(own, did('ana', 'Bought', -1), did('bea', 'Looked', -1), did('bea', 'Bought', -30))
  const buyers = await define(own, 'Buyers', { did: { event: 'Bought' } })
  const recent = await define(own, 'Recent buyers', { and: [{ segment: 'buyers' }, weekly] })
  await keep(own)
  expect([await namesIn(own, buyers), await namesIn(own, recent)]).toEqual([['ana', 'bea'], ['ana']])
  const range = { from: at(-40), to: at(1) }
  const total = async (filter: object) => {
    const answer = await own.key.post<TrendAnswer>('/api/v1/questions/trend', { range, filter })
    return answer.series[0]?.total
  }
  expect(await total({ segment: 'Recent buyers' })).toBe(1)
  expect(await total({ segment: recent.id, operator: 'not_equals' })).toBe(2)
  const unknown = await own.key.request('POST', '/api/v1/questions/trend', {
    body: { range, filter: { segment: 'Nobody' } },
  })
  expect([unknown.status, (unknown.body as Problem).fault?.code]).toEqual([400, 'segment_unknown'])
  const gone = await own.key.request('DELETE', `/api/v1/segments/${buyers.id}`)
  expect([gone.status, (gone.body as Problem).fault]).toEqual([
    409,
    { code: 'segment_used', values: { names: 'Recent buyers' } },
  ])
  expect((await own.key.request('DELETE', `/api/v1/segments/${recent.id}`)).status).toBe(204)
  expect((await own.key.request('DELETE', `/api/v1/segments/${buyers.id}`)).status).toBe(204)
  expect(await own.key.get('/api/v1/segments')).toEqual({ items: [] })
})

test('a change holds for those who ask for the segment, names who made it, and is refused when it has not seen the last', async () => {
  now = start
  const own = await server.workspace()
  await send(own, did('ana', 'Bought', -1), did('bea', 'Looked', -1))
  const first = await define(own, 'First', { did: { event: 'Bought' } })
  const second = await define(own, 'Second', { not: { segment: 'First' } })
  await keep(own)
  expect(await namesIn(own, second)).toEqual(['bea'])
  const put = (etag: string | undefined, rule: object) =>
    own.key.request('PUT', `/api/v1/segments/${first.id}`, {
      headers: etag === undefined ? {} : { 'if-match': etag },
      body: { name: 'First', kind: 'live', rule },
    })
  const seen = (await own.key.request('GET', `/api/v1/segments/${first.id}`)).headers.etag as string
  expect((await put(undefined, weekly)).status).toBe(428)
  expect((await put(seen, { did: { event: 'Looked' } })).status).toBe(200)
  const late = await put(seen, weekly)
  expect([late.status, (late.body as Problem).versions?.current]).toMatchObject([412, { version: 2 }])
  await keep(own)
  expect([await namesIn(own, first), await namesIn(own, second)]).toEqual([['bea'], ['ana']])
  const { items } = await own.key.get<SegmentVersions>(`/api/v1/segments/${first.id}/versions`)
  expect(items.map((one) => [one.version, one.rule])).toEqual([
    [2, { did: { event: 'Looked' } }],
    [1, { did: { event: 'Bought' } }],
  ])
  const circle = await put('"2"', { segment: 'Second' })
  expect([circle.status, (circle.body as Problem).fault?.code]).toEqual([400, 'segment_circle'])
})

test('a list keeps its people when they are joined, and loses who is taken off', async () => {
  now = start
  const own = await server.workspace()
  await send(
    own,
    { type: 'track', event: 'Looked', anonymousId: 'd1', timestamp: at(-3), messageId: 'm1' },
    did('bea', 'Looked', -1),
  )
  const list = await own.key.post<Segment>('/api/v1/segments', { name: 'Panel', kind: 'list' }, 201)
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/people')
  const people = items.map((one) => one.id)
  const put = `/api/v1/segments/${list.id}/people`
  const outcome = await own.key.post(put, { people: [...people, people[0], 'nobody'] }, 200)
  expect(outcome).toEqual({ added: 2, known: 0, missing: 1 })
  expect(await own.key.post(put, { people: people.slice(0, 1) }, 200)).toMatchObject({ added: 0, known: 1 })
  await keep(own)
  expect(await namesIn(own, list)).toHaveLength(2)
  await send(own, { type: 'identify', userId: 'ana', anonymousId: 'd1', timestamp: at(-1), messageId: 'm2' })
  await keep(own)
  expect(await namesIn(own, list)).toEqual(['ana', 'bea'])
  const bea = (await own.key.get<{ items: { id: string }[] }>('/api/v1/people?search=bea')).items[0]?.id
  expect(await own.key.get(`/api/v1/people/${bea}/segments`)).toMatchObject({ items: [{ name: 'Panel' }] })
  expect((await own.key.request('DELETE', put, { body: { people: [bea] } })).status).toBe(204)
  await keep(own)
  expect(await namesIn(own, list)).toEqual(['ana'])
})

test('rules that are empty, endless, contradictory or hostile are answered in words', async () => {
  now = start
  const own = await server.workspace()
  await send(own, did('ana', 'Bought', -1))
  const deep = (levels: number): object => (levels === 0 ? weekly : { not: deep(levels - 1) })
  const refused: [object, string][] = [
    [{ and: [] }, 'segment_empty'],
    [deep(9), 'filter_too_deep'],
    [deep(2_000), 'filter_too_deep'],
    [{ did: { where: deep(2_000) } }, 'filter_too_deep'],
    [{ sequence: [{}, { where: deep(2_000) }] }, 'filter_too_deep'],
    [{ or: Array.from({ length: 61 }, () => weekly) }, 'value'],
    [{ did: {}, within: { value: 4_000, unit: 'days' } }, 'duration_too_long'],
    [{ did: {}, times: { operator: 'contains', value: 1 } }, 'operator_unknown'],
    [{ did: {}, within: { from: at(2), to: at(1) } }, 'range_reversed'],
    [{ segment: 'Nowhere' }, 'segment_unknown'],
    [{ trait: 'plan', operator: 'did' }, 'operator_unfit'],
  ]
  for (const [rule, code] of refused) {
    const answer = await own.key.request('POST', '/api/v1/segments/preview', { body: { rule } })
    expect([code, answer.status, JSON.stringify(answer.body)]).toEqual([
      code,
      400,
      expect.stringContaining(code),
    ])
  }
  const preview = (rule: object) => own.key.post<SegmentPreview>('/api/v1/segments/preview', { rule }, 200)
  expect(await preview({ and: [weekly, { not: weekly }] })).toMatchObject({ people: 0, of: 1 })
  const everybody = await preview({ or: [weekly, { not: weekly }] })
  expect(everybody).toMatchObject({ people: 1, of: 1, sample: [{ name: 'ana' }] })
  for (const name of ["'; DROP TABLE events; --", '\\', '{x:String}', '\0', '\u{1F600}', '`'])
    for (const rule of [
      { did: { event: name, where: { property: name, operator: 'equals', value: name } } },
      { sequence: [{ event: name }, { touchpoint: name }] },
      { trait: name, operator: 'contains', value: name },
    ])
      expect([name, (await preview(rule)).people]).toEqual([name, 0])
  const viewer = await own.as('viewer')
  expect((await viewer.request('GET', '/api/v1/segments')).status).toBe(403)
  const analyst = await own.as('analyst')
  const made = await analyst.request('POST', '/api/v1/segments', { body: { name: 'x', kind: 'list' } })
  expect(made.status).toBe(403)
})

import type {
  JourneyMap,
  MapPeopleAnswer,
  Problem,
  Segment,
  SegmentMembers,
  SegmentPreview,
} from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'
import { keepMembersOf } from './keep-members.service.ts'

const start = Date.parse('2026-05-20T12:00:00Z')
const dayMs = 86_400_000
let now = start
let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(now) })
})
afterAll(() => server.close())

const at = (days: number) => new Date(start + days * dayMs).toISOString()
const days = (value: number) => ({ value, unit: 'days' })
const did = (userId: string, event: string, when: number) => ({
  type: 'track',
  event,
  userId,
  timestamp: at(when),
  messageId: `${userId} ${event} ${when}`,
})
const documentOf = (second = 'Paid') => ({
  name: 'Purchase',
  asIs: {
    stages: [
      {
        id: 'buy',
        name: 'Buy',
        steps: [
          { id: 'cart', name: 'Fill the cart', matcher: { event: 'Carted' } },
          { id: 'pay', name: 'Pay', matcher: { event: second } },
          { id: 'wait', name: 'Wait' },
        ],
      },
    ],
  },
})
async function keep(own: TestWorkspace): Promise<void> {
  await keepMembersOf(server.deps, own.id)
  await server.caughtUp()
}
async function namesIn(own: TestWorkspace, { id }: { id: string }): Promise<string[]> {
  const { items } = await own.key.get<SegmentMembers>(`/api/v1/segments/${id}/people`)
  return items.map((one) => one.name).toSorted()
}
async function ofPurchase() {
  now = start
  const own = await server.workspace()
  await own.send([
    ...[did('ana', 'Carted', -3), did('ana', 'Paid', -2), did('bea', 'Carted', -1), did('cid', 'Carted', -9)],
    ...[did('dia', 'Carted', -6), did('dia', 'Paid', -5), did('dia', 'Carted', -4), did('eva', 'Looked', -1)],
  ])
  await server.caughtUp()
  const map = await own.key.post<JourneyMap>('/api/v1/maps', { document: documentOf() }, 201)
  const stepOf = (part: string, more: object = {}) => ({
    step: 'cart',
    map: map.id,
    part,
    within: days(30),
    ...more,
  })
  const define = (name: string, rule: object) =>
    own.key.post<Segment>('/api/v1/segments', { name, kind: 'live', rule }, 201)
  return { own, map, stepOf, define }
}
const faultIn = (answer: { status: number; body: unknown }) => [
  answer.status,
  (answer.body as Problem).fault?.code,
]

test('a condition about a step means exactly the people behind the same number of the map', async () => {
  const { own, map, stepOf } = await ofPurchase()
  const found: Record<string, string[]> = {}
  for (const part of ['entered', 'now', 'wentOn', 'left', 'returned']) {
    const range = { from: at(-30), to: at(0) }
    const behind = await own.key.post<MapPeopleAnswer>('/api/v1/questions/map-people', {
      map: { mapId: map.id, range },
      step: 'cart',
      part,
    })
    const { sample } = await own.key.post<SegmentPreview>('/api/v1/segments/preview', { rule: stepOf(part) })
    const names = sample.map((one) => one.name).toSorted()
    expect([part, names]).toEqual([part, behind.items.map((one) => one.name).toSorted()])
    found[part] = names
  }
  expect(found).toEqual({
    entered: ['ana', 'bea', 'cid', 'dia'],
    now: ['bea', 'dia'],
    wentOn: ['ana', 'dia'],
    left: ['cid'],
    returned: ['dia'],
  })
})

test('who goes on leaves the step at once, who stays too long leaves it by time alone, and a changed step is counted anew', async () => {
  const { own, map, stepOf, define } = await ofPurchase()
  const segment = await define('At the cart', stepOf('now'))
  const outer = await define('Not there', { not: { segment: 'At the cart' } })
  await keep(own)
  expect(await namesIn(own, segment)).toEqual(['bea', 'dia'])
  await own.send([did('dia', 'Paid', -0.1)])
  await server.caughtUp()
  await keep(own)
  expect(await namesIn(own, segment)).toEqual(['bea'])
  now = start + 6.5 * dayMs
  await keep(own)
  expect(await namesIn(own, segment)).toEqual([])
  now = start
  const document = { ...documentOf(), patience: { value: 90, unit: 'day', from: 'previous' } }
  const change = { headers: { 'if-match': '"1"' }, body: { document } }
  expect((await own.key.request('PUT', `/api/v1/maps/${map.id}`, change)).status).toBe(200)
  expect(await own.key.get(`/api/v1/segments/${segment.id}`)).toMatchObject({ state: 'counting', version: 1 })
  await keep(own)
  expect([await namesIn(own, segment), await namesIn(own, outer)]).toEqual([
    ['bea', 'cid'],
    ['ana', 'dia', 'eva'],
  ])
})

test('a map of a segment asks about the people of that segment alone, and two that ask for each other are refused', async () => {
  const { own, map, stepOf, define } = await ofPurchase()
  const list = await own.key.post<Segment>('/api/v1/segments', { name: 'Guests', kind: 'list' }, 201)
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/people?search=bea')
  await own.key.post(`/api/v1/segments/${list.id}/people`, { people: items.map(({ id }) => id) })
  await keep(own)
  const put = (seen: number, document: object) =>
    own.key.request('PUT', `/api/v1/maps/${map.id}`, {
      headers: { 'if-match': `"${seen}"` },
      body: { document },
    })
  expect((await put(1, { ...documentOf(), segment: 'Guests' })).status).toBe(200)
  const segment = await define('Came', stepOf('entered'))
  await keep(own)
  expect(await namesIn(own, segment)).toEqual(['bea'])
  expect((await own.key.request('DELETE', `/api/v1/segments/${list.id}`)).status).toBe(409)
  const ana = await own.key.get<{ items: { id: string }[] }>('/api/v1/people?search=ana')
  await own.key.post(`/api/v1/segments/${list.id}/people`, { people: ana.items.map(({ id }) => id) })
  await keep(own)
  expect(await namesIn(own, segment)).toEqual(['ana', 'bea'])
  expect((await put(2, { ...documentOf(), segment: 'Came' })).status).toBe(200)
  await keep(own)
  expect(await own.key.get(`/api/v1/segments/${segment.id}`)).toMatchObject({
    state: 'failed',
    fault: { code: 'segment_circle' },
  })
})

test('a rule about a map or step that is not there is refused, and what a rule asks about cannot go', async () => {
  const { own, map, stepOf, define } = await ofPurchase()
  const foreign = await server.workspace()
  const theirs = await foreign.key.post<JourneyMap>('/api/v1/maps', { document: documentOf() }, 201)
  for (const [more, code] of [
    [{ map: theirs.id }, 'segment_map_gone'],
    [{ map: `x'"\\%00` }, 'segment_map_gone'],
    [{ step: 'nowhere' }, 'segment_step_gone'],
    [{ step: 'wait' }, 'segment_step_gone'],
    [{ state: 'toBe' }, 'segment_step_gone'],
  ] as const) {
    const rule = stepOf('now', more)
    for (const [path, body] of [
      ['segments/preview', { rule }],
      ['segments', { name: 'x', kind: 'live', rule }],
    ] as const)
      expect(faultIn(await own.key.request('POST', `/api/v1/${path}`, { body }))).toEqual([400, code])
  }
  const segment = await define('At the cart', stepOf('now'))
  const path = `/api/v1/maps/${map.id}`
  expect(faultIn(await own.key.request('DELETE', path))).toEqual([409, 'map_used'])
  const document = documentOf()
  document.asIs.stages[0]?.steps.shift()
  const change = { headers: { 'if-match': '"1"' }, body: { document } }
  const refused = await own.key.request('PUT', path, change)
  expect(faultIn(refused)).toEqual([409, 'map_step_used'])
  expect((refused.body as Problem).detail).toContain('“Fill the cart”')
  expect((await own.key.request('DELETE', `/api/v1/segments/${segment.id}`)).status).toBe(204)
  expect((await own.key.request('DELETE', path)).status).toBe(204)
})

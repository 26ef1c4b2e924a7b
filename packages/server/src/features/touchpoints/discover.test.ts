import type {
  CatalogueFileChanges,
  Overlaps,
  Problem,
  TouchpointFigures,
  TriedMatcher,
  UnmatchedEvents,
} from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import type { z } from 'zod'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2026-03-20T00:00:00Z') })
})
afterAll(() => server.close())

const path = '/api/v1/touchpoints'
const track = (userId: string, event: string, properties: object = {}, day = 10) => ({
  type: 'track',
  event,
  properties,
  timestamp: `2026-03-${day}T10:00:00Z`,
  ...(userId.startsWith('d') ? { anonymousId: userId } : { userId }),
})
const create = (own: TestWorkspace, name: string, matcher: object) =>
  own.key.post<{ id: string }>(path, { name, matcher }, 201)

async function filled() {
  const own = await server.workspace()
  await own.send([
    { type: 'identify', userId: 'ana' },
    track('ana', 'Quiz Finished', { score: 2 }),
    track('ana', 'Quiz Finished', { score: 7 }, 11),
    track('d1', 'Quiz Finished', { score: 9 }, 12),
    track('d1', 'Kiosk Used'),
    track('d1', 'Cart Viewed'),
  ])
  await server.caughtUp()
  return own
}

test('what no touchpoint has is listed by volume with people and a sample', async () => {
  const own = await filled()
  const found = await own.key.get<UnmatchedEvents>(`${path}/unmatched`)
  expect([found.unmatched, found.interactions]).toEqual([4, 5])
  expect(found.items).toMatchObject([
    {
      event: 'Quiz Finished',
      type: 'track',
      page: null,
      interactions: 3,
      people: 2,
      lastAt: '2026-03-12T10:00:00.000Z',
      sample: { score: 9 },
    },
    { event: 'Kiosk Used', interactions: 1, people: 1 },
  ])
  await create(own, 'Quiz', { events: ['Quiz Finished'] })
  const after = await own.key.get<UnmatchedEvents>(`${path}/unmatched`)
  expect(after.items.map((one) => one.event)).toEqual(['Kiosk Used'])
})

test('events that several touchpoints fit are shown with the one that has them first', async () => {
  const own = await filled()
  expect((await own.key.get<z.infer<typeof Overlaps>>(`${path}/overlaps`)).items).toEqual([])
  await create(own, 'Quiz', { events: ['Quiz Finished'] })
  await create(own, 'Good quiz', {
    events: ['Quiz Finished'],
    where: { property: 'score', operator: 'gt', value: 5 },
  })
  const { items } = await own.key.get<z.infer<typeof Overlaps>>(`${path}/overlaps`)
  expect(items).toEqual([
    {
      touchpoints: [
        { id: 'good-quiz', name: 'Good quiz' },
        { id: 'quiz', name: 'Quiz' },
      ],
      events: ['Quiz Finished'],
      interactions: 2,
    },
  ])
})

test('a matcher is tried on what is stored: how much it fits, who has that now, and who would win', async () => {
  const own = await filled()
  const attempt = (body: object) => own.key.post<TriedMatcher>(`${path}/try`, body)
  const matcher = { events: ['Quiz Finished', 'Cart Viewed'] }
  const tried = await attempt({ matcher })
  expect(tried).toMatchObject({
    interactions: 4,
    people: 2,
    byEvent: [
      { event: 'Quiz Finished', interactions: 3 },
      { event: 'Cart Viewed', interactions: 1 },
    ],
    held: [
      { id: null, name: '', interactions: 3, wins: true },
      { id: 'cart', name: 'Cart', interactions: 1, wins: true },
    ],
  })
  expect(tried.samples.map((one) => [one.name, one.properties])).toEqual([
    ['Quiz Finished', { score: 9 }],
    ['Quiz Finished', { score: 7 }],
    ['Cart Viewed', {}],
    ['Quiz Finished', { score: 2 }],
  ])
  const last = await attempt({ id: 'page', matcher })
  expect(last.held.map((one) => one.wins)).toEqual([true, false])
  expect(await attempt({ matcher: {} })).toMatchObject({ interactions: 0, people: 0, samples: [], held: [] })
  const refused = await own.key.request('POST', `${path}/try`, { body: { id: 'nowhere', matcher } })
  expect(refused.status).toBe(404)
})

test('the figures of a touchpoint tell channels, events, known and anonymous people', async () => {
  const own = await filled()
  const { id } = await create(own, 'Quiz', { events: ['Quiz Finished'] })
  expect(await own.key.get<TouchpointFigures>(`${path}/${id}/figures`)).toEqual({
    channels: [{ channel: 'web', interactions: 3, people: 2 }],
    events: [{ event: 'Quiz Finished', interactions: 3, people: 2 }],
    known: 1,
    anonymous: 1,
  })
})

test('a catalogue written as YAML and read into another workspace is the same, and read again changes nothing', async () => {
  const [own, other] = [await server.workspace(), await server.workspace()]
  await create(own, 'Quiz: “é” # 1', {
    events: ['Quiz Finished', '- yes'],
    pages: ['*quiz*'],
    where: {
      or: [{ property: 'score', operator: 'gt', value: 5 }, { not: { property: 'a.b', operator: 'is_set' } }],
    },
  })
  const file = async (from: TestWorkspace) => (await from.key.request('GET', `${path}/file`)).text
  const put = async (body: string, query = '') => {
    const headers = { 'content-type': 'application/yaml' }
    return other.key.request('PUT', `${path}/file${query}`, { headers, body })
  }
  const yaml = await file(own)
  const dry = await put(yaml, '?dryRun=true')
  expect(dry.body).toEqual({ added: ['Quiz: “é” # 1'], changed: [], removed: [], isReordered: false })
  expect(await file(other)).not.toBe(yaml)
  expect((await put(yaml)).body).toEqual(dry.body)
  expect(await file(other)).toBe(yaml)
  const nothing: CatalogueFileChanges = { added: [], changed: [], removed: [], isReordered: false }
  expect((await put(yaml)).body).toEqual(nothing)

  const edited = parse(yaml) as { version: 1; touchpoints: { id: string; name: string }[] }
  const [first, second, ...rest] = edited.touchpoints
  if (!first || !second) throw new Error('The catalogue is too small.')
  ;[first.name, second.name] = [second.name, first.name]
  const answer = await put(stringify({ version: 1, touchpoints: [second, first, ...rest.slice(1)] }))
  expect(answer.body).toMatchObject({ changed: ['Quiz: “é” # 1', 'Home'], isReordered: true })
  expect((answer.body as CatalogueFileChanges).removed).toHaveLength(1)
})

test('a file that is no catalogue is refused whole, with the reason', async () => {
  const own = await server.workspace()
  const before = (await own.key.request('GET', `${path}/file`)).text
  const put = async (body: string) => {
    const answer = await own.key.request('PUT', `${path}/file`, {
      headers: { 'content-type': 'text/yaml' },
      body,
    })
    const { code, fault } = answer.body as Problem
    return [answer.status, code, ...(fault ? [fault.code] : [])]
  }
  const touchpoint = { name: 'A', matcher: { events: ['E'] } }
  expect(await put('a: [')).toEqual([400, 'invalid_catalogue', 'catalogue_no_yaml_at'])
  expect(await put('just text')).toEqual([400, 'invalid_request'])
  expect(await put(stringify({ version: 2, touchpoints: [] }))).toEqual([400, 'invalid_request'])
  expect(await put(stringify({ version: 1, touchpoints: [touchpoint, touchpoint] }))).toEqual([
    400,
    'invalid_catalogue',
    'touchpoint_name_twice',
  ])
  expect(await put(stringify({ version: 1, touchpoints: [{ id: 'a@web', ...touchpoint }] }))).toEqual([
    400,
    'invalid_catalogue',
    'touchpoint_id_form',
  ])
  const bomb = `a: &a [x, x]\n${Array.from(
    { length: 30 },
    (_, n) =>
      `b${n}: &b${n} [${Array(9)
        .fill(n === 0 ? '*a' : `*b${n - 1}`)
        .join(', ')}]`,
  ).join('\n')}`
  expect(await put(bomb)).toEqual([400, 'invalid_catalogue', 'catalogue_no_yaml'])
  expect((await own.key.request('GET', `${path}/file`)).text).toBe(before)
})

import type { AttributionAnswer, AttributionPeopleAnswer, Problem } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AskedServer, openAskedServer } from '../../../test/asked-server.ts'
import type { TestWorkspace } from '../../../test/test-server.ts'

let server: AskedServer
beforeAll(async () => {
  server = await openAskedServer()
})
afterAll(() => server.close())

const range = { from: '2026-03-01', to: '2026-03-31' }
const at = (day: number, hour = 12) => new Date(Date.UTC(2026, 2, day, hour)).toISOString()
let sent = 0
const event = (userId: string, name: string, timestamp: string, properties: object = {}) => ({
  type: 'track',
  event: name,
  userId,
  timestamp,
  properties,
  messageId: `m${++sent}`,
})
/** Somebody who met channels on days in a row, and bought on the day after or did not. */
const walk = (userId: string, channels: string, buys: boolean, first = 2) => [
  ...[...channels].map((channel, n) => event(userId, 'Seen', at(first + n), { channel })),
  ...(buys ? [event(userId, 'Bought', at(first + channels.length), { total: 10 })] : []),
]
const ask = (own: TestWorkspace, more: object = {}) =>
  own.key.post<AttributionAnswer>('/api/v1/questions/attribution', {
    range,
    outcome: { event: 'Bought', valueProperty: 'total' },
    channel: 'properties.channel',
    ...more,
  })
const peopleOf = (own: TestWorkspace, attribution: object, more: object = {}) =>
  own.key.post<AttributionPeopleAnswer>('/api/v1/questions/attribution-people', {
    attribution: { range, outcome: { event: 'Bought' }, channel: 'properties.channel', ...attribution },
    ...more,
  })
const byChannel = (answer: AttributionAnswer, model: string) =>
  Object.fromEntries(
    (answer.models.find((one) => one.model === model)?.channels ?? []).map((one) => [
      one.channel,
      one.conversions,
    ]),
  )
const close = (values: Record<string, number>, digits = 6) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, expect.closeTo(value, digits)]))

test('models give the published numbers of paths that events make, and each gives away all conversions and all value', async () => {
  const known: [string, number, number][] = [
    ['AB', 3, 7],
    ['BA', 2, 8],
    ['ABA', 4, 2],
    ['AC', 1, 9],
    ['C', 2, 18],
    ['CBA', 5, 5],
  ]
  const own = await server.filled(
    known.flatMap(([channels, buyers, others]) =>
      Array.from({ length: buyers + others }, (_, n) =>
        walk(`${channels}-${n}`, channels, n < buyers),
      ).flat(),
    ),
  )
  const models = [
    'first',
    'last',
    'linear',
    'time_decay',
    'markov',
    'markov_2',
    'markov_3',
    'markov_4',
    'shapley',
  ]
  const asked = await ask(own, { models })
  expect([asked.conversions, asked.value, asked.nulls, asked.paths]).toEqual([17, 170, 49, 6])
  expect(byChannel(asked, 'markov')).toEqual(close({ A: 8.01203, B: 5.349726, C: 3.638244 }))
  expect(byChannel(asked, 'markov_2')).toEqual(close({ A: 7.038217, B: 6.569002, C: 3.392781 }))
  expect(byChannel(asked, 'markov_4')).toEqual(close({ A: 6.891892, B: 6.432432, C: 3.675676 }))
  expect(byChannel(asked, 'shapley')).toEqual(close({ A: 6.666667, B: 6.166667, C: 4.166667 }))
  expect(byChannel(asked, 'first')).toEqual({ A: 8, B: 2, C: 7 })
  for (const { channels } of asked.models) {
    expect(channels.reduce((sum, one) => sum + one.conversions, 0)).toBeCloseTo(17, 6)
    expect(channels.reduce((sum, one) => sum + one.value, 0)).toBeCloseTo(170, 6)
    for (const { conversions, conversionsLow, conversionsHigh } of channels)
      expect((conversionsLow ?? 1) <= conversions && conversions <= (conversionsHigh ?? 0)).toBe(true)
  }
})

test('a path begins anew after a conversion, reaches no further back than asked, and is none without a touch', async () => {
  const own = await server.filled([
    // Two conversions, each of its own path; afterwards a touch that led to nothing.
    ...walk('ana', 'AB', true, 2),
    event('ana', 'Seen', at(6), { channel: 'C' }),
    event('ana', 'Bought', at(7), { total: 5 }),
    event('ana', 'Seen', at(30), { channel: 'A' }),
    // Seen before the range, bought in it; and somebody whom nobody saw before.
    event('bea', 'Seen', '2026-02-25T12:00:00Z', { channel: 'B' }),
    event('bea', 'Bought', at(3), { total: 1 }),
    event('caio', 'Bought', at(3), { total: 2 }),
    // Bought before the range only: what came before that is no path, what comes later one that led to nothing.
    event('dora', 'Seen', '2026-02-20T12:00:00Z', { channel: 'C' }),
    event('dora', 'Bought', '2026-02-21T12:00:00Z', { total: 7 }),
    event('dora', 'Seen', at(29), { channel: 'B' }),
    event('dora', 'Seen', at(29, 13), { channel: 'B' }),
  ])
  const asked = (more: object) => ask(own, { models: ['last', 'linear'], intervals: false, ...more })
  const answer = await asked({ lookbackDays: 10 })
  expect([answer.conversions, answer.value, answer.nulls, answer.draws]).toEqual([4, 18, 2, 0])
  expect(byChannel(answer, 'last')).toEqual({ '': 1, A: 0, B: 2, C: 1 })
  expect(byChannel(answer, 'linear')).toEqual({ '': 1, A: 0.5, B: 1.5, C: 1 })
  expect(answer.models[0]?.channels.map((one) => one.value)).toEqual([2, 0, 11, 5])
  expect(answer.channels.find((one) => one.channel === 'B')).toEqual({
    channel: 'B',
    touches: 3,
    ownership: null,
    spend: null,
    spendDays: 0,
  })
  const nearer = await asked({ lookbackDays: 2, collapseRepeats: false })
  expect(byChannel(nearer, 'last')).toEqual({ '': 2, A: 0, B: 1, C: 1 })
})

test('touchpoints come with whose they are, and visits with how they came, one a visit', async () => {
  const page = (userId: string, timestamp: string, campaign?: object) => ({
    type: 'page',
    name: 'Home',
    userId,
    timestamp,
    messageId: `m${++sent}`,
    context: { page: { path: '/' }, ...(campaign && { campaign }) },
  })
  const ad = { source: 'google', medium: 'cpc' }
  const own = await server.filled([
    page('ana', at(2), ad),
    page('ana', at(2, 12)),
    page('ana', at(4)),
    event('ana', 'Order Completed', at(4, 12)),
    page('bea', at(5), ad),
  ])
  const outcome = { event: 'Order Completed' }
  const visits = await ask(own, { outcome, channel: 'entry', models: ['first', 'linear'], intervals: false })
  expect(visits.models[0]?.channels.map(({ channel, conversions }) => [channel, conversions])).toEqual([
    ['Direct', 0],
    ['Search ad', 1],
  ])
  expect([visits.nulls, visits.conversions]).toEqual([1, 1])
  const places = await ask(own, { outcome, channel: 'touchpoint', models: ['last'], intervals: false })
  expect(places.channels.every((one) => one.ownership === 'own')).toBe(true)
  const wrong = await own.key.request('POST', '/api/v1/questions/attribution', {
    body: { range, outcome: { event: 'x' }, models: ['best'] },
  })
  expect(wrong.status).toBe(400)
  const deep = (levels: number): object => (levels === 0 ? { event: 'x' } : { not: deep(levels - 1) })
  for (const question of [
    { range, outcome: { event: 'x', filter: deep(13) } },
    { range, outcome: { event: 'x', filter: deep(2_000) } },
    { range, outcome: { event: 'x' }, filter: deep(2_000) },
  ]) {
    const refused = await own.key.request('POST', '/api/v1/questions/attribution', { body: question })
    expect([refused.status, (refused.body as Problem).fault?.code]).toEqual([400, 'filter_too_deep'])
  }
})

test('a channel opens the people whose path has it, those who converted and those who did not, page by page', async () => {
  const own = await server.filled([
    ...walk('ana', 'AB', true, 2),
    ...walk('bea', 'BC', true, 4),
    ...walk('caio', 'B', false, 15),
    // What ana met after she bought is a path of its own, which led to nothing.
    event('ana', 'Seen', at(20), { channel: 'C' }),
    event('dora', 'Bought', at(9)),
    // Met longer ago than it is looked back.
    event('eva', 'Seen', at(2), { channel: 'B' }),
    event('eva', 'Bought', at(31)),
  ])
  const attribution = { lookbackDays: 20 }
  const people = async (more: object) => {
    const { items, total } = await peopleOf(own, attribution, more)
    expect(total).toBe(items.length)
    return items.map((one) => [one.name, one.at])
  }
  expect(await people({ channel: 'B' })).toEqual([
    ['bea', at(6)],
    ['ana', at(4)],
  ])
  expect(await people({ channel: 'C' })).toEqual([['bea', at(6)]])
  expect(await people({ channel: 'C', part: 'not' })).toEqual([['ana', at(20)]])
  expect(await people({ channel: 'B', part: 'not' })).toEqual([['caio', at(15)]])
  expect(await people({ channel: '' })).toEqual([
    ['eva', at(31)],
    ['dora', at(9)],
  ])
  expect(await people({})).toHaveLength(4)
  const first = await peopleOf(own, attribution, { channel: 'B', limit: 1 })
  expect([first.total, first.items.map((one) => one.name)]).toEqual([2, ['bea']])
  const rest = await peopleOf(own, attribution, { channel: 'B', cursor: first.nextCursor })
  expect([rest.nextCursor, rest.items.map((one) => one.name)]).toEqual([null, ['ana']])
  const wrong = await own.key.request('POST', '/api/v1/questions/attribution-people', {
    body: { attribution: { range, outcome: { event: 'Bought' } }, cursor: 'x' },
  })
  expect((wrong.body as Problem).code).toBe('invalid_cursor')
})

test('per account a path is what all its people met, by the account an event names or its person belongs to', async () => {
  const group = (userId: string, groupId: string) => ({
    type: 'group',
    userId,
    groupId,
    timestamp: at(1),
    messageId: `m${++sent}`,
  })
  const seen = (userId: string, day: number, channel: string) => event(userId, 'Seen', at(day), { channel })
  const own = await server.filled([
    group('ana', 'acme'),
    group('bea', 'acme'),
    group('caio', 'zeta'),
    seen('ana', 2, 'A'),
    seen('bea', 3, 'B'),
    seen('bea', 4, 'B'),
    event('ana', 'Bought', at(5), { total: 8 }),
    // Named by the event, though its person belongs to another account.
    { ...seen('caio', 6, 'C'), context: { groupId: 'acme' } },
    event('bea', 'Bought', at(7), { total: 2 }),
    seen('caio', 8, 'A'),
    // Of no account.
    seen('dora', 9, 'A'),
    event('dora', 'Bought', at(10), { total: 100 }),
  ])
  const asked = (more: object) => ask(own, { models: ['linear', 'first'], intervals: false, ...more })
  const answer = await asked({ per: 'account' })
  // acme: A, B, bought (8); C, bought (2). zeta: A, and nothing after it.
  expect([answer.conversions, answer.value, answer.nulls, answer.paths]).toEqual([2, 10, 1, 3])
  expect(byChannel(answer, 'linear')).toEqual({ A: 0.5, B: 0.5, C: 1 })
  expect(answer.models[0]?.channels.map((one) => one.value)).toEqual([4, 4, 2])
  const alone = await asked({})
  expect([alone.conversions, byChannel(alone, 'first')]).toEqual([3, { A: 2, B: 1, C: 0 }])
  const names = async (more: object) =>
    (await peopleOf(own, { per: 'account' }, more)).items.map((one) => one.name).toSorted()
  expect(await names({ channel: 'A' })).toEqual(['ana', 'bea'])
  expect(await names({ channel: 'C' })).toEqual(['bea', 'caio'])
  expect(await names({ channel: 'A', part: 'not' })).toEqual(['caio'])
})

test('a path longer than fifty touches keeps its latest, and it is told how many were cut', async () => {
  const long = Array.from({ length: 51 }, (_, n) =>
    event('ana', 'Seen', new Date(Date.UTC(2026, 2, 2, 0, n)).toISOString(), {
      channel: n === 0 ? 'First' : `C${n % 2}`,
    }),
  )
  const own = await server.filled([...long, event('ana', 'Bought', at(3)), ...walk('bea', 'AB', true)])
  const answer = await ask(own, { models: ['first'], intervals: false })
  expect(answer.cut).toBe(1)
  expect(byChannel(answer, 'first')).toEqual({ A: 1, B: 0, C0: 0, C1: 1 })
})

test('value has an interval as wide as the values of conversions differ', async () => {
  const buyers = (totals: readonly number[]) =>
    totals.flatMap((total, n) => [
      event(`p${n}`, 'Seen', at(2), { channel: n % 2 === 0 ? 'A' : 'B' }),
      event(`p${n}`, 'Bought', at(3), { total }),
    ])
  const width = async (totals: readonly number[]) => {
    const answer = await ask(await server.filled(buyers(totals)), { models: ['last'] })
    const [a] = answer.models[0]?.channels ?? []
    return (a?.valueHigh ?? 0) - (a?.valueLow ?? 0)
  }
  const even = Array.from({ length: 80 }, () => 50)
  const uneven = even.map((_, n) => (Math.floor(n / 2) % 2 === 0 ? 1 : 99))
  expect(await width(uneven)).toBeGreaterThan(1.2 * (await width(even)))
})

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2026-04-05T00:00:00Z') })
})
afterAll(() => server.close())

type Series = { key: string[]; total: number; points: { time: string; value: number }[] }
type Trend = { series: Series[]; previous: Series[] | null }
type Paths = {
  people: number
  walks: number
  nodes: { id: string; depth: number; label: string; kind: string; people: number; walks: number }[]
  links: { source: string; target: string; people: number; walks: number }[]
}
const march = { from: '2026-03-01', to: '2026-03-10' }
const track = (userId: string, event: string, timestamp: string, properties: object = {}) => ({
  type: 'track',
  userId,
  event,
  timestamp,
  properties,
  messageId: randomUUID(),
})
const filled = async (batch: object[], timeZone = 'UTC') => {
  const own = await server.workspace({ timeZone })
  await own.send(batch)
  await server.caughtUp()
  return own
}
const trend = (own: TestWorkspace, question: object = {}) =>
  own.key.post<Trend>('/api/v1/questions/trend', { range: march, ...question })
const values = (series: Series | undefined) => series?.points.map((one) => one.value)

/** Four people, seven interactions; `n` is the property that filters ask for. */
const small = () =>
  filled([
    { type: 'identify', userId: 'ana', traits: { plan: 'pro', age: 30 }, timestamp: '2026-03-01T00:00:00Z' },
    { type: 'identify', userId: 'bea', traits: { plan: 'free' }, timestamp: '2026-03-01T00:00:00Z' },
    track('ana', 'Product Viewed', '2026-03-01T10:00:00Z', { n: 1, s: 'Alpha', b: true, t: '2026-01-01' }),
    track('ana', 'Order Completed', '2026-03-01T10:05:00Z', { n: 10, s: 'beta' }),
    track('ana', 'Product Viewed', '2026-03-02T10:00:00Z', { n: 2.5, s: 'alphabet' }),
    track('bea', 'Product Viewed', '2026-03-02T11:00:00Z', {
      n: -1,
      s: 'Ünï 👍',
      b: false,
      t: '2026-02-01T12:00:00Z',
    }),
    track('caio', 'Order Completed', '2026-03-09T11:00:00Z', { n: 3 }),
    track('caio', 'Strange', '2026-03-09T12:00:00Z'),
    track('dora', 'Product Viewed', '2026-02-27T11:00:00Z', { n: 1 }),
  ])

describe('trends', () => {
  test('count events and people by day, with absent days as zero, and the period before', async () => {
    const own = await small()
    const events = await trend(own, { compare: 'previous' })
    expect(values(events.series[0])).toEqual([2, 2, 0, 0, 0, 0, 0, 0, 2, 0])
    expect(events.series[0]?.total).toBe(6)
    expect(events.previous?.[0]?.total).toBe(1)
    const people = await trend(own, { measure: 'people' })
    expect([values(people.series[0])?.slice(0, 2), people.series[0]?.total]).toEqual([[1, 2], 3])
    expect((await trend(own, { event: 'Order Completed' })).series[0]?.total).toBe(2)
    const weeks = await trend(own, { interval: 'week' })
    expect(weeks.series[0]?.points).toEqual([
      { time: '2026-02-23T00:00:00.000Z', value: 2 },
      { time: '2026-03-02T00:00:00.000Z', value: 2 },
      { time: '2026-03-09T00:00:00.000Z', value: 2 },
    ])
    expect(values((await trend(own, { interval: 'month' })).series[0])).toEqual([6])
    expect(
      (await trend(own, { interval: 'hour' })).series[0]?.points.filter((one) => one.value > 0).length,
    ).toBe(5)
  })

  test.each<[string, Record<string, number>]>([
    ['event', { 'Product Viewed': 3, 'Order Completed': 2, Strange: 1 }],
    ['touchpoint', { 'Product page': 3, 'Order completed': 2, '': 1 }],
    ['trait:plan', { pro: 3, free: 1, '': 2 }],
    ['property:b', { true: 1, false: 1, '': 4 }],
  ])('split by %s', async (name, expected) => {
    const { series } = await trend(await small(), { breakdown: [name] })
    expect(Object.fromEntries(series.map((one) => [one.key[0], one.total]))).toEqual(expected)
  })

  test('fold small series of events into one, so that totals stay', async () => {
    const { series } = await trend(await small(), { breakdown: ['event'], limit: 1 })
    expect(series.map((one) => [one.key[0], one.total])).toEqual([
      ['Product Viewed', 3],
      ['…other', 3],
    ])
  })

  test.each<[string, string, string[], number[]]>([
    [
      'Europe/Rome',
      'day',
      ['2026-03-28T23:30:00Z', '2026-03-29T21:30:00Z', '2026-03-29T22:30:00Z'],
      [0, 2, 1],
    ],
    [
      'America/Santiago',
      'day',
      ['2025-09-07T04:30:00Z', '2025-09-08T02:30:00Z', '2025-09-08T03:30:00Z'],
      [0, 2, 1],
    ],
  ])(
    'local days of %s hold 23 hours when the clock goes forward',
    async (timeZone, interval, times, expected) => {
      const own = await filled(
        times.map((time) => track('u', 'E', time)),
        timeZone,
      )
      const day =
        (times[0] as string).slice(0, 7) === '2026-03'
          ? ['2026-03-28', '2026-03-30']
          : ['2025-09-06', '2025-09-08']
      expect(values((await trend(own, { range: { from: day[0], to: day[1] }, interval })).series[0])).toEqual(
        expected,
      )
    },
  )
})

describe('filters', () => {
  const p = (property: string, operator: string, value?: unknown) => ({
    property,
    operator,
    ...(value !== undefined && { value }),
  })
  const t = (trait: string, operator: string, value?: unknown) => ({
    trait,
    operator,
    ...(value !== undefined && { value }),
  })
  test('mean what the table of operators says', async () => {
    const own = await small()
    const cases: [object, number][] = [
      [p('n', 'equals', 1), 1],
      [p('n', 'not_equals', 1), 5],
      [p('s', 'equals', 'beta'), 1],
      [p('b', 'equals', true), 1],
      [p('n', '=', '2.5'), 1],
      [p('n', 'in', [1, 10]), 2],
      [p('s', 'not_in', ['beta']), 5],
      [p('s', 'contains', 'ALPHA'), 2],
      [p('s', 'not_contains', 'alpha'), 4],
      [p('s', 'starts_with', 'Al'), 1],
      [p('s', 'ends_with', 'bet'), 1],
      [p('n', 'gt', 2.5), 2],
      [p('n', 'gte', 2.5), 3],
      [p('n', 'lt', 0), 1],
      [p('n', 'lte', 1), 2],
      [p('n', 'between', [1, 3]), 3],
      [p('t', 'after', '2026-01-15'), 1],
      [p('t', 'between', ['2025-12-31', '2026-02-02']), 2],
      [p('b', 'is_set'), 2],
      [p('n', 'is_not_set'), 1],
      [t('plan', 'equals', 'pro'), 3],
      [t('plan', 'not_equals', 'pro'), 3],
      [t('age', 'gt', 20), 3],
      [t('plan', 'is_not_set'), 2],
      [t('plan', 'in', ['pro', 'free']), 4],
      [{ event: 'Strange' }, 1],
      [{ event: 'Strange', operator: 'not_equals' }, 5],
      [{ touchpoint: 'Product page' }, 3],
      [{ event: 'Order Completed', operator: 'did' }, 5],
      [{ event: 'Order Completed', operator: 'did_not' }, 1],
      [{ touchpoint: 'Product page', operator: 'did_not' }, 2],
      [{ and: [] }, 6],
      [{ or: [] }, 0],
      [{ not: { or: [] } }, 6],
      [{ and: [t('plan', 'equals', 'pro'), { not: p('n', 'gt', 5) }] }, 2],
      [{ or: [p('n', 'gt', 5), { and: [{ event: 'Strange' }, { not: t('plan', 'is_set') }] }] }, 2],
    ]
    for (const [filter, expected] of cases)
      expect([filter, (await trend(own, { filter })).series[0]?.total]).toEqual([filter, expected])
  })

  test('hold the people behind a number to the number, and Pulse to both', async () => {
    const own = await small()
    for (const filter of [undefined, t('plan', 'is_set'), { event: 'Product Viewed' }]) {
      const ask = { range: march, ...(filter && { filter }) }
      const people = (await trend(own, { ...ask, measure: 'people' })).series[0]?.total
      const behind = await own.key.post<{ total: number; items: object[] }>('/api/v1/questions/people', ask)
      const pulse = await own.key.post<{
        people: { value: number }
        interactions: { value: number; previous: number }
      }>('/api/v1/questions/pulse', ask)
      expect([behind.total, behind.items.length, pulse.people.value]).toEqual([people, people, people])
      expect(pulse.interactions.value).toBe((await trend(own, ask)).series[0]?.total)
    }
  })

  test('and names from anywhere are answered or refused, never run', async () => {
    const own = await small()
    const hostile = [
      "'; DROP TABLE events; --",
      '\\',
      "\\'",
      '"',
      '`',
      '{x:String}',
      '{p1:String}',
      '%s',
      '\u{1F600}',
      'a.:Int64',
      '^a',
      'a[]',
      '.',
      'a..b',
      ' ',
      '\n',
      '\0',
      '\ud800',
      'x'.repeat(300),
      '__proto__',
      '…left',
      '…other',
      'NULL',
    ]
    const faults: unknown[] = []
    const ask = async (url: string, body?: object) => {
      const answer = await own.key.request(body ? 'POST' : 'GET', url, body ? { body } : {})
      if (answer.status >= 500)
        faults.push([url, JSON.stringify(body)?.slice(0, 200), answer.text.slice(0, 300)])
    }
    for (const name of hostile) {
      for (const filter of [
        p(name, 'equals', name),
        p(`context.${name}`, 'gt', name),
        t(name, 'contains', name),
        { event: name, operator: 'did' },
        p('s', 'in', [name]),
        p('t', 'after', `2026-01-01${name}`),
      ])
        await ask('/api/v1/questions/trend', { range: march, filter })
      await ask('/api/v1/questions/trend', {
        range: march,
        event: name,
        breakdown: [name, `trait:${name}`, `property:${name}`],
      })
      await ask('/api/v1/questions/trend', { range: { ...march, timeZone: name.slice(0, 64) } })
      await ask('/api/v1/questions/paths', { range: march, from: name, to: name })
      await ask('/api/v1/questions/path-people', {
        paths: { range: march },
        source: { depth: 0, label: name },
        target: { depth: 1, label: name },
      })
      const text = encodeURIComponent(name.toWellFormed())
      for (const url of [
        `catalogue/values?leaf=property&name=${text.slice(0, 100)}`,
        `catalogue/values?leaf=trait&name=a&search=${text.slice(0, 90)}`,
        `people?search=${text.slice(0, 100)}`,
        `people/${text.slice(0, 60)}`,
        `events/${text.slice(0, 30)}`,
        `accounts?search=${text.slice(0, 60)}`,
      ])
        await ask(`/api/v1/${url}`)
    }
    for (const range of [
      { from: '0001-01-01', to: '0002-01-01' },
      { from: '9999-12-30', to: '9999-12-31' },
      { from: '1890-01-01', to: '1891-01-01' },
    ])
      await ask('/api/v1/questions/trend', { range })
    expect(faults).toEqual([])
    expect((await trend(own)).series[0]?.total).toBe(6)
  })
})

describe('paths', () => {
  const at = (minute: number) => new Date(Date.parse('2026-03-05T10:00:00Z') + minute * 60_000).toISOString()
  const paths = (own: TestWorkspace, question: object = {}) =>
    own.key.post<Paths>('/api/v1/questions/paths', { range: march, by: 'event', minShare: 0, ...question })
  const walk = (user: string, steps: string, from = 0) =>
    [...steps].map((event, n) => track(user, event, at(from + n)))

  test('a pause of thirty minutes opens a session, and a late event joins two', async () => {
    const own = await filled([0, 29, 59, 88, 118].map((minute) => track('u', 'E', at(minute))))
    expect((await paths(own)).walks).toBe(3)
    await own.send([track('u', 'E', at(44))])
    await server.caughtUp()
    expect((await paths(own)).walks).toBe(2)
    expect((await paths(own, { scope: 'person' })).walks).toBe(1)
  })

  test('follow what people do: repeats, depth, ends and those who leave', async () => {
    const own = await filled([
      ...walk('a', 'ABBC'),
      ...walk('b', 'ABD'),
      ...walk('c', 'AC'),
      ...walk('d', 'XABC'),
    ])
    const shown = (answer: Paths) =>
      Object.fromEntries(answer.links.map((one) => [`${one.source} > ${one.target}`, one.walks]))
    expect(shown(await paths(own, { depth: 3 }))).toEqual({
      '0:A > 1:B': 2,
      '0:A > 1:C': 1,
      '0:X > 1:A': 1,
      '1:B > 2:C': 1,
      '1:B > 2:D': 1,
      '1:C > 2:…left': 1,
      '1:A > 2:B': 1,
    })
    expect(shown(await paths(own, { from: 'B', depth: 2 }))).toEqual({ '0:B > 1:C': 2, '0:B > 1:D': 1 })
    expect(shown(await paths(own, { from: 'B', depth: 2, collapseRepeats: false }))).toEqual({
      '0:B > 1:B': 1,
      '0:B > 1:D': 1,
      '0:B > 1:C': 1,
    })
    expect(shown(await paths(own, { to: 'C', depth: 3 }))).toEqual({
      '0:A > 1:B': 2,
      '1:B > 2:C': 2,
      '1:A > 2:C': 1,
    })
    expect(shown(await paths(own, { from: 'A', to: 'C', depth: 3 }))).toEqual({
      '0:A > 1:B': 2,
      '1:B > 2:C': 2,
      '0:A > 1:C': 1,
    })
    const folded = await paths(own, { depth: 3, minShare: 0.4 })
    expect(folded.walks).toBe(4)
    expect(folded.nodes.filter((one) => one.depth === 0).reduce((sum, one) => sum + one.walks, 0)).toBe(4)
  })

  test('flow is kept, and every node and link opens as many people as it shows', async () => {
    const own = await filled(
      ['ABCA', 'ABD', 'BCD', 'A', 'DCBA', 'ABAB'].flatMap((steps, n) => [
        ...walk(`p${n % 4}`, steps, n * 100),
      ]),
    )
    for (const question of [
      {},
      { scope: 'person' },
      { from: 'B' },
      { to: 'A', depth: 4 },
      { minShare: 0.3 },
    ]) {
      const ask = { depth: 4, ...question }
      const answer = await paths(own, ask)
      for (const node of answer.nodes.filter((one) => one.kind !== 'left')) {
        const out = answer.links.filter((one) => one.source === node.id)
        if (node.depth < 3)
          expect([ask, node.id, out.reduce((sum, one) => sum + one.walks, 0)]).toEqual([
            ask,
            node.id,
            node.walks,
          ])
        const opened = await own.key.post<{ total: number }>('/api/v1/questions/path-people', {
          paths: { range: march, by: 'event', minShare: 0, ...ask },
          source: { depth: node.depth, label: node.label },
        })
        expect([ask, node.id, opened.total]).toEqual([ask, node.id, node.people])
      }
      for (const link of answer.links) {
        const place = (id: string) => ({
          depth: Number(id.split(':')[0]),
          label: id.slice(id.indexOf(':') + 1),
        })
        const opened = await own.key.post<{ total: number }>('/api/v1/questions/path-people', {
          paths: { range: march, by: 'event', minShare: 0, ...ask },
          source: place(link.source),
          target: place(link.target),
        })
        expect([ask, link.source, link.target, opened.total]).toEqual([
          ask,
          link.source,
          link.target,
          link.people,
        ])
      }
    }
  })
})

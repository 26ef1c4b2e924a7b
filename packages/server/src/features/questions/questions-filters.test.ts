import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AskedServer, march, openAskedServer, track, trend } from '../../../test/asked-server.ts'

let server: AskedServer
beforeAll(async () => {
  server = await openAskedServer()
})
afterAll(() => server.close())

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
test('filters mean what the table of operators says', async () => {
  const own = await server.small()
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

test('what the engine alone would read as a number is none, for filters and for sums', async () => {
  const texts = ['inf', '-Infinity', 'nan', '1e999', '0x10', '7']
  const own = await server.filled(
    texts.map((n, at) => track('ana', 'Order Completed', `2026-03-0${at + 1}T10:00:00Z`, { n, total: n })),
  )
  for (const filter of [p('n', 'gt', 5), p('n', 'gte', -1e300), p('n', 'between', [0, 1e300])])
    expect([filter, (await trend(own, { filter })).series[0]?.total]).toEqual([filter, 1])
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/people')
  const person = await own.key.get<{ value: object }>(`/api/v1/people/${items[0]?.id}`)
  expect(person.value).toMatchObject({ orders: 6, total: 7 })
})

test('filters are offered by what a property holds; text that was sent as a time stays as it was sent', async () => {
  const own = await server.small()
  const { properties, traits } = await own.key.get<{
    properties: { name: string; type: string }[]
    traits: { name: string; type: string }[]
  }>('/api/v1/catalogue')
  expect(Object.fromEntries(properties.map((one) => [one.name, one.type]))).toEqual({
    n: 'number',
    s: 'text',
    b: 'boolean',
    t: 'time',
  })
  expect(Object.fromEntries(traits.map((one) => [one.name, one.type]))).toEqual({
    plan: 'text',
    age: 'number',
  })
  const split = await trend(own, { breakdown: ['t'], filter: p('t', 'is_set') })
  expect(split.series.map((one) => one.key[0]).toSorted()).toEqual(['2026-01-01', '2026-02-01T12:00:00Z'])
})

test('filters hold the people behind a number to the number, and Pulse to both', async () => {
  const own = await server.small()
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

test('filters and names from anywhere are answered or refused, never run', async () => {
  const own = await server.small()
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
}, 120_000)

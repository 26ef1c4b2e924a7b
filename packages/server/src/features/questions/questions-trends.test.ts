import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AskedServer, openAskedServer, track, trend, values } from '../../../test/asked-server.ts'

let server: AskedServer
beforeAll(async () => {
  server = await openAskedServer()
})
afterAll(() => server.close())

test('trends count events and people by day, with absent days as zero, and the period before', async () => {
  const own = await server.small()
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
])('trends split by %s', async (name, expected) => {
  const { series } = await trend(await server.small(), { breakdown: [name] })
  expect(Object.fromEntries(series.map((one) => [one.key[0], one.total]))).toEqual(expected)
})

test('trends fold small series of events into one, so that totals stay', async () => {
  const { series } = await trend(await server.small(), { breakdown: ['event'], limit: 1 })
  expect(series.map((one) => [one.key[0], one.total])).toEqual([
    ['Product Viewed', 3],
    ['…other', 3],
  ])
})

test('trends of thousands of series keep the largest, and the rest as one that says so and adds up', async () => {
  const rare = Array.from({ length: 1500 }, (_, n) =>
    track(`u${n % 40}`, 'Searched', `2026-03-0${1 + (n % 4)}T10:00:00Z`, { query: `rare ${n}` }),
  )
  const common = ['shoes', 'shoes', 'shoes', 'hats', 'hats'].map((query, n) =>
    track(`u${n}`, 'Searched', '2026-03-02T10:00:00Z', { query }),
  )
  const own = await server.filled(rare)
  await own.send([...common, track('earlier', 'Searched', '2026-02-25T10:00:00Z', { query: 'hats' })])
  await server.caughtUp()
  const whole = await trend(own)
  const split = await trend(own, { breakdown: ['query'], limit: 3, compare: 'previous' })
  expect(split.series.map((one) => [one.key[0], one.total])).toEqual([
    ['shoes', 3],
    ['hats', 2],
    ['rare 0', 1],
    ['…other', 1499],
  ])
  expect([split.folded, whole.folded, whole.series[0]?.total]).toEqual([1499, 0, 1505])
  const added = values(whole.series[0])?.map((_, day) =>
    split.series.reduce((sum, one) => sum + (one.points[day]?.value ?? 0), 0),
  )
  expect(added).toEqual(values(whole.series[0]))
  expect(split.previous?.map((one) => [one.key[0], one.total])).toEqual([['hats', 1]])
  const people = await trend(own, { breakdown: ['query'], limit: 1, measure: 'people' })
  expect(people.series.map((one) => [one.key[0], one.total])).toEqual([
    ['shoes', 3],
    ['…other', 40],
  ])
})

test.each<[string, string, string[], number[]]>([
  ['Europe/Rome', 'day', ['2026-03-28T23:30:00Z', '2026-03-29T21:30:00Z', '2026-03-29T22:30:00Z'], [0, 2, 1]],
  [
    'America/Santiago',
    'day',
    ['2025-09-07T04:30:00Z', '2025-09-08T02:30:00Z', '2025-09-08T03:30:00Z'],
    [0, 2, 1],
  ],
])(
  'local days of %s hold 23 hours when the clock goes forward',
  async (timeZone, interval, times, expected) => {
    const own = await server.filled(
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

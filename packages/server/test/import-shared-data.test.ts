import type { Import } from '@teia/contracts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { hasSharedData, importAll, shared } from './import-files.ts'
import { openTestServer, type TestServer, type TestWorkspace } from './test-server.ts'

// Whole data sets through the whole pipeline.
vi.setConfig({ testTimeout: 180_000 })

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

/** Cases (people), events, activities, as the README of the data counts them. */
async function countsOf(own: TestWorkspace) {
  await server.caughtUp()
  const [row] = await server.stores.clickhouse.select({
    name: 'test.counts',
    sql: `SELECT uniqExact(person_id) AS cases, count() AS events, uniqExact(name) AS activities
          FROM events WHERE workspace_id = {id:UUID} AND type = 'track'`,
    params: { id: own.id },
    row: z.object({ cases: z.coerce.number(), events: z.coerce.number(), activities: z.coerce.number() }),
  })
  return [row?.cases, row?.events, row?.activities]
}

const faultless = (done: Import) => [done.state, done.rejected, done.duplicates, done.accepted]

describe.skipIf(!hasSharedData)('event logs', () => {
  test.each([
    ['running-example.xes', 6, 42, 8],
    ['running-example.csv', 6, 42, 8],
    ['roadtraffic50traces.xes', 51, 201, 8],
    ['roadtraffic100traces.xes', 100, 390, 10],
    ['reviewing.xes', 100, 3730, 14],
    ['interval_event_log.csv', 1266, 8109, 8],
  ])('%s has %i cases, %i events and %i activities', async (name, cases, events, activities) => {
    const own = await server.workspace()
    const done = await importAll(own, [shared(`event-logs/${name}`)])
    expect(faultless(done)).toEqual(['done', 0, 0, events])
    expect(await countsOf(own)).toEqual([cases, events, activities])
  })

  test.each([
    ['sepsis.csv', 15_214],
    ['patients.csv', 5_442],
  ])('all %s rows get in: %i', async (name, events) => {
    const own = await server.workspace()
    const done = await importAll(own, [shared(`event-logs/${name}`)])
    expect(faultless(done)).toEqual(['done', 0, 0, events])
  })

  test.each(['jsonocel', 'xmlocel', 'sqlite'])(
    'OCEL 2.0 as %s gives its 13 events and 9 objects',
    async (form) => {
      const own = await server.workspace()
      const done = await importAll(own, [shared(`event-logs/ocel20_example.${form}`)])
      expect(faultless(done)).toEqual(['done', 0, 0, 13])
      expect(done.files[0]?.tables.map((one) => [one.name, one.rowsSeen])).toEqual([
        ['objects', 9],
        ['events', 13],
      ])
      expect((await countsOf(own)).slice(1)).toEqual([13, 8])
    },
  )
})

describe.skipIf(!hasSharedData)('awkward logs', () => {
  /** How many rows stay, and the times of the completion that they say, as the expected files have them. */
  const cases = [
    ['test1-valid', 'test1-valid-expected'],
    ['test2-missing-columns', 'test2-missing-columns-expected'],
    ['test3-invalid-end-timestamp', 'test3-invalid-end-timestamp-expected'],
    ['test4-invalid-start-timestamp', 'test4-invalid-start-timestamp-expected'],
    ['test5-empty-caseID', 'test5-empty-caseID-expected'],
    ['test6-different-delimiters', 'test6-different-delimiters-expected'],
    ['test7-record-invalid', 'test7-record-invalid-expected'],
    ['test9-differentiate-dates', 'test9-differentiate-dates-expected'],
    ['test10-eventAttribute', 'test10-eventAttribute-expected'],
  ] as const
  test.each(cases)('%s keeps what %s says', async (name, expected) => {
    const own = await server.workspace()
    const done = await importAll(own, [shared(`event-logs/import-cases/${name}.csv`)])
    const rows = shared(`event-logs/import-cases/${expected}.csv`)[1].toString().trim().split(/\r?\n/)
    expect(done.state).toBe('done')
    const stored = await own.stored()
    const kept = stored.map((one) => [
      (JSON.parse(one.raw) as { userId: string }).userId,
      one.name,
      stamp(one.at),
    ])
    const wanted = rows.map((row) => row.split(',')).map(([id, activity, , end]) => [id, activity, end])
    expect(kept.map(String).toSorted()).toEqual(wanted.map(String).toSorted())
    expect(done.rejected).toBe(done.rows - wanted.length)
  })

  test('a log of which no row is sound rejects them all and says why', async () => {
    const own = await server.workspace()
    const done = await importAll(own, [shared('event-logs/import-cases/test8-all-invalid.csv')])
    expect(done).toMatchObject({ state: 'done', rows: 3, accepted: 0, rejected: 3 })
    const answer = await own.key.request('GET', done.rejectsUrl ?? '')
    expect(answer.text.trim().split('\r\n')).toHaveLength(4)
  })
})

const stamp = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '')

describe.skipIf(!hasSharedData)('olist', () => {
  const parts = ['customers', 'order_items', 'order_payments', 'orders', 'products', 'sellers']
  const files = () => [
    ...parts.map((part) => shared(`olist/olist_${part}_dataset.csv`)),
    shared('olist/product_category_name_translation.csv'),
  ]

  /** A column of one of the files; none of them has a quote in it. */
  function column(part: string, name: string): string[] {
    const [, content] = shared(`olist/olist_${part}_dataset.csv`)
    const [header = '', ...rows] = content.toString().trim().split(/\r?\n/)
    const at = header.split(',').indexOf(name)
    return rows.map((row) => row.split(',')[at] ?? '')
  }
  const filled = (part: string, name: string) => column(part, name).filter((value) => value !== '').length

  test('orders, items, payments, customers and sellers become journeys with partners', async () => {
    const own = await server.workspace()
    const done = await importAll(own, files())
    expect([done.problem, ...faultless(done).slice(0, 3)]).toEqual([null, 'done', 0, 0])
    await server.caughtUp()
    const rows = await server.stores.clickhouse.select({
      name: 'test.olist',
      sql: `SELECT toString(name) AS name, count() AS n FROM events
            WHERE workspace_id = {id:UUID} AND type = 'track' GROUP BY name`,
      params: { id: own.id },
      row: z.object({ name: z.string(), n: z.coerce.number() }),
    })
    expect(Object.fromEntries(rows.map((row) => [row.name, row.n]))).toEqual({
      'Order purchase': 8135,
      'Order approved': filled('orders', 'order_approved_at'),
      'Order delivered carrier': filled('orders', 'order_delivered_carrier_date'),
      'Order delivered customer': filled('orders', 'order_delivered_customer_date'),
      'Olist order items': column('order_items', 'order_id').length,
      'Olist order payments': column('order_payments', 'order_id').length,
    })
    const [people] = await server.stores.clickhouse.select({
      name: 'test.people',
      sql: `SELECT uniqExact(person_id) AS n FROM events WHERE workspace_id = {id:UUID} AND type != 'signal'`,
      params: { id: own.id },
      row: z.object({ n: z.coerce.number() }),
    })
    expect(people?.n).toBe(new Set(column('customers', 'customer_unique_id')).size)
    const seller = column('sellers', 'seller_id')[0] ?? ''
    const accounts = await own.key.get<{ items: { name: string }[] }>(`/api/v1/accounts?search=${seller}`)
    expect(accounts.items.map((one) => one.name)).toEqual([seller])
  })

  test('the share of late deliveries is that of the file', async () => {
    const own = await server.workspace()
    const customers = shared('olist/olist_customers_dataset.csv')
    await importAll(own, [shared('olist/olist_orders_dataset.csv'), customers])
    await server.caughtUp()
    const [late] = await server.stores.clickhouse.select({
      name: 'test.late',
      sql: `SELECT count() AS delivered, countIf(time > parseDateTime64BestEffort(properties.order_estimated_delivery_date::String, 3, 'UTC')) AS late
            FROM events WHERE workspace_id = {id:UUID} AND name = 'Order delivered customer'`,
      params: { id: own.id },
      row: z.object({ delivered: z.coerce.number(), late: z.coerce.number() }),
    })
    const due = column('orders', 'order_estimated_delivery_date')
    const came = column('orders', 'order_delivered_customer_date')
    expect(late).toEqual({
      delivered: came.filter((value) => value !== '').length,
      late: came.filter((value, index) => value !== '' && value > (due[index] ?? '')).length,
    })
  })
})

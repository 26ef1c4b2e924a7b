import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importAll } from '../../../test/import-files.ts'
import { faultsOfOcel, type Ocel } from '../../../test/ocel.ts'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

const at = (second: number) => new Date(Date.parse('2026-03-01T10:00:00Z') + second * 1000).toISOString()

const text = fc.oneof(
  fc.constantFrom('a', 'Ünï 👍', '<b>&"', '=1+1', 'x\ny', 'null'),
  fc.string({ maxLength: 12 }),
)
const value = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.integer(), { maxLength: 3 }),
)
const properties = fc.dictionary(fc.constantFrom('p', 'q r', 'a.b', 'total'), value, { maxKeys: 3 })
const who = fc.record({
  userId: fc.constantFrom('u1', 'u2', 'u3'),
  anonymousId: fc.constantFrom('d1', 'd2', 'd3', 'd4'),
})
const event = fc.oneof(
  fc.record({
    type: fc.constant('track'),
    who,
    event: fc.constantFrom('Looked', 'Order Completed'),
    properties,
  }),
  fc.record({ type: fc.constant('page'), who, name: fc.constantFrom('Home', 'About'), properties }),
  fc.record({
    type: fc.constant('identify'),
    who,
    traits: fc.record({ name: text, plan: fc.constantFrom('a', 'b') }),
  }),
  fc.record({
    type: fc.constant('group'),
    who,
    groupId: fc.constantFrom('g1', 'g2'),
    traits: fc.record({ name: text }),
  }),
)
const history = fc.array(fc.tuple(event, fc.boolean()), { minLength: 1, maxLength: 25 }).map((events) =>
  events.map(([{ who: sender, ...rest }, isKnown], n) => ({
    ...rest,
    ...(isKnown ? sender : { anonymousId: sender.anonymousId }),
    messageId: `m${n}`,
    timestamp: at(n * 7_000),
  })),
)

const exported = async (own: TestWorkspace, query = '') => {
  await server.caughtUp()
  return (await own.key.request('GET', `/api/v1/export${query}`)).text
}
type Person = {
  name: string
  identifiers: { kind: string; value: string }[]
  traits: { name: string; value: unknown }[]
}
async function peopleOf(own: TestWorkspace) {
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/people?limit=200')
  const people = await Promise.all(items.map(({ id }) => own.key.get<Person>(`/api/v1/people/${id}`)))
  return people
    .map(({ name, identifiers, traits }) => [
      name,
      identifiers.map((one) => `${one.kind} ${one.value}`).toSorted(),
      Object.fromEntries(traits.map((one) => [one.name, one.value])),
    ])
    .toSorted((x, y) => (JSON.stringify(x) < JSON.stringify(y) ? -1 : 1))
}

test('an export that goes back into an empty workspace gives the same events, people and export; into its own, nothing', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (events) => {
      const [first, second] = [await server.workspace(), await server.workspace()]
      await first.send(events)
      const file = await exported(first)
      expect(file.trim().split('\n')).toHaveLength(events.length)
      const done = await importAll(second, [['export.ndjson', file]])
      expect([done.state, done.rejected, done.accepted]).toEqual(['done', 0, events.length])
      expect(await exported(second)).toBe(file)
      expect(await peopleOf(second)).toEqual(await peopleOf(first))
      const own = await importAll(first, [['export.ndjson', file]])
      expect([own.state, own.accepted, own.duplicates]).toEqual(['done', 0, events.length])
      expect(await exported(first)).toBe(file)
    }),
    { numRuns: 4, endOnFailure: true },
  )
}, 120_000)

test('many pages of many days are exported once each, and a span leaves out what lies outside', async () => {
  const own = await server.workspace()
  const sent = Array.from({ length: 4_500 }, (_, n) => ({
    type: 'track',
    event: 'Looked',
    userId: `u${n % 50}`,
    messageId: `m${n}`,
    timestamp: at(Math.floor(n / 1_500) * 86_400 + (n % 700)),
  }))
  for (let from = 0; from < sent.length; from += 1_500) await own.send(sent.slice(from, from + 1_500))
  const ids = (file: string) =>
    file
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { messageId: string }).messageId)
  const all = ids(await exported(own))
  expect([all.length, new Set(all).size]).toEqual([4_500, 4_500])
  const middle = ids(await exported(own, `?from=${at(86_400)}&to=${at(2 * 86_400)}`))
  expect(new Set(middle)).toEqual(new Set(sent.slice(1_500, 3_000).map((one) => one.messageId)))
})

test('XES and OCEL 2.0 come back as the same interactions; CSV has a row for each and runs nothing', async () => {
  const own = await server.workspace()
  await own.send([
    { type: 'group', userId: 'u1', groupId: 'acme', traits: { name: 'Acme & Söhne' }, timestamp: at(0) },
    {
      type: 'track',
      event: 'Looked <twice>',
      userId: 'u1',
      properties: { query: '=1+1 "x"', n: 2 },
      timestamp: at(5),
    },
    { type: 'page', name: 'Home', anonymousId: 'd1', timestamp: at(9) },
    { type: 'track', event: 'Order Completed', userId: 'u1', properties: { total: 9.5 }, timestamp: at(12) },
  ])
  const xes = await server.workspace()
  const fromXes = await importAll(xes, [['export.xes', await exported(own, '?form=xes')]])
  expect([fromXes.state, fromXes.rejected, fromXes.accepted]).toEqual(['done', 0, 3])
  expect((await xes.stored()).map((one) => [one.name, one.at])).toEqual([
    ['Looked <twice>', Date.parse(at(5))],
    ['Page Viewed', Date.parse(at(9))],
    ['Order Completed', Date.parse(at(12))],
  ])
  const ocel = await server.workspace()
  const fromOcel = await importAll(ocel, [['export.jsonocel', await exported(own, '?form=ocel')]])
  expect([fromOcel.state, fromOcel.rejected]).toEqual(['done', 0])
  expect(fromOcel.files[0]?.tables.map((one) => [one.name, one.rowsSeen])).toEqual([
    // Two people, an account, and the two touchpoints that are known by themselves.
    ['objects', 5],
    ['events', 3],
  ])
  const csv = await exported(own, '?form=csv')
  const rows = csv.trim().split('\r\n')
  expect(rows).toHaveLength(5)
  expect(rows.slice(1).every((row) => !/(^|,)=/.test(row))).toBe(true)
})

test('orders, tickets, survey answers, products and touchpoints of everything are objects of OCEL, each once', async () => {
  const own = await server.workspace()
  const said = (userId: string, event: string, second: number, properties: object) => ({
    ...{ type: 'track', userId, event, properties, messageId: `${event} ${second}`, timestamp: at(second) },
  })
  await own.send([
    { type: 'group', userId: 'ana', groupId: 'acme', timestamp: at(0) },
    said('ana', 'Order Completed', 1, {
      ...{ order_id: 'o1', total: 30, currency: 'EUR' },
      products: [{ product_id: 'p1', name: 'Cup' }, { product_id: 'p2' }],
    }),
    said('ana', 'Product Viewed', 2, { product_id: 'p1', name: 'Cup' }),
    said('bea', 'Order Refunded', 3, { order_id: 'o1' }),
    said('bea', 'Ticket Opened', 4, { ticket_id: 't1', topic: 'returns', order_id: 'o1' }),
    said('ana', 'Survey Answered', 5, { survey_id: 's', metric: 'nps', score: 3, order_id: 'o1' }),
    said('cid', 'Looked', 6, { order_id: '', ticket_id: null, products: 'none' }),
  ])
  const text = await exported(own, '?form=ocel')
  const log = JSON.parse(text) as Ocel
  expect(faultsOfOcel(log)).toEqual([])
  const ids = Object.groupBy(log.objects, (one) => one.type)
  expect(
    ['account', 'order', 'ticket', 'survey_response', 'product'].map((type) =>
      ids[type]?.map(({ id }) => id),
    ),
  ).toEqual([
    ['account:acme'],
    ['order:o1'],
    ['ticket:t1'],
    ['survey_response:Survey Answered 5'],
    ['product:p1', 'product:p2'],
  ])
  const order = ids.order?.[0]
  expect(order?.attributes.map(({ name, value, time }) => [name, value, time])).toEqual([
    ['status', 'completed', at(1)],
    ['total', 30, at(1)],
    ['currency', 'EUR', at(1)],
    ['status', 'refunded', at(3)],
  ])
  const told = (of: { objectId: string; qualifier: string }[] = []) =>
    of.map(
      ({ objectId, qualifier }) => `${qualifier} ${/^[0-9a-f-]{36}$/.test(objectId) ? 'person' : objectId}`,
    )
  expect(told(order?.relationships).toSorted()).toEqual([
    ...['contains product:p1', 'contains product:p2', 'of person', 'of person'],
  ])
  const opened = log.events.find(({ id }) => id === 'Ticket Opened 4')
  expect(told(opened?.relationships).filter((one) => !one.startsWith('at '))).toEqual([
    ...['of person', 'about order:o1', 'opens ticket:t1'],
  ])
  const back = await server.workspace()
  const again = await importAll(back, [['export.jsonocel', text]])
  expect([again.state, again.rejected]).toEqual(['done', 0])
  // Of all objects that an event names it is the person whom it is counted for.
  const people = (all: Awaited<ReturnType<typeof own.stored>>) => {
    const whose = ({ raw }: { raw: string }) => (JSON.parse(raw) as { userId?: string }).userId ?? ''
    const tracked = all.filter(({ type }) => type === 'track')
    return [...Map.groupBy(tracked, whose).values()].map((events) => events.map(({ name }) => name))
  }
  expect(people(await own.stored())).toHaveLength(3)
  expect(people(await back.stored())).toEqual(people(await own.stored()))
  // Of a span in which nobody tells of the order it is no object.
  const later = JSON.parse(await exported(own, `?form=ocel&from=${at(6)}`)) as Ocel
  expect(faultsOfOcel(later)).toEqual([])
  expect(later.objects.filter((one) => !['person', 'account', 'touchpoint'].includes(one.type))).toEqual([])
})

test('only who may read people exports, and only their own workspace', async () => {
  const [own, other] = [await server.workspace(), await server.workspace()]
  await own.send([{ type: 'track', event: 'Looked', userId: 'u1' }])
  expect(await exported(other)).toBe('')
  expect((await (await own.as('viewer')).request('GET', '/api/v1/export')).status).toBe(403)
  for (const query of ['form=sql', 'from=2026-03-02&to=2026-03-01', 'from=2026-13-01'])
    expect([query, (await own.key.request('GET', `/api/v1/export?${query}`)).status]).toEqual([query, 400])
})

test('dates are local days of the workspace, the last one included', async () => {
  const own = await server.workspace({ timeZone: 'America/Sao_Paulo' })
  const times = [
    '2026-03-01T02:59:59Z',
    '2026-03-01T03:00:00Z',
    '2026-03-03T02:59:59Z',
    '2026-03-03T03:00:00Z',
  ]
  await own.send(
    times.map((timestamp, n) => ({
      type: 'track',
      event: 'Looked',
      userId: 'u',
      messageId: `m${n}`,
      timestamp,
    })),
  )
  const file = await exported(own, '?from=2026-03-01&to=2026-03-02')
  expect(file.match(/"messageId":"m\d"/g)).toEqual(['"messageId":"m1"', '"messageId":"m2"'])
})

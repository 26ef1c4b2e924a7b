import type { ConformanceAnswer, JourneyMap, MapDocument, ProcessAnswer } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AskedServer, march, openAskedServer, track } from '../../../test/asked-server.ts'
import { importAll } from '../../../test/import-files.ts'
import { faultsOfOcel, type Ocel } from '../../../test/ocel.ts'
import type { TestWorkspace } from '../../../test/test-server.ts'

let server: AskedServer
let own: TestWorkspace
let mapId: string
const start = Date.parse('2026-03-05T00:00:00Z')
const at = (hour: number) => new Date(start + hour * 3_600_000).toISOString()
const walk = (user: string, ...events: [event: string, hour: number][]) =>
  events.map(([event, hour]) => track(user, event, at(hour)))
/** A name that would break out of a statement, of XML or of JSON. */
const odd = `Sees '<it>' \\' " & {x:String}`
const step = (id: string, name: string, event: string) => ({ id, name, matcher: { event } })

beforeAll(async () => {
  server = await openAskedServer()
  own = await server.filled([
    ...walk('ana', ['Product Viewed', 0], ['Banner Closed', 1], ['Order Completed', 2]),
    ...walk('bea', ['Order Completed', 5], ['Product Viewed', 6], ['Product Viewed', 7]),
    track('ana', 'Ticket Opened', at(3), { topic: 'late' }),
    ...walk('cid', ['Banner Closed', 8]),
  ])
  const document = {
    name: 'Buying',
    lanes: [],
    asIs: {
      stages: [
        {
          id: 'all',
          name: 'All of it',
          steps: [
            step('sees', odd, 'Product Viewed'),
            { id: 'thinks', name: 'Thinks it over' },
            step('pays', 'Pays', 'Order Completed'),
            // Another step is called the same.
            step('complains', 'Pays', 'Ticket Opened'),
          ],
        },
      ],
    },
  } satisfies Partial<Record<keyof MapDocument, unknown>>
  mapId = (await own.key.post<JourneyMap>('/api/v1/maps', { document }, 201)).id
})
afterAll(() => server.close())

const log = async (form: 'xes' | 'ocel', more: object = {}) => {
  const answer = await own.key.request('POST', '/api/v1/questions/conformance-log', {
    body: { conformance: { mapId, range: march, ...more }, form },
  })
  expect([answer.status, answer.headers['content-disposition']]).toEqual([
    200,
    expect.stringContaining(`teia-conformance.${form === 'xes' ? 'xes' : 'jsonocel'}`),
  ])
  return answer.text
}
const names = ['Pays (complains)', 'Pays (pays)', odd]

test('the cases of a map are what its conformance counts: a case for each person, in the words of the drawing', async () => {
  const counted = await own.key.post<ConformanceAnswer>('/api/v1/questions/conformance', {
    ...{ mapId, range: march },
  })
  const back = await server.workspace()
  const brought = await importAll(back, [['log.xes', await log('xes')]])
  expect([brought.state, brought.rejected, brought.accepted]).toEqual(['done', 0, 6])
  const told = await back.key.post<ProcessAnswer>('/api/v1/questions/process', { range: march, by: 'event' })
  expect([told.totals.cases, told.totals.variants]).toEqual([counted.people, counted.variants])
  expect(told.nodes.map(({ id }) => id).toSorted()).toEqual(names)
  expect(told.edges.map(({ source, target, times }) => [source, target, times]).toSorted()).toEqual([
    ['Pays (pays)', 'Pays (complains)', 1],
    ['Pays (pays)', odd, 1],
    [odd, 'Pays (pays)', 1],
    [odd, odd, 1],
  ])
})

test('as OCEL the steps are types of events and people are objects; a filter leaves out whom it does not fit', async () => {
  const all = JSON.parse(await log('ocel')) as Ocel
  expect(faultsOfOcel(all)).toEqual([])
  expect(all.eventTypes.map(({ name }) => name).toSorted()).toEqual(names)
  expect(all.objects.filter(({ type }) => type === 'person')).toHaveLength(2)
  const filter = { property: 'topic', operator: 'equals', value: 'late' }
  const some = JSON.parse(await log('ocel', { filter })) as Ocel
  expect(some.events.map(({ type }) => type)).toEqual(['Pays (complains)'])
})

test('steps that are not kept are called by their ids, and only who may read people gets the log', async () => {
  const steps = [{ id: 'pays', stage: 'all', matcher: { event: 'Order Completed' } }]
  const xes = await own.key.request('POST', '/api/v1/questions/conformance-log', {
    body: { conformance: { steps, range: march } },
  })
  expect(xes.text.match(/"concept:name" value="pays"/g)).toHaveLength(2)
  const viewer = await own.as('viewer')
  const ask = (caller: typeof own.key, conformance: object) =>
    caller.request('POST', '/api/v1/questions/conformance-log', { body: { conformance, form: 'xes' } })
  expect((await ask(viewer, { mapId, range: march })).status).toBe(403)
  expect((await ask(own.key, { steps: [], range: march })).status).toBe(400)
  const other = await server.workspace()
  expect((await ask(other.key, { mapId, range: march })).status).toBe(404)
})

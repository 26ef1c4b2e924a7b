import type { ProcessAnswer, ProcessPeopleAnswer, ProcessVariantsAnswer } from '@teia/contracts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AskedServer, march, openAskedServer, track } from '../../../test/asked-server.ts'
import { hasSharedData, importAll, shared } from '../../../test/import-files.ts'
import { faultsOfOcel, type Ocel } from '../../../test/ocel.ts'
import type { TestWorkspace } from '../../../test/test-server.ts'

let server: AskedServer
beforeAll(async () => {
  server = await openAskedServer()
})
afterAll(() => server.close())

const start = Date.parse('2026-03-05T00:00:00Z')
const at = (hour: number) => new Date(start + hour * 3_600_000).toISOString()
const walk = (user: string, ...events: [event: string, hour: number][]) =>
  events.map(([event, hour]) => track(user, event, at(hour)))
const process = (own: TestWorkspace, question: object = {}) =>
  own.key.post<ProcessAnswer>('/api/v1/questions/process', { range: march, by: 'event', ...question })
const edgeOf = (answer: ProcessAnswer, source: string, target: string) =>
  answer.edges.find((edge) => edge.source === source && edge.target === target)

describe.skipIf(!hasSharedData)('on public logs, brought in as files', () => {
  const always = { from: '2000-01-01', to: '2014-12-31', timeZone: 'UTC' }
  const ask = async (log: string) => {
    const own = await server.workspace()
    expect(await importAll(own, [shared(`event-logs/${log}.xes`)])).toMatchObject({
      state: 'done',
      rejected: 0,
    })
    return { own, answer: await process(own, { range: always }) }
  }

  test('the running example has 6 variants and 16 pairs, decides after checking 6 times, and two cases do nine things again', async () => {
    const { own, answer } = await ask('running-example')
    expect(answer.totals).toEqual({
      ...{ people: 6, cases: 6, interactions: 42, variants: 6, reworkCases: 2, extra: 9 },
    })
    expect([answer.nodes.length, answer.edges.length]).toEqual([8, 16])
    expect(edgeOf(answer, 'check ticket', 'decide')).toMatchObject({
      ...{ times: 6, meanSeconds: 181_960, medianSeconds: 129_300 },
    })
    const { variants, total } = await own.key.post<ProcessVariantsAnswer>(
      '/api/v1/questions/process-variants',
      { process: { range: always, by: 'event' } },
    )
    expect([total, variants.length, variants.at(-1)?.cumulativeShare]).toEqual([6, 6, 1])
    const again = await own.key.post<ProcessPeopleAnswer>('/api/v1/questions/process-people', {
      process: { range: always, by: 'event' },
      of: { node: 'decide', part: 'repeats' },
    })
    expect(again.total).toBe(2)
  })

  test('a hundred fines have 10 variants and 18 pairs; 77 are sent after 87 days and an hour, ten repeat a step', async () => {
    const { answer } = await ask('roadtraffic100traces')
    expect(answer.totals).toMatchObject({ cases: 100, interactions: 390, variants: 10, reworkCases: 10 })
    expect([answer.nodes.length, answer.edges.length]).toEqual([10, 18])
    expect(answer.nodes.reduce((sum, node) => sum + node.selfLoops, 0)).toBe(5)
    // By the clock on the wall it is an hour less: the clocks are put forward in between.
    expect(edgeOf(answer, 'Create Fine', 'Send Fine')).toMatchObject({ times: 77, medianSeconds: 7_520_400 })
  })
})

test('steps that are not told apart are one, and what comes in still goes out', async () => {
  const own = await server.filled([
    ...walk('ana', ['A', 0], ['B', 1], ['C', 2], ['A', 3]),
    ...walk('bea', ['A', 0], ['C', 1]),
  ])
  const answer = await process(own, { limit: 1 })
  expect(answer.nodes.map((node) => [node.id, node.kind, node.interactions, node.cases])).toEqual([
    ['A', 'step', 3, 2],
    ['…other', 'other', 3, 2],
  ])
  expect(answer.folded).toBe(2)
  expect(answer.totals).toMatchObject({ variants: 2, reworkCases: 1, extra: 1 })
  expect(edgeOf(answer, '…other', '…other')).toMatchObject({ times: 1, medianSeconds: 3600 })
  const people = await own.key.post<ProcessPeopleAnswer>('/api/v1/questions/process-people', {
    process: { range: march, by: 'event', limit: 1 },
    of: { source: 'A', target: '…other' },
  })
  expect([people.total, people.between?.n]).toEqual([2, 2])
})

test('the people of an account walk as one case', async () => {
  const group = (userId: string) => ({ type: 'group', userId, groupId: 'acme', timestamp: at(0) })
  const own = await server.filled([
    ...['ana', 'bea'].map(group),
    ...walk('ana', ['A', 1], ['C', 3]),
    ...walk('bea', ['B', 2]),
    ...walk('nobody', ['A', 1], ['C', 2]),
  ])
  const answer = await process(own, { scope: 'account' })
  expect(answer.totals).toMatchObject({ people: 2, cases: 1, interactions: 3, variants: 1 })
  expect(answer.edges.map((edge) => [edge.source, edge.target, edge.people, edge.times])).toEqual([
    ['A', 'B', 1, 1],
    ['B', 'C', 1, 1],
  ])
  const whole = { range: march, by: 'event', scope: 'account' }
  const { variants } = await own.key.post<ProcessVariantsAnswer>('/api/v1/questions/process-variants', {
    process: whole,
  })
  expect(variants).toMatchObject([{ steps: ['A', 'B', 'C'], cases: 1, people: 2, medianSeconds: 7200 }])
  const behind = await own.key.post<ProcessPeopleAnswer>('/api/v1/questions/process-people', {
    process: whole,
    of: { variant: variants[0]?.id },
  })
  expect([behind.total, behind.items.every((one) => one.at === at(3))]).toEqual([2, true])
})

test('the change of channel is told of each edge and ranked, and the period before stands beside', async () => {
  const site = { page: { path: '/p' } }
  const app = { app: { name: 'Shop' } }
  const event = (name: string, hour: number, context: object) => ({
    ...{ ...track('ana', name, at(hour)), context },
  })
  const own = await server.filled([
    ...[event('A', 0, site), event('B', 1, app), event('A', 2, site), event('B', 4, app)],
    ...walk('bea', ['A', -24 * 30], ['B', -24 * 30 + 5]),
  ])
  const answer = await process(own, { compare: 'previous', range: { from: '2026-03-01', to: '2026-03-31' } })
  expect(edgeOf(answer, 'A', 'B')).toMatchObject({
    ...{ times: 2, switches: 2, isSwitch: true, before: { cases: 1, times: 1, medianSeconds: 18_000 } },
  })
  expect(answer.switches).toEqual([
    { source: 'web', target: 'app', times: 2, meanSeconds: 5400 },
    { source: 'app', target: 'web', times: 1, meanSeconds: 3600 },
  ])
  expect(answer.previous).toEqual({ people: 1, cases: 1, interactions: 2, reworkCases: 0, extra: 0 })
})

test('a log of the cases comes back by an import as the same process, as XES a trace a session, as OCEL with its objects', async () => {
  const own = await server.filled([
    { type: 'group', userId: 'ana', groupId: 'acme', timestamp: at(0) },
    ...walk('ana', ['A <x>', 0], ['B', 0.2], ['A <x>', 5], ['C', 5.1]),
    ...walk('bea', ['A <x>', 1], ['C', 1.3]),
  ])
  const question = { range: march, by: 'event', scope: 'session' }
  const log = async (form: 'xes' | 'ocel') => {
    const answer = await own.key.request('POST', '/api/v1/questions/process-log', {
      body: { process: question, form },
    })
    expect([answer.status, answer.headers['content-disposition']]).toEqual([
      200,
      expect.stringContaining(`teia-process.${form === 'xes' ? 'xes' : 'jsonocel'}`),
    ])
    return answer.text
  }
  const told = ({ totals, edges }: ProcessAnswer) => [
    [totals.cases, totals.interactions, totals.variants],
    edges.map((edge) => [edge.source, edge.target, edge.times, edge.meanSeconds]),
  ]
  const asked = await process(own, { scope: 'session' })
  const xes = await server.workspace()
  const back = await importAll(xes, [['log.xes', await log('xes')]])
  expect([back.state, back.rejected, back.accepted]).toEqual(['done', 0, 6])
  expect(told(await process(xes))).toEqual(told(asked))

  const text = await log('ocel')
  const { objects, events } = JSON.parse(text) as {
    objects: { id: string; type: string }[]
    events: { relationships: { objectId: string }[] }[]
  }
  const counts = Object.entries(Object.groupBy(objects, (one) => one.type)).map(([type, all]) => [
    type,
    all?.length,
  ])
  expect(Object.fromEntries(counts)).toEqual({ account: 1, person: 2, session: 3 })
  const known = new Set(objects.map((one) => one.id))
  expect(known.size).toBe(objects.length)
  const named = events.flatMap((one) => one.relationships.map(({ objectId }) => objectId))
  expect(named.filter((id) => !known.has(id))).toEqual([])
  const ocel = await server.workspace()
  const again = await importAll(ocel, [['log.jsonocel', text]])
  expect([again.state, again.rejected]).toEqual(['done', 0])
  expect((await process(ocel)).totals.interactions).toBe(6)
})

test('orders, tickets, survey answers and products are objects of OCEL, each once, with who and what they are of', async () => {
  const said = (who: string, event: string, hour: number, properties: object) => ({
    ...track(who, event, at(hour)),
    ...{ properties, messageId: `${event} ${hour}` },
  })
  const own = await server.filled([
    said('ana', 'Product Viewed', 0, { product_id: 'p1', name: 'Cup' }),
    said('ana', 'Order Completed', 1, {
      ...{ order_id: 'o1', total: 30, currency: 'EUR' },
      products: [{ product_id: 'p1', name: 'Cup' }, { product_id: 'p2' }, { sku: 'none' }],
    }),
    // Somebody else gives the same order back, and opens a ticket about it.
    said('bea', 'Order Refunded', 5, { order_id: 'o1', total: 30 }),
    said('bea', 'Ticket Opened', 6, { ticket_id: 't1', topic: 'returns', order_id: 'o1' }),
    said('agent', 'Ticket Solved', 8, { ticket_id: 't1', topic: 'returns' }),
    said('ana', 'Survey Answered', 9, { survey_id: 's', metric: 'nps', score: 3, order_id: 'o1' }),
    said('cid', 'Looked', 9, { order_id: '', ticket_id: null, products: 'none' }),
  ])
  const answer = await own.key.request('POST', '/api/v1/questions/process-log', {
    body: { process: { range: march, by: 'event' }, form: 'ocel' },
  })
  const log = JSON.parse(answer.text) as Ocel
  expect(faultsOfOcel(log)).toEqual([])
  const idOf = new Map(log.events.map((one) => [one.id, one.relationships.find((r) => r.qualifier === 'of')]))
  const person = (message: string) => ({ objectId: idOf.get(message)?.objectId, qualifier: 'of' })
  const [ana, bea] = [person('Order Completed 1'), person('Order Refunded 5')]
  const told = (id: string) => log.objects.find((one) => one.id === id)
  expect(log.objects.filter((one) => !['person', 'touchpoint'].includes(one.type))).toHaveLength(5)
  expect(told('order:o1')).toEqual({
    ...{ id: 'order:o1', type: 'order' },
    attributes: [
      { name: 'status', time: at(1), value: 'completed' },
      { name: 'total', time: at(1), value: 30 },
      { name: 'currency', time: at(1), value: 'EUR' },
      { name: 'status', time: at(5), value: 'refunded' },
    ],
    relationships: [
      ana,
      { objectId: 'product:p1', qualifier: 'contains' },
      { objectId: 'product:p2', qualifier: 'contains' },
      bea,
    ],
  })
  expect(told('ticket:t1')?.attributes.map(({ value }) => value)).toEqual(['opened', 'returns', 'solved'])
  expect(told('ticket:t1')?.relationships).toContainEqual({ objectId: 'order:o1', qualifier: 'about' })
  expect(told('survey_response:Survey Answered 9')).toMatchObject({
    attributes: [{ value: 's' }, { value: 'nps' }, { value: 3 }],
    relationships: [ana, { objectId: 'order:o1', qualifier: 'about' }],
  })
  expect(told('product:p1')?.attributes).toEqual([{ name: 'name', time: at(0), value: 'Cup' }])
  const events = new Map(
    log.events.map(({ id, relationships }) => [
      id,
      relationships.filter(({ qualifier }) => qualifier !== 'of' && qualifier !== 'at'),
    ]),
  )
  expect(events.get('Order Completed 1')).toEqual([
    { objectId: 'order:o1', qualifier: 'places' },
    { objectId: 'product:p1', qualifier: 'about' },
    { objectId: 'product:p2', qualifier: 'about' },
  ])
  expect(events.get('Looked 9')).toEqual([])
  const back = await server.workspace()
  const again = await importAll(back, [['log.jsonocel', answer.text]])
  expect([again.state, again.rejected]).toEqual(['done', 0])
  expect((await process(back)).totals.interactions).toBe(7)
})

test('a process of nothing is empty, and one that cannot be asked is refused', async () => {
  const own = await server.filled([])
  const nothing = await process(own)
  expect([nothing.nodes, nothing.edges, nothing.totals.cases]).toEqual([[], [], 0])
  const bad: [path: string, body: object][] = [
    ['process', { range: { from: '2026-03-02', to: '2026-03-01' } }],
    ['process', { range: march, limit: 101 }],
    ['process', { range: march, scope: 'everybody' }],
    ['process-variants', { process: { range: march }, limit: 0 }],
    ['process-replay', { process: { range: march }, slices: 121 }],
    ['process-log', { process: { range: march }, form: 'csv' }],
    ['process-people', { process: { range: march }, of: { node: 'A', target: 'B' } }],
    ['process-people', { process: { range: march }, of: { node: 'A' }, cursor: 'x' }],
  ]
  for (const [path, body] of bad) {
    const answer = await own.key.request('POST', `/api/v1/questions/${path}`, { body })
    expect([path, answer.status]).toEqual([path, 400])
  }
})

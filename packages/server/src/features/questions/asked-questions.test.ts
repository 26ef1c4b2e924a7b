import { randomUUID } from 'node:crypto'
import type { ConformanceAnswer, QuestionProgress } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'
import { openTestStores } from '../../../test/test-stores.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'

const stores = openTestStores()
let server: TestServer
let own: TestWorkspace
const range = { from: '2026-06-01', to: '2026-06-30' }
const steps = Array.from({ length: 20 }, (_, at) => ({
  ...{ id: `s${at}`, stage: 'all', optional: false, repeats: false },
  matcher: { event: `Event ${at}` },
}))
const journeys = 20_000

/** Statements by their names that wait until they are let go. */
const held = new Map<string, Promise<void>>()
const hold = (name: string): (() => void) => {
  const { promise, resolve } = Promise.withResolvers<void>()
  held.set(name, promise)
  return resolve
}
/** Walks that take long to align: each is another one, and none is as drawn. */
const manyWalks = Array.from({ length: journeys }, (_, one) => ({
  ...{ id: String(one), people: 1, heard: 0, feeling: 0, value: 0 },
  walk: Array.from(
    { length: 100 },
    (_, at) => 1 + ((one * 7 + at * (1 + (one % 17)) + (one >> (at % 14))) % 20),
  ),
  ...{ all_walks: journeys, all_people: journeys, all_cut: 0 },
}))
/** The engine as it is, but statements can be held, and conformance finds very many journeys. */
const slow: ClickHouse = {
  ...stores.clickhouse,
  selectMeasured: async (statement) => {
    await held.get(statement.name)
    if (statement.name !== 'analytics.conformance') return stores.clickhouse.selectMeasured(statement)
    return { rows: z.array(statement.row).parse(manyWalks), elapsedMs: 1, rowsRead: 0 }
  },
}

beforeAll(async () => {
  server = await openTestServer({ stores: { ...stores, clickhouse: slow } })
  own = await server.workspace()
})
afterAll(async () => {
  await server.close()
  await stores.close()
})

const asked = (kind: string, body: object) => {
  const id = randomUUID()
  const headers = { 'x-question-id': id }
  const answer = own.key.request('POST', `/api/v1/questions/${kind}`, { headers, body: { range, ...body } })
  const at = `/api/v1/questions/asked/${id}`
  return { answer, at, progress: () => own.key.request('GET', at) }
}
const told = (answer: { body: unknown }) => answer.body as QuestionProgress

test('a question says how many journeys of all are aligned, ever more of them, until it is answered', async () => {
  const question = asked('conformance', { steps })
  const seen: QuestionProgress[] = []
  let isAnswered = false
  void question.answer.finally(() => {
    isAnswered = true
  })
  while (!isAnswered) {
    const { status, body } = await question.progress()
    if (status === 200) seen.push(body as QuestionProgress)
  }
  const aligning = seen.filter(({ phase, done }) => phase === 'aligning' && done > 0)
  expect(aligning.length).toBeGreaterThan(0)
  expect(new Set(aligning.map(({ total }) => total))).toEqual(new Set([journeys]))
  const counts = aligning.map(({ done }) => done)
  expect(counts).toEqual(counts.toSorted((a, b) => a - b))
  expect(counts.every((n) => n <= journeys)).toBe(true)
  expect(((await question.answer).body as ConformanceAnswer).people).toBe(journeys)
  expect((await question.progress()).status).toBe(404)
}, 120_000)

test('what separates says how many of its statements are done', async () => {
  const letGo = hold('analytics.separates')
  const question = asked('separates', {
    range: undefined,
    funnel: { range, steps: [{ event: 'Event 1' }, { event: 'Event 2' }] },
    step: 1,
  })
  await expect
    .poll(async () => told(await question.progress()), { timeout: 60_000 })
    .toMatchObject({ phase: 'counting', done: 4, total: 5 })
  letGo()
  expect((await question.answer).status).toBe(200)
}, 120_000)

test('whoever knows the id of a question stops it; it is nothing to another workspace', async () => {
  const foreign = await server.workspace()
  const letGo = hold('analytics.trend')
  const question = asked('trend', {})
  await expect.poll(async () => (await question.progress()).status, { timeout: 60_000 }).toBe(200)
  for (const method of ['GET', 'DELETE'])
    expect((await foreign.key.request(method, question.at)).status).toBe(404)
  expect((await question.progress()).status).toBe(200)
  expect((await own.key.request('DELETE', question.at)).status).toBe(204)
  letGo()
  const { status, body } = await question.answer
  expect([status, body]).toEqual([499, expect.objectContaining({ code: 'query_cancelled' })])
  expect((await question.progress()).status).toBe(404)
}, 120_000)

test('an id that is no id is refused', async () => {
  const answer = await own.key.request('POST', '/api/v1/questions/trend', {
    headers: { 'x-question-id': 'x y' },
    body: { range },
  })
  expect([answer.status, answer.body]).toEqual([400, expect.objectContaining({ code: 'invalid_request' })])
})

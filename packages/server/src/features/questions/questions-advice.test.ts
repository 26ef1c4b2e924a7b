import type { Problem } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'
import { openTestStores } from '../../../test/test-stores.ts'
import type { ClickHouse, Statement } from '../../storage/clickhouse/clickhouse.client.ts'

const SLOW = 'SELECT max(sipHash64(number)) AS n FROM numbers(100000000000)'
const stores = openTestStores()
let server: TestServer
let own: TestWorkspace

const isSlow = async (statement: Pick<Statement<unknown>, 'name' | 'timeoutMs'>): Promise<never> => {
  await stores.clickhouse.select({ ...statement, sql: SLOW, row: z.unknown() })
  throw new Error('The slow question came to an end.')
}
/** The engine as it is, but every question would take minutes; it is stopped at the limit that it was given. */
const slow: ClickHouse = {
  ...stores.clickhouse,
  selectMeasured: ({ name, timeoutMs = 0 }) => isSlow({ name, timeoutMs }),
  selectEach: ({ name, timeoutMs = 0 }) => isSlow({ name, timeoutMs }),
}

beforeAll(async () => {
  const limits = { apiCallsPerMinute: 1_000_000, signInsPerMinute: 100_000, questions: { statementMs: 50 } }
  server = await openTestServer({ stores: { ...stores, clickhouse: slow }, limits })
  own = await server.workspace()
})
afterAll(async () => {
  await server.close()
  await stores.close()
})

const range = { from: '2025-01-01', to: '2025-12-31' }
const short = { from: '2025-12-25', to: '2025-12-31' }
const last = (days: string) => ({ from: days, to: '2025-12-31' })
const steps = ['A', 'B', 'C', 'D', 'E', 'F'].map((event) => ({ event }))
const measured = steps.map((matcher, at) => ({ id: `s${at}`, stage: 'all', matcher }))
const funnel = { range: short, steps: steps.slice(0, 2) }
const outcome = { event: 'Order Completed' }
const filter = { and: [{ event: 'A', operator: 'did' }, { not: { property: 'plan', value: 'x' } }] }

test.each([
  ['trend', { range, breakdown: ['event', 'channel'] }, 'range', 'breakdown'],
  ['trend', { range: short, interval: 'hour', compare: 'previous' }, 'interval', 'compare'],
  ['paths', { range: last('2025-12-01'), depth: 9 }, 'range', 'depth', 'person'],
  ['funnel', { range: short, steps, window: { value: 90, unit: 'day' } }, 'steps', 'window'],
  ['funnel', { ...funnel, breakdown: 'channel', scope: 'session' }, 'breakdown', 'person'],
  ['retention', { range, first: outcome, returning: outcome, periods: 30 }, 'range', 'periods'],
  ['lifecycle', { range, filter }, 'range', 'did'],
  ['stickiness', { range }, 'range'],
  ['time-between', { range: short, first: outcome, next: outcome, breakdown: 'channel' }, 'breakdown'],
  ['separates', { funnel: { ...funnel, range }, step: 1, lookbackDays: 90 }, 'range', 'lookback'],
  ['map', { range: short, steps: measured, compare: 'previous' }, 'steps', 'compare'],
  ['conformance', { range, steps: measured }, 'range', 'steps'],
  ['process', { range, scope: 'session' }, 'range', 'person'],
  ['process-variants', { process: { range } }, 'range'],
  [
    'attribution',
    { range: short, outcome, lookbackDays: 90, models: ['last', 'markov_3'] },
    'lookback',
    'order',
  ],
  ['pulse', { range: short }, 'people'],
  ['people', { range: short, filter }, 'did'],
])(
  '%s that takes too long is stopped at its limit, with what to ask instead: %j',
  async (kind, body, ...expected) => {
    const answer = await own.key.request('POST', `/api/v1/questions/${kind}`, { body })
    const problem = answer.body as Problem
    expect([answer.status, problem.code]).toEqual([504, 'query_timeout'])
    expect(problem.advice?.map(({ fault }) => fault.code)).toEqual(expected.map((one) => `advice_${one}`))
  },
  60_000,
)

test('advice is a question that can be asked as it is, also within another', async () => {
  const body = { process: { range, scope: 'session' }, of: { node: 'A' }, cursor: 'of another' }
  const answer = await own.key.request('POST', '/api/v1/questions/process-people', {
    body: { ...body, cursor: undefined },
  })
  const [shorter, perPerson] = (answer.body as Problem).advice ?? []
  expect(shorter?.fault.values).toEqual({ days: 90, asked: 365 })
  expect(shorter?.question).toMatchObject({ process: { range: last('2025-10-03'), scope: 'session' } })
  expect(perPerson?.question).toMatchObject({ process: { range, scope: 'person' }, of: { node: 'A' } })
  const again = await own.key.request('POST', '/api/v1/questions/process-people', { body: shorter?.question })
  const [next] = (again.body as Problem).advice ?? []
  expect([again.status, next?.fault.values]).toEqual([504, { days: 28, asked: 90 }])
})

test('what is refused for another reason has no advice', async () => {
  const answer = await own.key.request('POST', '/api/v1/questions/trend', {
    body: { range: { from: '2025-12-31', to: '2025-01-01' } },
  })
  expect([answer.status, answer.body]).toEqual([
    400,
    expect.not.objectContaining({ advice: expect.anything() }),
  ])
})

test('others are answered while a question runs into its limit', async () => {
  const asked = ['trend', 'pulse', 'paths'].map((kind) =>
    own.key.request('POST', `/api/v1/questions/${kind}`, { body: { range } }),
  )
  expect((await own.key.request('GET', '/api/v1/catalogue')).status).toBe(200)
  expect((await own.key.request('GET', '/api/v1/people')).status).toBe(200)
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([504, 504, 504])
})

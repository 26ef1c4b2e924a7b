import type { AttributionAnswer, ConformanceAnswer, Problem } from '@teia/contracts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
let own: TestWorkspace
const range = { from: '2026-06-01', to: '2026-06-30' }

const did = (userId: string, event: string, day: number, properties: object = {}) => ({
  type: 'track',
  ...{ userId, event, properties },
  messageId: `${userId}-${event}-${day}`,
  timestamp: new Date(Date.UTC(2026, 5, 1) + day * 86_400_000).toISOString(),
})

beforeAll(async () => {
  const limits = { apiCallsPerMinute: 1_000_000, signInsPerMinute: 100_000 }
  server = await openTestServer({
    limits: { ...limits, questions: { walks: 2, steps: 2, paths: 3, touches: 5, touchesHere: 4 } },
  })
  own = await server.workspace()
  await own.send([
    // Three walk as drawn, two leave at the first step, one begins at the second, one goes back.
    ...['a', 'b', 'c'].flatMap((who) => [did(who, 'Seen', 1), did(who, 'Bought', 2)]),
    ...['d', 'e'].map((who) => did(who, 'Seen', 1)),
    did('f', 'Bought', 2),
    ...[did('g', 'Bought', 1), did('g', 'Seen', 2)],
  ])
  await server.caughtUp()
})
afterAll(() => server.close())

test('conformance says how many walks and people are beyond its limit, and counts none of them', async () => {
  const step = (event: string) => ({ id: event, stage: 'all', matcher: { event } })
  const answer = await own.key.post<ConformanceAnswer>('/api/v1/questions/conformance', {
    steps: [step('Seen'), step('Bought')],
    range,
  })
  expect(answer).toMatchObject({
    people: 5,
    fitting: 3,
    variants: 2,
    leftOut: { variants: 2, people: 2, shortened: 0 },
  })
})

test('of longer walks only so many steps are compared, and it says of how many people', async () => {
  const other = await server.workspace()
  await other.send([
    ...[did('a', 'Seen', 1), did('a', 'Bought', 2), did('a', 'Seen', 3), did('a', 'Bought', 4)],
    ...[did('b', 'Seen', 1), did('b', 'Bought', 2)],
  ])
  await server.caughtUp()
  const step = (event: string) => ({ id: event, stage: 'all', matcher: { event } })
  const answer = await other.key.post<ConformanceAnswer>('/api/v1/questions/conformance', {
    steps: [step('Seen'), step('Bought')],
    range,
  })
  expect(answer).toMatchObject({ people: 2, variants: 1, leftOut: { variants: 0, people: 0, shortened: 1 } })
})

describe('paths to an outcome', () => {
  /** Somebody meets these sources one after the other, then buys. */
  const walked = (who: string, ...sources: string[]) => [
    ...sources.map((source, at) => did(who, 'Seen', at, { source })),
    did(who, 'Bought', 20),
  ]
  const divide = async (...walks: object[][]) => {
    const other = await server.workspace()
    await other.send(walks.flat())
    await server.caughtUp()
    return other.key.request('POST', '/api/v1/questions/attribution', {
      body: { range, outcome: { event: 'Bought' }, channel: 'source', filter: { event: 'Seen' } },
    })
  }

  test('as many different ones as the limit are divided, however many people walk them', async () => {
    const { body } = await divide(
      walked('a', 'x'),
      walked('b', 'x'),
      walked('c', 'y'),
      walked('d', 'x', 'y', 'x'),
    )
    expect(body as AttributionAnswer).toMatchObject({ conversions: 4, paths: 3 })
  })

  test('one more is refused, and so are more touches on them, with what to ask instead', async () => {
    for (const [code, most, answer] of [
      ['paths_too_many', 3, await divide(...['x', 'y', 'z', 'w'].map((source) => walked(source, source)))],
      ['touches_too_many', 5, await divide(walked('a', 'x', 'y', 'x'), walked('b', 'y', 'x', 'y'))],
    ] as const) {
      const { fault, advice } = answer.body as Problem
      expect([answer.status, fault]).toEqual([422, { code, values: { most } }])
      expect(advice?.map((one) => one.fault.code)).toEqual(['advice_range'])
    }
  })
})

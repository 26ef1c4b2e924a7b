import type { ConformanceAnswer } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
  server = await openTestServer({ limits: { ...limits, questions: { walks: 2, paths: 3 } } })
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
  expect(answer).toMatchObject({ people: 5, fitting: 3, variants: 2, leftOut: { variants: 2, people: 2 } })
})

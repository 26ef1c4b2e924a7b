import { randomUUID } from 'node:crypto'
import { openTestServer, type TestWorkspace } from './test-server.ts'

export type Series = { key: string[]; total: number; points: { time: string; value: number }[] }
export type Trend = { series: Series[]; folded: number; previous: Series[] | null }
export const march = { from: '2026-03-01', to: '2026-03-10' }
export const track = (userId: string, event: string, timestamp: string, properties: object = {}) => ({
  type: 'track',
  userId,
  event,
  timestamp,
  properties,
  messageId: randomUUID(),
})
export const trend = (own: TestWorkspace, question: object = {}) =>
  own.key.post<Trend>('/api/v1/questions/trend', { range: march, ...question })
export const values = (series: Series | undefined) => series?.points.map((one) => one.value)

/** A server in April 2026, of which questions about March are asked. */
export async function openAskedServer() {
  const server = await openTestServer({ now: () => new Date('2026-04-05T00:00:00Z') })
  /** A workspace in which these messages are stored. */
  const filled = async (batch: object[], timeZone = 'UTC') => {
    const own = await server.workspace({ timeZone })
    await own.send(batch)
    await server.caughtUp()
    return own
  }
  return { ...server, filled, small: () => filled(smallWorld()) }
}
export type AskedServer = Awaited<ReturnType<typeof openAskedServer>>

/** Four people, seven interactions; `n` is the property that filters ask for. */
const smallWorld = () => [
  { type: 'identify', userId: 'ana', traits: { plan: 'pro', age: 30 }, timestamp: '2026-03-01T00:00:00Z' },
  { type: 'identify', userId: 'bea', traits: { plan: 'free' }, timestamp: '2026-03-01T00:00:00Z' },
  track('ana', 'Product Viewed', '2026-03-01T10:00:00Z', { n: 1, s: 'Alpha', b: true, t: '2026-01-01' }),
  track('ana', 'Order Completed', '2026-03-01T10:05:00Z', { n: 10, s: 'beta' }),
  track('ana', 'Product Viewed', '2026-03-02T10:00:00Z', { n: 2.5, s: 'alphabet' }),
  track('bea', 'Product Viewed', '2026-03-02T11:00:00Z', {
    n: -1,
    s: 'Ünï 👍',
    b: false,
    t: '2026-02-01T12:00:00Z',
  }),
  track('caio', 'Order Completed', '2026-03-09T11:00:00Z', { n: 3 }),
  track('caio', 'Strange', '2026-03-09T12:00:00Z'),
  track('dora', 'Product Viewed', '2026-02-27T11:00:00Z', { n: 1 }),
]

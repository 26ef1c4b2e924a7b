import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import RudderAnalytics from '@rudderstack/rudder-sdk-node'
import { Analytics } from '@segment/analytics-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { spawnServer, timestamp } from './spawned-server.ts'

const patience = 180_000
let server: Awaited<ReturnType<typeof spawnServer>>
beforeAll(async () => {
  server = await spawnServer()
  await server.start()
}, patience)
afterAll(() => server.close(), patience)

const times = (names: Iterable<string | number>, count: number) =>
  Object.fromEntries([...names].map((name) => [String(name), count]))
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n)
const stored = (property: string, event: string) =>
  expect.poll(() => server.countsBy(property, event), { timeout: 60_000, interval: 500 })

/**
 * Waits until a message sent after all others is stored, and then compares: the log keeps the order of arrival, so
 * a repetition of what came before would be stored by then as well.
 */
async function expectExactly(property: string, event: string, expected: Record<string, number>) {
  await stored(property, event).toEqual(expected)
  const last = `After ${Object.keys(expected).length} of ${event}`
  await post([{ type: 'track', event: last, userId: 'u', timestamp, properties: { n: 'last' } }])
  await stored('n', last).toEqual({ last: 1 })
  expect(await server.countsBy(property, event)).toEqual(expected)
}

async function post(batch: object[]): Promise<boolean> {
  const body = JSON.stringify({ batch, writeKey: server.keys.write })
  const answer = await fetch(`${server.url}/v1/batch`, { method: 'POST', body }).catch(() => null)
  return answer?.ok ?? false
}

test(
  'batches over four connections are stored exactly once though the server is killed between them',
  async () => {
    const names: string[] = []
    let acknowledged = 0
    let refused = 0
    const connection = async (name: number) => {
      for (const n of numbers(10)) {
        const id = `${name}-${n}`
        names.push(id)
        const batch = numbers(10).map((place) => ({
          type: 'track',
          event: 'Raw',
          userId: `u${place}`,
          timestamp,
          messageId: `${id}-${place}`,
          properties: { batch: id, place: String(place) },
        }))
        while (!(await post(batch))) {
          refused += 1
          await sleep(200)
        }
        acknowledged += 1
      }
    }
    const senders = Promise.all(numbers(4).map(connection))
    await expect.poll(() => acknowledged, { timeout: 60_000, interval: 1 }).toBeGreaterThan(4)
    await server.kill('SIGKILL')
    await server.start()
    await senders

    expect(refused).toBeGreaterThan(0)
    await expectExactly('batch', 'Raw', times(names, 10))
    await expectExactly('place', 'Raw', times(numbers(10), 40))
  },
  patience,
)

test(
  'the unmodified Segment client for Node delivers all exactly once over a kill and a restart',
  async () => {
    const client = new Analytics({
      writeKey: server.keys.write,
      host: server.url,
      flushAt: 3,
      flushInterval: 100,
      maxRetries: 100,
    })
    const failed: unknown[] = []
    let delivered = 0
    client.on('error', (error) => failed.push(error))
    const track = (n: number) =>
      client.track({ event: 'Segment', userId: 'u', timestamp, properties: { n: String(n) } }, (error) => {
        if (!error) delivered += 1
      })
    numbers(12).forEach(track)
    await expect.poll(() => delivered, { timeout: 60_000, interval: 1 }).toBeGreaterThan(0)
    await server.kill('SIGKILL')
    for (const n of numbers(12)) track(12 + n)
    await server.start()
    for (const n of numbers(6)) track(24 + n)
    await client.closeAndFlush({ timeout: 90_000 })

    expect(failed).toEqual([])
    expect(delivered).toBe(30)
    await expectExactly('n', 'Segment', times(numbers(30), 1))
  },
  patience,
)

test(
  'the unmodified RudderStack client for Node delivers all exactly once, also over a kill within its retries',
  async () => {
    const client = new RudderAnalytics(server.keys.write, {
      dataPlaneUrl: server.url,
      flushAt: 3,
      flushInterval: 100,
      retryCount: 12,
    })
    const track = (n: number) =>
      client.track({
        event: 'Rudder',
        userId: 'u',
        timestamp: new Date(timestamp),
        properties: { n: String(n) },
      })
    numbers(10).forEach(track)
    await expectExactly('n', 'Rudder', times(numbers(10), 1))
    await server.kill('SIGKILL')
    for (const n of numbers(6)) track(10 + n)
    await server.start()
    await expectExactly('n', 'Rudder', times(numbers(16), 1))
  },
  patience,
)

test(
  'the unmodified RudderStack client with its own settings delivers all exactly once though answers get lost',
  async () => {
    const front = await openLossyFront(new URL(server.url), 2)
    const client = new RudderAnalytics(server.keys.write, { dataPlaneUrl: front.url })
    for (const n of numbers(20))
      client.track({
        event: 'Rudder by default',
        userId: 'u',
        timestamp: new Date(timestamp),
        properties: { n: String(n) },
      })
    await expectExactly('n', 'Rudder by default', times(numbers(20), 1))
    expect(front.lost()).toBe(2)
    await front.close()
  },
  patience,
)

test(
  'a message id counts once over an orderly and a hard restart',
  async () => {
    const batch = (upTo: number) =>
      numbers(upTo).map((n) => ({
        type: 'track',
        event: 'Repeated',
        userId: 'u',
        timestamp,
        messageId: `repeated-${n}`,
        properties: { n: String(n) },
      }))
    expect(await post(batch(5))).toBe(true)
    await expectExactly('n', 'Repeated', times(numbers(5), 1))
    for (const [signal, upTo] of [
      ['SIGTERM', 7],
      ['SIGKILL', 9],
    ] as const) {
      await server.kill(signal)
      await server.start()
      expect(await post(batch(upTo))).toBe(true)
      await expectExactly('n', 'Repeated', times(numbers(upTo), 1))
    }
  },
  patience,
)

/** A way to the server on which the first answers break off after the server has done its work. */
async function openLossyFront(to: URL, losses: number) {
  let lost = 0
  const front = createServer((client) => {
    const back = connect(Number(to.port), to.hostname)
    for (const end of [client, back]) {
      end.on('error', () => undefined)
      end.on('close', () => [client, back].map((one) => one.destroy()))
    }
    client.pipe(back)
    if (lost >= losses) return void back.pipe(client)
    back.once('data', () => {
      lost += 1
      client.resetAndDestroy()
    })
  })
  await once(front.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    lost: () => lost,
    close: () => new Promise((resolve) => front.close(resolve)),
  }
}

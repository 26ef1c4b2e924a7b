import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WorldEvent } from '@teia/demo-world'
import { expect, test } from 'vitest'
import { openCollector } from './collector.ts'
import { UserError } from './user-error.ts'

type Received = { authorization: string | undefined; bytes: number; batch: Record<string, unknown>[] }

/** A collector that answers each request by `answer`, which may refuse it. */
async function openFakeServer(
  answer: (attempt: number) => { status: number; headers?: Record<string, string> },
) {
  const accepted: Received[] = []
  let attempts = 0
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const { status, headers } = answer(attempts++)
      const body = Buffer.concat(pieces)
      if (status === 200)
        accepted.push({
          authorization: request.headers.authorization,
          bytes: body.length,
          batch: JSON.parse(body.toString()).batch,
        })
      response.writeHead(status, headers).end('{}')
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accepted,
    attempts: () => attempts,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

const eventOf = (number: number): WorldEvent => ({
  type: 'track',
  event: 'Product Viewed',
  properties: { text: 'x'.repeat(400) },
  messageId: `m${number}`,
  anonymousId: 'a',
  context: {},
  timestamp: '2026-01-01T00:00:00.000Z',
  originalTimestamp: '2026-01-01T00:00:00.000Z',
  sentAt: '2026-01-01T00:00:01.000Z',
  receivedAt: '2026-01-01T00:00:01.000Z',
})

test('everything arrives once, within the limits, with its own time and nothing that would move it', async () => {
  await using server = await openFakeServer(() => ({ status: 200 }))
  const collector = openCollector({ server: server.url, writeKey: 'wk' })
  for (let number = 0; number < 3000; number++) await collector.add(eventOf(number))
  await collector.close()

  const all = server.accepted.flatMap((request) => request.batch)
  expect(new Set(all.map((event) => event.messageId)).size).toBe(3000)
  expect(all).toHaveLength(3000)
  for (const request of server.accepted) {
    expect(request.bytes).toBeLessThan(500_000)
    expect(request.batch.length).toBeLessThanOrEqual(2500)
    expect(request.authorization).toBe(`Basic ${Buffer.from('wk:').toString('base64')}`)
  }
  for (const event of all) {
    expect(event.timestamp).toBe('2026-01-01T00:00:00.000Z')
    expect(event).not.toHaveProperty('sentAt')
    expect(event).not.toHaveProperty('originalTimestamp')
  }
})

test('faults that pass are waited out, as long as the server asks for', async () => {
  const answers = [{ status: 503 }, { status: 429, headers: { 'retry-after': '7' } }, { status: 200 }]
  await using server = await openFakeServer((attempt) => answers[attempt] ?? { status: 200 })
  const waits: number[] = []
  const collector = openCollector({
    server: server.url,
    writeKey: 'wk',
    wait: async (ms) => {
      waits.push(ms)
    },
  })
  await collector.add(eventOf(1))
  await collector.close()
  expect(server.accepted).toHaveLength(1)
  expect(waits).toEqual([250, 7000])
})

test('a batch refused for good fails the whole, without trying again', async () => {
  await using server = await openFakeServer(() => ({ status: 400 }))
  const collector = openCollector({ server: server.url, writeKey: 'wk' })
  await collector.add(eventOf(1))
  await expect(collector.close()).rejects.toThrow(UserError)
  expect(server.attempts()).toBe(1)
})

test('a server that is not there fails after several attempts', async () => {
  const server = await openFakeServer(() => ({ status: 200 }))
  await server[Symbol.asyncDispose]()
  let waits = 0
  const collector = openCollector({
    server: server.url,
    writeKey: 'wk',
    wait: async () => {
      waits++
    },
  })
  await collector.add(eventOf(1))
  await expect(collector.close()).rejects.toThrow(/did not take a batch/)
  expect(waits).toBeGreaterThan(5)
})

import { setTimeout as sleep } from 'node:timers/promises'
import type { WorldEvent } from '@teia/demo-world'
import { UserError } from './user-error.ts'

/** Limits of one batch request; the specification allows 2,500 events and 500 KB. */
const maxEvents = 2500
const maxBytes = 480_000
const inFlightLimit = 4
const attemptLimit = 12
const retried = new Set([408, 410, 425, 429, 460])

export type CollectorOptions = {
  server: string
  writeKey: string
  /** Waits between attempts; replaced in tests. */
  wait?: (ms: number) => Promise<unknown>
}

/** Sends messages to a server in batches. */
export type Collector = {
  /** Takes one message; waits while enough batches are under way. */
  add(event: WorldEvent): Promise<void>
  /** Sends what is left and waits until the server has accepted everything. */
  close(): Promise<void>
}

/**
 * Opens a sender to the Segment batch endpoint of a server. Faults that may pass are retried with growing
 * pauses or after the server's `Retry-After`.
 * @throws UserError from `add` or `close` once a batch is refused for good
 */
export function openCollector(options: CollectorOptions): Collector {
  const inFlight = new Set<Promise<void>>()
  let parts: string[] = []
  let bytes = 0
  let failure: unknown

  async function flush() {
    if (parts.length === 0) return
    const body = `{"batch":[${parts.join(',')}]}`
    parts = []
    bytes = 0
    while (inFlight.size >= inFlightLimit) await Promise.race(inFlight)
    if (failure) throw failure
    const sending = post(options, body)
      .catch((error: unknown) => {
        failure ??= error
      })
      .finally(() => inFlight.delete(sending))
    inFlight.add(sending)
  }

  return {
    async add(event) {
      if (failure) throw failure
      const text = JSON.stringify(historic(event))
      const size = Buffer.byteLength(text) + 1
      if (parts.length >= maxEvents || bytes + size > maxBytes) await flush()
      parts.push(text)
      bytes += size
    },
    async close() {
      if (!failure) await flush()
      await Promise.all(inFlight)
      if (failure) throw failure
    },
  }
}

/** Leaves out the sending times: with them a server would move an old message to the present. */
function historic({
  sentAt: _sentAt,
  originalTimestamp: _original,
  receivedAt: _received,
  ...event
}: WorldEvent) {
  return event
}

async function post(options: CollectorOptions, body: string): Promise<void> {
  const url = new URL('/v1/batch', options.server)
  const authorization = `Basic ${Buffer.from(`${options.writeKey}:`).toString('base64')}`
  const wait = options.wait ?? sleep
  let trouble = ''
  for (let attempt = 0; attempt < attemptLimit; attempt++) {
    let pauseMs = Math.min(30_000, 250 * 2 ** attempt)
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization,
          ...(attempt > 0 ? { 'x-retry-count': String(attempt) } : {}),
        },
        body,
      })
      const answer = await response.text()
      if (response.ok) return
      trouble = `${response.status} ${answer.slice(0, 300)}`
      if (response.status < 500 && !retried.has(response.status)) break
      const after = Number(response.headers.get('retry-after'))
      if (after > 0) pauseMs = Math.min(300, after) * 1000
    } catch (error) {
      trouble =
        error instanceof Error
          ? `${error.message}${error.cause instanceof Error ? `: ${error.cause.message}` : ''}`
          : String(error)
    }
    await wait(pauseMs)
  }
  throw new UserError(`The server at ${url.origin} did not take a batch: ${trouble}`)
}

import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openTestServer, type TestServer } from '../../../test/test-server.ts'
import { openTestStores } from '../../../test/test-stores.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'

const MARK = '-- stopped from afar'
const SLOW = `SELECT max(sipHash64(number)) AS n FROM numbers(100000000000) ${MARK}`
const stores = openTestStores()
let server: TestServer
let url: string

/** The engine as it is, but every question of the trend takes minutes. */
const slow: ClickHouse = {
  ...stores.clickhouse,
  selectMeasured: async (statement) => {
    await stores.clickhouse.select({ ...statement, sql: SLOW, row: z.unknown() })
    throw new Error('The slow question came to an end.')
  },
}

beforeAll(async () => {
  server = await openTestServer({ stores: { ...stores, clickhouse: slow } })
  url = await server.url()
  // Known as quick by now, the count never waits behind the slow questions that it looks for.
  for (let run = 0; run < 10; run += 1) await running()
})
afterAll(async () => {
  await server.close()
  await stores.close()
})

const running = async () =>
  (
    await stores.clickhouse.select({
      name: 'test.processes',
      sql: `SELECT query FROM system.processes WHERE query LIKE {mark: String} AND query NOT LIKE '%system.processes%'`,
      params: { mark: `%${MARK}%` },
      row: z.object({ query: z.string() }),
    })
  ).length

test.each(['trend', 'pulse', 'paths', 'people'])(
  'a %s question stops in the engine when its asker hangs up, and the next is answered',
  async (kind) => {
    const own = await server.workspace()
    const hangUp = new AbortController()
    const asked = fetch(`${url}/api/v1/questions/${kind}`, {
      method: 'POST',
      headers: { ...own.key.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ range: { from: '2026-01-01', to: '2026-01-31' } }),
      signal: hangUp.signal,
    })
    const ended = expect(asked).rejects.toThrow('aborted')
    await expect.poll(running, { timeout: 60_000 }).toBeGreaterThan(0)
    hangUp.abort()
    await ended
    await expect.poll(running, { timeout: 60_000 }).toBe(0)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  },
  // Questions of other tests may come first.
  150_000,
)

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer } from '../../../test/test-server.ts'
import { askForRewrites } from './account-rewrites.queries.ts'
import { rewriteLargeAccounts } from './rewrite-accounts.service.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

test('an account of which something else is known all the time keeps no other account waiting', async () => {
  const own = await server.workspace()
  // More than are written anew at once, so that a change can come in the middle of a round.
  const people = Array.from({ length: 1_001 }, (_, n) => `u${n}`)
  await own.send(people.map((userId) => ({ type: 'group', userId, groupId: 'acme' })))
  await server.caughtUp()
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/accounts')
  const ask = () => askForRewrites(server.stores.postgres, own.id, [items[0]?.id ?? ''])
  const { clickhouse } = server.stores
  let written = 0
  const insert: typeof clickhouse.insert = async (rows) => {
    written += 1
    await ask()
    return clickhouse.insert(rows)
  }
  const deps = { ...server.stores, clickhouse: { ...clickhouse, insert } }
  // The server does the same beside, and may take a round away: not every time.
  for (let time = 0; time < 5; time += 1) {
    await ask()
    written = 0
    await rewriteLargeAccounts(deps, () => written > 20)
    expect(written).toBeLessThan(20)
  }
})

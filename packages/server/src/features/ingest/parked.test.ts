import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

// Several servers, hashed passwords and whole engines: a busy machine needs its time.
vi.setConfig({ testTimeout: 120_000 })

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

type Arrived = { id: string; verdict: string; reason: string | null; detail: string | null; name: string }
const recent = async (own: TestWorkspace) =>
  (await own.key.get<{ items: Arrived[] }>(`/api/v1/sources/${own.source.id}/recent`)).items
const track = (event: string, more: object = {}) => ({ type: 'track', userId: 'u', event, ...more })
const names = async (own: TestWorkspace) => (await own.stored()).map((row) => row.name).toSorted()

test('an event that the store refuses is parked with the reason, and all its neighbours get in', async () => {
  const poison = `Poison ${randomUUID()}`
  const constraint = `no_poison_${randomUUID().replaceAll('-', '')}`
  await server.stores.clickhouse.command({
    name: 'test.poison',
    sql: `ALTER TABLE events ADD CONSTRAINT ${constraint} CHECK name != '${poison}'`,
  })
  const own = await server.workspace()
  try {
    const good = Array.from({ length: 41 }, (_, n) => `Good ${String(n).padStart(2, '0')}`)
    const batch = [...good.slice(0, 17), poison, ...good.slice(17, 30), poison, ...good.slice(30)]
    const answer = await own.send(batch.map((name) => track(name)))
    expect([answer.status, answer.body]).toEqual([200, { success: true }])
    expect(await names(own)).toEqual(good)
    const parked = (await recent(own)).filter((one) => one.reason === 'processing_failed')
    expect(parked.map((one) => [one.verdict, one.name])).toEqual([
      ['refused', poison],
      ['refused', poison],
    ])
    for (const one of parked) expect(one.detail).toContain(constraint)
    await own.send([track('Afterwards')])
    expect(await names(own)).toEqual(['Afterwards', ...good])
  } finally {
    await server.stores.clickhouse.command({
      name: 'test.antidote',
      sql: `ALTER TABLE events DROP CONSTRAINT ${constraint}`,
    })
  }
})

test('a parked event is taken once it can be, and once only, though the replay is cut off and asked again', async () => {
  const poison = `Poison ${randomUUID()}`
  const constraint = `no_poison_${randomUUID().replaceAll('-', '')}`
  await server.stores.clickhouse.command({
    name: 'test.poison',
    sql: `ALTER TABLE events ADD CONSTRAINT ${constraint} CHECK name != '${poison}'`,
  })
  const own = await server.workspace()
  const replay = `/api/v1/sources/${own.source.id}/dead-letters/replay`
  const known = track(poison, { messageId: randomUUID() })
  try {
    await own.send([track('Good'), known, track(poison)])
    expect(await names(own)).toEqual(['Good'])
    // Still poison: it is taken, fails again and is kept aside again.
    expect(await own.key.post(replay, {})).toMatchObject({ replayed: 2 })
    expect(await names(own)).toEqual(['Good'])
  } finally {
    await server.stores.clickhouse.command({
      name: 'test.antidote',
      sql: `ALTER TABLE events DROP CONSTRAINT ${constraint}`,
    })
  }
  const { postgres } = server.stores
  const { rows } = await sql<{ row: object }>`
    SELECT to_jsonb(d) AS row FROM dead_letters d WHERE source_id = ${own.source.id}`.execute(postgres)
  expect(await own.key.post(replay, {})).toMatchObject({ replayed: 2, remaining: 0 })
  expect(await names(own)).toEqual(['Good', poison, poison])
  // As a kill just before the rows are removed leaves them.
  for (const { row } of rows)
    await sql`INSERT INTO dead_letters OVERRIDING SYSTEM VALUE
      SELECT * FROM jsonb_populate_record(NULL::dead_letters, ${JSON.stringify(row)}::jsonb)`.execute(
      postgres,
    )
  expect(await own.key.post(replay, {})).toMatchObject({ replayed: 2, remaining: 0 })
  await own.send([known])
  expect(await names(own)).toEqual(['Good', poison, poison])
})

test('numbers that no integer of 64 bits can hold are stored, and keep their size', async () => {
  const own = await server.workspace()
  const numbers = [
    2 ** 63,
    2 ** 64,
    123_456_789_012_345_680_000,
    1e21,
    1e308,
    -(2 ** 63),
    -(2 ** 63) - 5_000,
    -1e20,
  ]
  await own.send(numbers.map((number, n) => track(`N${n}`, { properties: { number, in: [{ number }] } })))
  const rows = await own.stored()
  expect(rows.map((row) => row.name).toSorted()).toEqual(numbers.map((_, n) => `N${n}`))
  for (const [n, number] of numbers.entries()) {
    const properties = JSON.parse(rows.find((row) => row.name === `N${n}`)?.properties ?? '{}')
    expect(Number(properties.number)).toBe(number)
  }
  expect((await recent(own)).filter((one) => one.verdict !== 'accepted')).toEqual([])
})

import { sql } from 'kysely'
import { pino } from 'pino'
import { expect, inject, test } from 'vitest'
import { z } from 'zod'
import { openTestServer } from '../../test/test-server.ts'
import { openTestStores } from '../../test/test-stores.ts'
import { openClickHouse } from './clickhouse/clickhouse.client.ts'
import { openPool, openPostgres } from './postgres/postgres.client.ts'

const log = pino({ level: 'silent' })
const fault = (code: string, status: number) => expect.objectContaining({ name: 'AppError', code, status })

test('what PostgreSQL refuses is named by the one catalogue, whatever words the driver used', async () => {
  await using stores = openTestStores()
  const { postgres } = stores
  const run = (text: string) => sql.raw(text).execute(postgres)
  await run(
    'CREATE TABLE IF NOT EXISTS store_errors_test (id int PRIMARY KEY, parent int REFERENCES store_errors_test)',
  )
  await run('INSERT INTO store_errors_test VALUES (1, NULL) ON CONFLICT DO NOTHING')
  const twice = run('INSERT INTO store_errors_test VALUES (1, NULL)')
  await expect(twice).rejects.toEqual(fault('conflict', 409))
  await expect(twice).rejects.toThrow('This exists already.')
  await expect(run('INSERT INTO store_errors_test VALUES (2, 99)')).rejects.toEqual(fault('conflict', 409))
  await expect(sql`SELECT ${'a\0b'}::text`.execute(postgres)).rejects.toEqual(fault('invalid_request', 400))
  await expect(run("SELECT '9999999999'::int")).rejects.toEqual(fault('invalid_request', 400))
  await expect(run('SELEC 1')).rejects.toEqual(fault('query_failed', 500))
  await run('DROP TABLE store_errors_test')
})

test('a connection to PostgreSQL that is cut, refused or closed is a store that is not available', async () => {
  const pool = openPool(inject('engines').postgres, log)
  const postgres = openPostgres(pool)
  const client = await pool.connect()
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const waiting = expect(client.query('SELECT pg_sleep(60)')).rejects.toEqual(fault('store_unavailable', 503))
  await sql`SELECT pg_terminate_backend(${rows[0]?.pid})`.execute(postgres)
  await waiting
  client.release(true)
  await pool.end()
  await expect(sql`SELECT 1`.execute(postgres)).rejects.toEqual(fault('store_unavailable', 503))

  const nowhere = openPool({ socketDir: '/nowhere', user: 'nobody', database: 'none' }, log)
  await expect(sql`SELECT 1`.execute(openPostgres(nowhere))).rejects.toEqual(fault('store_unavailable', 503))
  await nowhere.end()
})

test('a connection that is cut while somebody has it between two statements ends nothing but itself', async () => {
  const pool = openPool(inject('engines').postgres, log)
  const client = await pool.connect()
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const isCut = new Promise<void>((resolve) => client.once('end', () => resolve()))
  await sql`SELECT pg_terminate_backend(${rows[0]?.pid})`.execute(openPostgres(pool))
  await isCut
  await expect(client.query('SELECT 1')).rejects.toEqual(fault('store_unavailable', 503))
  client.release(true)
  await pool.end()
})

test('an absent store is answered with 503 and when to come back, and no answer repeats a driver', async () => {
  const stores = openTestStores()
  const elsewhere = openClickHouse({ url: 'http://127.0.0.1:1' }, log)
  await using server = await openTestServer({ stores })
  const own = await server.workspace()
  const question = { range: { from: '2026-03-01', to: '2026-03-02' } }
  const ask = () => own.key.request('POST', '/api/v1/questions/trend', { body: question })
  const { selectMeasured, select } = stores.clickhouse

  Object.assign(stores.clickhouse, { select: elsewhere.select, selectMeasured: elsewhere.selectMeasured })
  const absent = await ask()
  expect([absent.status, absent.headers['retry-after'], absent.body]).toEqual([
    503,
    '1',
    expect.objectContaining({ code: 'store_unavailable', detail: 'ClickHouse is not available.' }),
  ])

  const broken = { name: 'test.broken', sql: 'SELECT no_such_column FROM events', row: z.object({}) }
  Object.assign(stores.clickhouse, { select, selectMeasured: () => selectMeasured(broken) })
  const failed = await ask()
  expect([failed.status, failed.body]).toEqual([500, expect.objectContaining({ code: 'query_failed' })])
  Object.assign(stores.clickhouse, { selectMeasured })
  expect((await ask()).status).toBe(200)

  await stores.pool.end()
  const closed = [await ask(), await own.key.request('GET', '/api/v1/people')]
  for (const answer of closed)
    expect([answer.status, answer.headers['retry-after'], answer.body]).toEqual([
      503,
      '1',
      expect.objectContaining({ code: 'store_unavailable', detail: 'PostgreSQL is not available.' }),
    ])
  for (const answer of [absent, failed, ...closed])
    expect(answer.text).not.toMatch(/DB::|Code:|ECONN|no_such_column|127\.0\.0\.1|pool|syntax|SELECT/i)
  await elsewhere.close()
})

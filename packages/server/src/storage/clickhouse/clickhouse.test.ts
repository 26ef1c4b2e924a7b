import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Agent, type AgentOptions, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync, gzipSync } from 'node:zlib'
import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { pino } from 'pino'
import { beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { type ClickHouse, openClickHouse } from './clickhouse.client.ts'

const log = pino({ level: 'silent' })
const target = inject('engines').clickhouse
const SLOW = 'SELECT max(sipHash64(number)) AS n FROM numbers(100000000000)'
let clickhouse: ClickHouse

beforeAll(() => {
  clickhouse = openClickHouse(target, log)
  return () => clickhouse.close()
})

/** A table of one's own with a deduplication window, like the ones events go to. */
async function givenTable(): Promise<string> {
  const table = `t_${randomUUID().replaceAll('-', '')}`
  await clickhouse.command({
    name: 'test.create',
    sql: `CREATE TABLE ${table} (id UInt64, text String, time DateTime64(3, 'UTC')) ENGINE = MergeTree ORDER BY id
          SETTINGS non_replicated_deduplication_window = 100, fsync_after_insert = 1, fsync_part_directory = 1`,
  })
  return table
}

const Row = z.object({ id: z.string(), text: z.string() })
const readAll = (table: string) =>
  clickhouse.select({ name: 'test.read', sql: `SELECT id, text FROM ${table} ORDER BY id`, row: Row })

test('rows come back as they went in, whatever their text holds and however large their numbers are', async () => {
  const table = await givenTable()
  const rows = [
    { id: '1', text: `'; DROP TABLE x; -- \\ \n \t {} 💙` },
    { id: '18446744073709551615', text: '' },
  ]
  await clickhouse.insert({ name: 'test.insert', table, rows })
  expect(await readAll(table)).toEqual(rows)
})

test('a block that is already JSON lines goes in unchanged', async () => {
  const table = await givenTable()
  const rows = Buffer.from('{"id":1,"text":"a"}\n{"id":2,"text":"b","time":"2026-01-01T00:00:00.250Z"}\n')
  await clickhouse.insert({ name: 'test.insert', table, rows })
  expect(await readAll(table)).toEqual([
    { id: '1', text: 'a' },
    { id: '2', text: 'b' },
  ])
})

test('the same dedupe token twice inserts once, another token inserts again', async () => {
  const table = await givenTable()
  const insert = (dedupeToken: string, text: string) =>
    clickhouse.insert({ name: 'test.insert', table, rows: [{ id: 1, text }], dedupeToken })
  await insert('block-1', 'first')
  await insert('block-1', 'repeated')
  await insert('block-2', 'second')
  expect((await readAll(table)).map(({ text }) => text).sort()).toEqual(['first', 'second'])
})

test('parameters keep their values and types', async () => {
  const params = { text: `it's \\ \n\t"`, list: ["a'b", 'c,d]'], none: null, flag: true, map: { k: `v'"` } }
  const [row] = await clickhouse.select({
    name: 'test.params',
    sql: `SELECT {text: String} AS text, {list: Array(String)} AS list, {none: Nullable(String)} AS none,
                 {flag: Bool} AS flag, {map: Map(String, String)} AS map`,
    params,
    row: z.unknown(),
  })
  expect(row).toEqual(params)
})

test('a parameter never reaches another statement', async () => {
  const ask = (params: Record<string, unknown>) =>
    clickhouse.select({
      name: 'test.leak',
      sql: 'SELECT {secret: String} AS secret',
      params,
      row: z.object({ secret: z.string() }),
    })
  await ask({ secret: 'mine' })
  const without = await Promise.allSettled(Array.from({ length: 12 }, () => ask({})))
  expect(without.map(({ status }) => status)).toEqual(Array(12).fill('rejected'))
})

test('statements that run at the same time keep their own parameters and settings', async () => {
  const answers = await Promise.all(
    Array.from({ length: 40 }, async (_, i) => {
      const [row] = await clickhouse.select({
        name: 'test.isolation',
        sql: `SELECT {n: UInt32} AS n, getSetting('max_block_size') AS setting`,
        params: { n: i },
        settings: i % 2 === 0 ? { max_block_size: 1000 + i } : {},
        row: z.object({ n: z.coerce.number(), setting: z.coerce.number() }),
      })
      return row
    }),
  )
  for (const [i, answer] of answers.entries()) {
    expect(answer?.n).toBe(i)
    if (i % 2 === 0) expect(answer?.setting).toBe(1000 + i)
    else expect(answer?.setting).toBe(answers[1]?.setting)
  }
  expect(answers[1]?.setting).toBeGreaterThan(2000)
})

test('a measured question says how many rows it read', async () => {
  const measured = await clickhouse.selectMeasured({
    name: 'test.measured',
    sql: 'SELECT sum(number) AS n FROM numbers(12345)',
    row: z.object({ n: z.coerce.number() }),
  })
  expect(measured).toMatchObject({ rows: [{ n: 76193340 }], rowsRead: 12345 })
  expect(measured.elapsedMs).toBeGreaterThan(0)
})

test('a row of another shape is refused', async () => {
  const question = { name: 'test.shape', sql: 'SELECT 1 AS n', row: z.object({ n: z.string() }) }
  await expect(clickhouse.select(question)).rejects.toMatchObject({ code: 'unexpected_row', status: 500 })
})

test('a wrong statement fails with its name, and without the text of the engine in the message', async () => {
  const question = { name: 'test.wrong', sql: 'SELECT nope', row: z.unknown() }
  const error = await clickhouse.select(question).catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: 'query_failed', message: 'The statement test.wrong failed.' })
  expect(String((error as Error).cause)).toContain('Unknown expression identifier')
})

const runningOf = (mark: string) =>
  clickhouse.select({
    name: 'test.processes',
    sql: `SELECT query FROM system.processes WHERE query LIKE concat('%', {mark: String}, '%') AND query NOT LIKE '%system.processes%'`,
    params: { mark },
    row: z.object({ query: z.string() }),
  })

test('a cancelled question stops in the engine too', async () => {
  const cancel = new AbortController()
  const question = clickhouse.select({
    name: 'test.cancel',
    sql: `${SLOW} -- cancelled`,
    row: z.unknown(),
    signal: cancel.signal,
  })
  await expect.poll(() => runningOf('-- cancelled'), { timeout: 10_000 }).toHaveLength(1)
  cancel.abort()
  await expect(question).rejects.toMatchObject({ code: 'query_cancelled' })
  await expect.poll(() => runningOf('-- cancelled'), { timeout: 10_000 }).toHaveLength(0)
})

test('a server at an address is told to stop a question whose asker left', async () => {
  const asked: { query: string; id: string | null; params: URLSearchParams }[] = []
  const standIn = createServer(async (request, response) => {
    const params = new URL(request.url ?? '/', 'http://server').searchParams
    const body = Buffer.concat(await request.toArray())
    const query = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString()
    asked.push({ query, id: params.get('query_id'), params })
    // The question itself is never answered, as when it takes long.
    if (query.startsWith('KILL')) response.end()
  })
  await once(standIn.listen(0, '127.0.0.1'), 'listening')
  const { port } = standIn.address() as AddressInfo
  const remote = openClickHouse({ url: `http://127.0.0.1:${port}` }, log)
  try {
    const cancel = new AbortController()
    const question = remote.select({
      name: 'test.remote',
      sql: SLOW,
      row: z.unknown(),
      signal: cancel.signal,
    })
    await expect.poll(() => asked.length).toBe(1)
    cancel.abort()
    await expect(question).rejects.toMatchObject({ code: 'query_cancelled' })
    await expect.poll(() => asked.length).toBe(2)
    expect(asked[1]?.query).toMatch(/^KILL QUERY WHERE query_id = .* ASYNC/)
    expect(asked[1]?.params.get('param_queryId')).toBe(asked[0]?.id)
    expect(asked[0]?.id).toMatch(/^[0-9a-f-]{36}$/)
  } finally {
    await remote.close()
    standIn.closeAllConnections()
    standIn.close()
  }
})

test('a question past its time is stopped', async () => {
  const question = { name: 'test.timeout', sql: SLOW, row: z.unknown(), timeoutMs: 200 }
  await expect(clickhouse.select(question)).rejects.toMatchObject({ code: 'query_timeout', status: 504 })
})

test('inserts get through while heavy questions fill their lane', async () => {
  const table = await givenTable()
  const cancel = new AbortController()
  const questions = Array.from({ length: 5 }, () =>
    clickhouse.select({ name: 'test.heavy', sql: SLOW, row: z.unknown(), signal: cancel.signal }),
  )
  await clickhouse.insert({ name: 'test.insert', table, rows: [{ id: 1, text: 'through' }] })
  cancel.abort()
  const ends = await Promise.allSettled(questions)
  expect(ends.map(({ status }) => status)).toEqual(Array(5).fill('rejected'))
  expect(await readAll(table)).toHaveLength(1)
})

test('the official client compresses both ways and reads the summary', async () => {
  const options: AgentOptions & { socketPath: string } = { socketPath: target.socketPath, keepAlive: true }
  const client = createClient({
    url: 'http://localhost',
    username: 'anyone',
    password: target.secret,
    http_agent: new Agent(options),
    log: { level: ClickHouseLogLevel.OFF },
    compression: { request: true, response: true },
  })
  const table = await givenTable()
  await client.insert({ table, values: [{ id: 7, text: 'x'.repeat(5000) }], format: 'JSONEachRow' })
  const result = await client.query({
    query: `SELECT id, length(text) AS n FROM ${table}`,
    format: 'JSONEachRow',
  })
  expect(await result.json()).toEqual([{ id: 7, n: 5000 }])
  await client.close()
})

test('without the secret nobody gets an answer', async () => {
  expect(await post('SELECT 1', 'wrong')).toMatchObject({ status: 403 })
  expect(await post('SELECT 1', target.secret)).toMatchObject({ status: 200, text: '1\n' })
})

test('a fault carries the code of the engine, and a compressed question is understood', async () => {
  const fault = await post('SELECT nope', target.secret)
  expect(fault).toMatchObject({ status: 500, code: '47' })
  expect(await post(gzipSync('SELECT 2'), target.secret, { 'content-encoding': 'gzip' })).toMatchObject({
    text: '2\n',
  })
})

async function post(body: string | Buffer, secret: string, headers: Record<string, string> = {}) {
  return new Promise((resolve, reject) => {
    const authorization = `Basic ${Buffer.from(`teia:${secret}`).toString('base64')}`
    const sent = request(
      { socketPath: target.socketPath, method: 'POST', path: '/', headers: { authorization, ...headers } },
      async (response) => {
        const bytes = Buffer.concat(await response.toArray())
        const text = response.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
        const code = response.headers['x-clickhouse-exception-code']
        resolve({ status: response.statusCode, code, text: text.toString() })
      },
    )
    sent.once('error', reject)
    sent.end(body)
  })
}

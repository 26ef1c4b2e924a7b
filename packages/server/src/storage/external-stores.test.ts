import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { pino } from 'pino'
import { expect, inject, test } from 'vitest'
import { loadConfig } from '../config.ts'
import { StartError } from '../platform/errors.ts'
import { assertPostgresServer } from './external-servers.ts'
import { readMigrations } from './migrations.ts'
import { openStores } from './open-stores.ts'
import { openPool } from './postgres/postgres.client.ts'
import { POSTGRES_MIGRATIONS } from './postgres/postgres.migrations.ts'

test('with the addresses of servers no engine is started, and everything works through them', async () => {
  const { clickhouse, postgres } = inject('engines')
  const folder = mkdtempSync(join(tmpdir(), 'teia-test-'))
  // The shared engine listens on a socket alone; this gives it an address.
  const front = await openFront(clickhouse.socketPath)
  const { port } = front
  const config = loadConfig({
    TEIA_DATA_DIR: folder,
    TEIA_CLICKHOUSE_URL: `http://teia:${clickhouse.secret}@127.0.0.1:${port}`,
    TEIA_POSTGRES_URL: `postgres://${postgres.user}@localhost/${postgres.database}?host=${postgres.socketDir}`,
  })

  const stores = await openStores(config, pino({ level: 'silent' }))
  try {
    expect(stores.pids()).toEqual([])
    expect(await stores.health()).toEqual({ clickhouse: true, postgres: true, log: true })
    expect((await stores.pool.query('SELECT name FROM schema_migrations')).rowCount).toBeGreaterThan(0)
  } finally {
    await stores.close()
    front.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

/** Opens stores that cannot be opened and returns what the operator is told. */
async function faultOf(environment: Record<string, string>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'teia-test-'))
  const { clickhouse } = inject('engines')
  const front = await openFront(clickhouse.socketPath)
  const working = {
    TEIA_CLICKHOUSE_URL: `http://teia:${clickhouse.secret}@127.0.0.1:${front.port}`,
    TEIA_POSTGRES_URL: postgresUrl(),
  }
  try {
    const config = loadConfig({ TEIA_DATA_DIR: folder, ...working, ...environment })
    const stores = await openStores(config, pino({ level: 'silent' }))
    await stores.close()
    return expect.fail('The stores were opened.')
  } catch (error) {
    expect(error).toBeInstanceOf(StartError)
    return (error as StartError).message
  } finally {
    front.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function postgresUrl(more: { user?: string; database?: string } = {}): string {
  const { postgres } = inject('engines')
  return `postgres://${more.user ?? postgres.user}:hunter2@localhost/${more.database ?? postgres.database}?host=${postgres.socketDir}`
}

async function openFront(socketPath: string) {
  const front = createServer((socket) => {
    const back = connect(socketPath)
    for (const end of [socket, back]) end.on('error', () => end.destroy())
    socket.pipe(back).pipe(socket)
  })
  await once(front.listen(0, '127.0.0.1'), 'listening')
  return { port: (front.address() as AddressInfo).port, close: () => front.close() }
}

/** A port of loopback on which nobody listens. */
async function deadPort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

test('a server that cannot be used is named with its address and the reason, and never with the password', async () => {
  const port = await deadPort()
  const faults = [
    [
      await faultOf({ TEIA_POSTGRES_URL: `postgres://teia:hunter2@127.0.0.1:${port}/x` }),
      `127.0.0.1:${port}/x`,
      'ECONNREFUSED',
    ],
    [
      await faultOf({ TEIA_POSTGRES_URL: postgresUrl({ database: 'nowhere' }) }),
      '/nowhere',
      'database "nowhere" does not exist',
    ],
    [
      await faultOf({ TEIA_POSTGRES_URL: postgresUrl({ user: 'nobody' }) }),
      'PostgreSQL',
      'role "nobody" does not exist',
    ],
    [
      await faultOf({ TEIA_CLICKHOUSE_URL: `http://teia:hunter2@127.0.0.1:${port}` }),
      `127.0.0.1:${port}`,
      'ECONNREFUSED',
    ],
  ] as const
  for (const [fault, place, reason] of faults) {
    expect(fault).toMatch(
      /^(PostgreSQL|ClickHouse) at .* \(TEIA_(POSTGRES|CLICKHOUSE)_URL\) cannot be used: /,
    )
    expect(fault).toContain(place)
    expect(fault).toContain(reason)
    expect(fault).not.toContain('hunter2')
    expect(fault.split('\n').length).toBe(1)
  }
})

test('a server that is too old is refused with both versions', async () => {
  const old = createHttpServer((request, response) => {
    request.resume()
    response.setHeader('content-type', 'application/json')
    response.end('{"data":[{"name":"24.8.14.39"}],"statistics":{"elapsed":0,"rows_read":1}}')
  })
  await once(old.listen(0, '127.0.0.1'), 'listening')
  const { port } = old.address() as AddressInfo
  const fault = await faultOf({ TEIA_CLICKHOUSE_URL: `http://127.0.0.1:${port}` })
  old.close()
  expect(fault).toBe(
    `ClickHouse at 127.0.0.1:${port} (TEIA_CLICKHOUSE_URL) is version 24.8.14.39, which is too old. Teia needs 25.3 or newer.`,
  )
  const ancient = {
    query: async () => ({ rows: [{ number: 140_011, name: '14.11' }] }),
  } as unknown as pg.Pool
  await expect(assertPostgresServer(ancient, 'postgres://a:b@db.example/teia')).rejects.toThrow(
    'PostgreSQL at db.example/teia (TEIA_POSTGRES_URL) is version 14.11, which is too old. Teia needs 15 or newer.',
  )
})

test('an external PostgreSQL of an earlier Teia is brought up to date at the start, one of a later Teia is left alone', async () => {
  const log = pino({ level: 'silent' })
  const own = openPool({ url: postgresUrl() }, log)
  const database = `upgrade_${randomUUID().replaceAll('-', '')}`
  await own.query(`CREATE DATABASE ${database}`)
  const folder = mkdtempSync(join(tmpdir(), 'teia-test-'))
  const front = await openFront(inject('engines').clickhouse.socketPath)
  const config = loadConfig({
    TEIA_DATA_DIR: folder,
    TEIA_CLICKHOUSE_URL: `http://teia:${inject('engines').clickhouse.secret}@127.0.0.1:${front.port}`,
    TEIA_POSTGRES_URL: postgresUrl({ database }),
  })
  // A plain pool would end the process when the database goes before the last connection has closed.
  const there = openPool({ url: postgresUrl({ database }) }, log)
  try {
    const early = readMigrations(POSTGRES_MIGRATIONS).slice(0, 2)
    await there.query(
      'CREATE TABLE schema_migrations (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
    )
    for (const { name, sql, sha256 } of early) {
      await there.query(sql)
      await there.query('INSERT INTO schema_migrations (name, sha256) VALUES ($1, $2)', [name, sha256])
    }
    const stores = await openStores(config, log)
    const applied = await stores.pool.query('SELECT name FROM schema_migrations ORDER BY name')
    expect(applied.rows.map((row) => row.name)).toEqual(
      readMigrations(POSTGRES_MIGRATIONS).map((one) => one.name),
    )
    await stores.close()
    await there.query("INSERT INTO schema_migrations (name, sha256) VALUES ('9999_later.sql', 'x')")
    await expect(openStores(config, log)).rejects.toThrow('The data were used by a newer version of Teia')
  } finally {
    front.close()
    await there.end()
    await own.query(`DROP DATABASE ${database} WITH (FORCE)`)
    await own.end()
    rmSync(folder, { recursive: true, force: true })
  }
})

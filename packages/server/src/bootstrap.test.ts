import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { expect, inject, test, vi } from 'vitest'
import { openTestServer, type TestWorkspace } from '../test/test-server.ts'
import { openTestStores } from '../test/test-stores.ts'
import { bootstrap } from './bootstrap.ts'
import { loadConfig } from './config.ts'
import { drawDemo } from './draw-demo.ts'
import { openPool, openPostgres } from './storage/postgres/postgres.client.ts'
import { migratePostgres, withMigrationLock } from './storage/postgres/postgres.migrations.ts'

// Several servers, hashed passwords and whole engines: a busy machine needs its time.
vi.setConfig({ testTimeout: 120_000 })

/** A server over a PostgreSQL database in which nobody has been yet. */
async function openEmptyServer() {
  const log = pino({ level: 'silent' })
  const shared = openTestStores()
  const database = `empty_${randomUUID().replaceAll('-', '')}`
  await shared.pool.query(`CREATE DATABASE ${database}`)
  const pool = openPool({ ...inject('engines').postgres, database }, log)
  await withMigrationLock(pool, (client) => migratePostgres(client, log))
  const stores = { ...shared, pool, postgres: openPostgres(pool) }
  const server = await openTestServer({ stores })
  return {
    ...server,
    count: async (table: string) =>
      Number((await pool.query(`SELECT count(*) AS n FROM "${table}"`)).rows[0].n),
    [Symbol.asyncDispose]: async () => {
      await server.close()
      await pool.end()
      await shared.pool.query(`DROP DATABASE ${database} WITH (FORCE)`)
      await shared.close()
    },
  }
}
const request = (n: number) => ({
  name: `Owner ${n}`,
  email: `owner-${n}@test.example`,
  password: 'correct horse battery',
  workspaceName: `Workspace ${n}`,
  timeZone: 'UTC',
  language: 'en',
})

test('of many set-ups at once exactly one makes an owner and a workspace', async () => {
  await using server = await openEmptyServer()
  const answers = await Promise.all(
    [1, 2, 3, 4, 5, 6].map((n) => server.request('POST', '/api/v1/setup', { body: request(n) })),
  )
  expect(answers.map((one) => one.status).toSorted()).toEqual([201, 409, 409, 409, 409, 409])
  for (const table of ['user', 'account', 'member', 'workspaces', 'organization'])
    expect([table, await server.count(table)]).toEqual([table, 1])
  const late = await server.request('POST', '/api/v1/setup', { body: request(7) })
  expect(late.body).toMatchObject({ status: 409, code: 'already_set_up' })
})

test('a set-up that fails leaves nothing behind and may be tried again', async () => {
  await using server = await openEmptyServer()
  const bad = { ...request(1), timeZone: 'Mars/Olympus' }
  expect((await server.request('POST', '/api/v1/setup', { body: bad })).status).toBe(400)
  expect([await server.count('user'), await server.count('workspaces')]).toEqual([0, 0])
  expect((await server.request('POST', '/api/v1/setup', { body: request(1) })).status).toBe(201)
})

test('servers that start at once on an empty database make the unattended set-up once', async () => {
  await using server = await openEmptyServer()
  const config = loadConfig({
    TEIA_DEMO: 'off',
    TEIA_BOOTSTRAP_WRITE_KEY: `write-${randomUUID()}`,
    TEIA_BOOTSTRAP_API_KEY: `secret-${randomUUID()}`,
    TEIA_ADMIN_EMAIL: 'root@test.example',
    TEIA_ADMIN_PASSWORD: 'correct horse battery',
  })
  await Promise.all([1, 2, 3].map(() => bootstrap(config, server, server.stores)))
  for (const table of ['user', 'member', 'workspaces', 'sources', 'api_keys'])
    expect([table, await server.count(table)]).toEqual([table, 1])
  const key = server.caller({ authorization: `Bearer ${config.bootstrap.apiKey}` })
  expect(await key.get('/api/v1/members')).toMatchObject({
    items: [{ email: 'root@test.example', role: 'owner' }],
  })
  await server.signIn('root@test.example')
})

test('without the demo there is nothing but the set-up; with it there is somebody to sign in as', async () => {
  await using server = await openEmptyServer()
  await bootstrap(loadConfig({ TEIA_DEMO: 'off' }), server, server.stores)
  expect((await server.request('GET', '/api/v1/setup')).body).toMatchObject({ needsSetup: true })
  expect(await server.count('workspaces')).toBe(0)
  const begun = await bootstrap(loadConfig({ TEIA_DEMO: 'on' }), server, server.stores)
  expect(begun.demoToFill).not.toBeNull()
  expect((await server.request('POST', '/api/v1/setup', { body: request(1) })).status).toBe(409)
  await server.signIn('demo@teia.example', 'teia-demo-2026')
})

test('the demo has a map and segments to look at, once, and what people have drawn instead stays alone', async () => {
  await using server = await openTestServer()
  const [own, drawn] = [await server.workspace(), await server.workspace()]
  const list = async (of: TestWorkspace, what: string) =>
    (await of.key.get<{ items: { id: string; name: string }[] }>(`/api/v1/${what}`)).items
  await drawDemo(server, own.id)
  await drawDemo(server, own.id)
  expect((await list(own, 'maps')).map((one) => one.name)).toEqual(['Compra no varejo'])
  expect((await list(own, 'segments')).length).toBe(4)
  await drawn.key.post('/api/v1/maps', { document: { name: 'Own', asIs: { stages: [] } } }, 201)
  await drawn.key.post('/api/v1/segments', { name: 'Own', kind: 'list' }, 201)
  await drawDemo(server, drawn.id)
  for (const what of ['maps', 'segments'])
    expect((await list(drawn, what)).map((one) => one.name)).toEqual(['Own'])
})

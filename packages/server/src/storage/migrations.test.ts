import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { beforeEach, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { openClickHouse } from './clickhouse/clickhouse.client.ts'
import { migrateClickHouse } from './clickhouse/clickhouse.migrations.ts'
import { pendingMigrations, readMigrations } from './migrations.ts'
import { openPool } from './postgres/postgres.client.ts'
import { migratePostgres } from './postgres/postgres.migrations.ts'

const log = pino({ level: 'silent' })
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teia-test-'))
  return () => rmSync(folder, { recursive: true, force: true })
})

const given = (name: string, sql: string) => writeFileSync(join(folder, name), sql)

test('migrations are applied in the order of their numbers, each once', () => {
  given('0002_b.sql', 'b')
  given('0001_a.sql', 'a')
  given('notes.txt', '')
  const all = readMigrations(folder)
  expect(pendingMigrations(all, []).map(({ name }) => name)).toEqual(['0001_a.sql', '0002_b.sql'])
  expect(pendingMigrations(all, all.slice(0, 1)).map(({ name }) => name)).toEqual(['0002_b.sql'])
  expect(pendingMigrations(all, all)).toEqual([])
})

test('two migrations with one number are refused', () => {
  given('0001_a.sql', 'a')
  given('0001_b.sql', 'b')
  expect(() => readMigrations(folder)).toThrow('share a number')
})

test('a migration that changed after it was applied is refused', () => {
  given('0001_a.sql', 'a')
  const applied = readMigrations(folder)
  given('0001_a.sql', 'changed')
  expect(() => pendingMigrations(readMigrations(folder), applied)).toThrow('was changed after it was applied')
})

test('data from a newer version are refused', () => {
  const applied = [{ name: '0009_later.sql', sha256: '' }]
  expect(() => pendingMigrations([], applied)).toThrow('newer version')
})

test('a PostgreSQL migration that fails leaves nothing of itself', async () => {
  given('0001_fails.sql', 'CREATE TABLE half (n int); SELECT nope;')
  const pool = openPool(inject('engines').postgres, log)
  const client = await pool.connect()
  try {
    await client.query('CREATE SCHEMA failing; SET search_path = failing')
    await expect(migratePostgres(client, log, folder)).rejects.toMatchObject({ code: 'migration_failed' })
    const { rows } = await client.query(`SELECT to_regclass('failing.half') AS half`)
    expect(rows).toEqual([{ half: null }])
  } finally {
    client.release(true)
    await pool.end()
  }
})

test('a ClickHouse migration that was interrupted is taken up again', async () => {
  const target = inject('engines').clickhouse
  const root = openClickHouse(target, log)
  await root.command({ name: 'test.database', sql: 'CREATE DATABASE migrating' })
  await root.close()

  const clickhouse = openClickHouse({ ...target, database: 'migrating' }, log)
  const create = 'CREATE TABLE IF NOT EXISTS resumed (n Int32) ENGINE = MergeTree ORDER BY n;'
  given('0001_test.sql', `${create} SELECT nope;`)
  await expect(migrateClickHouse(clickhouse, log, folder)).rejects.toThrow(
    'The migration 0001_test.sql failed',
  )

  given('0001_test.sql', `${create} INSERT INTO resumed VALUES (1);`)
  await migrateClickHouse(clickhouse, log, folder)
  await migrateClickHouse(clickhouse, log, folder)
  const rows = await clickhouse.select({
    name: 'test.resumed',
    sql: 'SELECT n FROM resumed',
    row: z.unknown(),
  })
  expect(rows).toEqual([{ n: 1 }])
  await clickhouse.close()
})

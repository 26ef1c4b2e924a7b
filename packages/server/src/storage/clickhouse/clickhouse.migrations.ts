import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Log } from '../../platform/log.ts'
import { migrationFault, pendingMigrations, readMigrations } from '../migrations.ts'
import type { ClickHouse } from './clickhouse.client.ts'
import { splitStatements } from './sql-statements.ts'

export const CLICKHOUSE_MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url))

/**
 * Brings the schema up to date, statement by statement. ClickHouse has no transactions: a migration that was
 * interrupted runs again from its start, so write `IF NOT EXISTS`. Call it under PostgreSQL's migration lock.
 */
export async function migrateClickHouse(
  clickhouse: ClickHouse,
  log: Log,
  folder = CLICKHOUSE_MIGRATIONS,
): Promise<void> {
  await clickhouse.command({
    name: 'migrations.createTable',
    sql: `CREATE TABLE IF NOT EXISTS schema_migrations
          (name String, sha256 String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3))
          ENGINE = MergeTree ORDER BY name
          SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`,
  })
  const applied = await clickhouse.select({
    name: 'migrations.listApplied',
    sql: 'SELECT DISTINCT name, sha256 FROM schema_migrations ORDER BY name',
    row: z.object({ name: z.string(), sha256: z.string() }),
  })
  for (const { name, sql, sha256 } of pendingMigrations(readMigrations(folder), applied)) {
    try {
      for (const statement of splitStatements(sql))
        await clickhouse.command({ name: `migration.${name}`, sql: statement })
      await clickhouse.insert({
        name: 'migrations.record',
        table: 'schema_migrations',
        rows: [{ name, sha256 }],
      })
    } catch (error) {
      throw migrationFault(name, error)
    }
    log.debug({ migration: name }, 'ClickHouse migrated')
  }
}

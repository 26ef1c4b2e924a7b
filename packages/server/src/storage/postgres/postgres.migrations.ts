import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import type { Log } from '../../platform/log.ts'
import { migrationFault, pendingMigrations, readMigrations } from '../migrations.ts'

export const POSTGRES_MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url))

/** Any number, as long as it stays the same: it stands for "this server is changing the schema". */
const MIGRATION_LOCK = 8_342_001

/**
 * Holds PostgreSQL's advisory lock for migrations while the work runs, so that of several servers that start
 * together one migrates and the others wait.
 */
export async function withMigrationLock<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    return await work(client)
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined)
    client.release()
  }
}

/** Brings the schema up to date, each file in a transaction of its own. Call it under the lock. */
export async function migratePostgres(
  client: pg.ClientBase,
  log: Log,
  folder = POSTGRES_MIGRATIONS,
): Promise<void> {
  await client.query(
    `CREATE TABLE IF NOT EXISTS schema_migrations (
       name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
  )
  const applied = await client.query('SELECT name, sha256 FROM schema_migrations ORDER BY name')
  for (const { name, sql, sha256 } of pendingMigrations(readMigrations(folder), applied.rows)) {
    try {
      await client.query('BEGIN')
      await client.query(sql)
      await client.query('INSERT INTO schema_migrations (name, sha256) VALUES ($1, $2)', [name, sha256])
      await client.query('COMMIT')
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined)
      throw migrationFault(name, error)
    }
    log.debug({ migration: name }, 'PostgreSQL migrated')
  }
}

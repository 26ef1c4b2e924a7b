import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Log } from '../../platform/log.ts'
import type { Database } from './database.ts'

export type Postgres = Kysely<Database>
export type PostgresTarget = { url: string } | { socketDir: string; user: string; database: string }

const MAX_CONNECTIONS = 20

/** Opens the pool of connections. Counts and other 64-bit integers arrive as strings, JSON as values. */
export function openPool(target: PostgresTarget, log: Log): pg.Pool {
  const pool = new pg.Pool({
    ...poolTarget(target),
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    application_name: 'teia',
  })
  // Without a listener, an idle connection that the server closes would end the process.
  pool.on('error', (error) => log.warn({ reason: error.message }, 'A connection to PostgreSQL was lost'))
  return pool
}

/** Opens Kysely over a pool. Destroying it ends the pool. */
export function openPostgres(pool: pg.Pool): Postgres {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}

/** How the pool (or another driver) reaches the target. */
export function poolTarget(target: PostgresTarget): pg.ClientConfig {
  if ('url' in target) return { connectionString: target.url }
  return { host: target.socketDir, user: target.user, database: target.database }
}

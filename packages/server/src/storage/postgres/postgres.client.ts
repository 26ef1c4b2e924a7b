import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Log } from '../../platform/log.ts'
import type { Database } from './database.ts'
import { toAppError } from './postgres.errors.ts'

export type Postgres = Kysely<Database>
export type PostgresTarget = { url: string } | { socketDir: string; user: string; database: string }

const MAX_CONNECTIONS = 20

/**
 * Opens the pool of connections, of which at most `max` are open at a time. Counts and other 64-bit integers arrive as
 * strings, JSON as values.
 */
export function openPool(target: PostgresTarget, log: Log, max = MAX_CONNECTIONS): pg.Pool {
  const pool = new pg.Pool({
    ...poolTarget(target),
    max,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    application_name: 'teia',
  })
  // Without listeners, a connection that the server closes would end the process: one that rests, and one that somebody
  // has between two statements.
  pool.on('error', () => undefined)
  pool.on('connect', (client) =>
    client.on('error', (error) => log.warn({ reason: error.message }, 'A connection to PostgreSQL was lost')),
  )
  nameFaults(pool)
  return pool
}

/** Has the promises of a pool and its connections reject with an `AppError`, whoever uses them. */
function nameFaults(pool: pg.Pool): void {
  pool.on('connect', (client) => nameRejections(client, 'query'))
  nameRejections(pool, 'connect')
}

/** The driver's methods also take a callback or a cursor; those answer no promise and are left as they are. */
function nameRejections<Name extends string>(target: Record<Name, unknown>, name: Name): void {
  const work = (target[name] as (...given: unknown[]) => unknown).bind(target)
  target[name] = (...given: unknown[]) => {
    const answer = work(...given)
    return answer instanceof Promise ? answer.catch((error) => Promise.reject(toAppError(error))) : answer
  }
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

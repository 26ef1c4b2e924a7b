import type pg from 'pg'
import type { Config } from '../config.ts'
import { type Clock, systemClock } from '../platform/clock.ts'
import { idGenerator } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import { type ClickHouse, openClickHouse } from './clickhouse/clickhouse.client.ts'
import { migrateClickHouse } from './clickhouse/clickhouse.migrations.ts'
import { startClickHouseHost } from './clickhouse/clickhouse.supervisor.ts'
import { type DataFolder, openDataFolder } from './data-folder.ts'
import { assertClickHouseServer, assertPostgresServer } from './external-servers.ts'
import type { Files } from './files/files.ts'
import { openFolderFiles } from './files/folder-files.ts'
import type { EventLog } from './log/event-log.ts'
import { openLmdbEventLog } from './log/lmdb-event-log.ts'
import { openPool, openPostgres, type Postgres, type PostgresTarget } from './postgres/postgres.client.ts'
import { startPostgres } from './postgres/postgres.launcher.ts'
import { migratePostgres, withMigrationLock } from './postgres/postgres.migrations.ts'
import type { StoreTargets } from './store-targets.ts'

export type Stores = {
  clickhouse: ClickHouse
  postgres: Postgres
  /** The connections under `postgres`, for libraries that bring their own SQL. */
  pool: pg.Pool
  eventLog: EventLog
  /** How another thread of this process reaches the same stores. */
  targets: StoreTargets
  files: Files
  /** The data folder's own secret, 64 hexadecimal digits; signs sessions and tokens. */
  secret: string
  health(): Promise<{ clickhouse: boolean; postgres: boolean; log: boolean }>
  /** All child processes, for measuring memory. */
  pids(): number[]
  /** Closes the clients, then stops the engines. Safe to call twice. */
  close(): Promise<void>
}

type Engine<T, Target> = { client: T; target: Target; pid(): number | undefined; close(): Promise<void> }

/**
 * Takes the data folder, starts the engines it needs (none for a store with an address in the configuration),
 * opens all stores and brings their schemas up to date. Whatever was opened is closed again when a part fails.
 */
export async function openStores(config: Config, log: Log, now: Clock = systemClock): Promise<Stores> {
  const folder = openDataFolder(config.dataDir, now)
  const opened: { close(): Promise<void> }[] = []
  const closeAll = async () => {
    for (const part of opened.splice(0).reverse())
      await part.close().catch((err) => log.error({ err }, 'Closing failed'))
    folder.release()
  }
  const keep = <T extends { close(): Promise<void> }>(part: T): T => {
    opened.push(part)
    return part
  }
  try {
    const logFolder = folder.inside('log')
    const eventLog = keep(openLmdbEventLog(logFolder))
    const [clickhouse, postgres] = await allOrNothing([
      openEngine('ClickHouse', log, () => openClickHouseEngine(config, folder, log)).then(keep),
      openEngine('PostgreSQL', log, () => openPostgresEngine(config, folder, log)).then(keep),
    ])
    await withMigrationLock(postgres.client.pool, async (client) => {
      await migratePostgres(client, log)
      await migrateClickHouse(clickhouse.client, log)
    })
    return {
      clickhouse: clickhouse.client,
      postgres: postgres.client.postgres,
      pool: postgres.client.pool,
      eventLog,
      targets: { logFolder, clickhouse: clickhouse.target, postgres: postgres.target },
      files: openFolderFiles(folder.inside('files'), idGenerator(now)),
      secret: folder.secret,
      health: () => health(clickhouse.client, postgres.client.pool, eventLog),
      pids: () => [clickhouse.pid(), postgres.pid()].filter((pid) => pid !== undefined),
      close: closeAll,
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}

/** Like Promise.all, but waits for the others before it throws, so that they can be closed. */
async function allOrNothing<A, B>(parts: [Promise<A>, Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(parts)
  return Promise.all(parts)
}

async function openEngine<T, Target>(
  name: string,
  log: Log,
  open: () => Promise<Engine<T, Target>>,
): Promise<Engine<T, Target>> {
  const startedAt = performance.now()
  const engine = await open()
  const how = engine.pid() === undefined ? 'server' : 'embedded'
  log.info(`${name} is ready (${how}, ${((performance.now() - startedAt) / 1000).toFixed(1)} s)`)
  return engine
}

async function openClickHouseEngine(
  config: Config,
  folder: DataFolder,
  log: Log,
): Promise<Engine<ClickHouse, StoreTargets['clickhouse']>> {
  if (config.clickhouseUrl !== undefined) {
    const target = { url: config.clickhouseUrl }
    const client = openClickHouse(target, log)
    await assertClickHouseServer(client, config.clickhouseUrl).catch(async (error) => {
      await client.close()
      throw error
    })
    return { client, target, pid: () => undefined, close: () => client.close() }
  }
  const paths = { folder: folder.inside('clickhouse'), runFolder: folder.inside('run') }
  const host = await startClickHouseHost({ ...paths, secret: folder.secret }, log)
  const client = openClickHouse(host, log)
  const target = { socketPath: host.socketPath, secret: host.secret }
  return { client, target, pid: host.pid, close: () => client.close().finally(host.stop) }
}

async function openPostgresEngine(
  config: Config,
  folder: DataFolder,
  log: Log,
): Promise<Engine<{ pool: pg.Pool; postgres: Postgres }, PostgresTarget>> {
  const server =
    config.postgresUrl === undefined ? await startPostgres(folder.inside('postgres'), log) : undefined
  const target: PostgresTarget = server
    ? { socketDir: server.socketDir, user: server.user, database: server.database }
    : { url: config.postgresUrl ?? '' }
  const pool = openPool(target, log)
  const postgres = openPostgres(pool)
  const close = async () => {
    // Kysely ends the pool only if it has been used.
    await postgres.destroy()
    if (!pool.ending) await pool.end()
    await server?.stop()
  }
  if (config.postgresUrl !== undefined)
    await assertPostgresServer(pool, config.postgresUrl).catch(async (error) => {
      await close()
      throw error
    })
  return { client: { pool, postgres }, target, pid: () => server?.pid(), close }
}

async function health(clickhouse: ClickHouse, pool: pg.Pool, eventLog: EventLog) {
  const [isClickHouseUp, isPostgresUp] = await Promise.all([
    clickhouse.ping(),
    pool.query('SELECT 1').then(
      () => true,
      () => false,
    ),
  ])
  return { clickhouse: isClickHouseUp, postgres: isPostgresUp, log: eventLog.isOpen() }
}

import type { Log } from '../platform/log.ts'
import { openClickHouse } from './clickhouse/clickhouse.client.ts'
import { openLmdbEventLog } from './log/lmdb-event-log.ts'
import { openPool, openPostgres, type PostgresTarget } from './postgres/postgres.client.ts'

/** Where the open stores are, as plain data that another thread can be given. */
export type StoreTargets = {
  logFolder: string
  clickhouse: { url: string } | { socketPath: string; secret: string }
  postgres: PostgresTarget
}

/** A thread carries one block while it writes out another. */
const threadConnections = 4

/** Opens clients on stores that another thread has opened, migrated and closes; the log can be followed, not appended to. */
export function followStores(targets: StoreTargets, log: Log) {
  const clickhouse = openClickHouse(targets.clickhouse, log)
  const pool = openPool(targets.postgres, log, threadConnections)
  const postgres = openPostgres(pool)
  const eventLog = openLmdbEventLog(targets.logFolder, { follows: true })
  return {
    clickhouse,
    postgres,
    eventLog,
    async close(): Promise<void> {
      await Promise.all([clickhouse.close(), postgres.destroy(), eventLog.close()])
      if (!pool.ending) await pool.end()
    },
  }
}

import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type Log, openLog } from '../src/platform/log.ts'
import { openClickHouse } from '../src/storage/clickhouse/clickhouse.client.ts'
import { migrateClickHouse } from '../src/storage/clickhouse/clickhouse.migrations.ts'
import { type ClickHouseHost, startClickHouseHost } from '../src/storage/clickhouse/clickhouse.supervisor.ts'
import { openPool } from '../src/storage/postgres/postgres.client.ts'
import { type PostgresServer, startPostgres } from '../src/storage/postgres/postgres.launcher.ts'
import { migratePostgres, withMigrationLock } from '../src/storage/postgres/postgres.migrations.ts'
import { bundleThreads } from './bundle-threads.ts'

/** How a test reaches the engines that all test files share: `inject('engines')`. */
export type TestEngines = {
  clickhouse: { socketPath: string; secret: string }
  postgres: { socketDir: string; user: string; database: string }
}

declare module 'vitest' {
  export interface ProvidedContext {
    engines: TestEngines
    /** Addresses of the threads of a server, each in one file. */
    threads: { pipeline: string; imports: string }
  }
}

/** Starts one embedded ClickHouse and one PostgreSQL for the whole run, migrated, and stops them at its end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'teia-test-'))
  chmodSync(folder, 0o711)
  for (const name of ['clickhouse', 'postgres', 'run']) mkdirSync(join(folder, name), { mode: 0o700 })
  const log = openLog({ format: 'pretty', level: 'warn' })

  const [host, postgres, threads] = await Promise.all([
    startClickHouseHost(
      { folder: join(folder, 'clickhouse'), runFolder: join(folder, 'run'), secret: 'test' },
      log,
    ),
    startPostgres(join(folder, 'postgres'), log),
    bundleThreads(),
  ])
  const stop = async () => {
    await Promise.all([host.stop(), postgres.stop()])
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await migrate(host, postgres, log)
  } catch (error) {
    await stop()
    throw error
  }

  project.provide('threads', threads)
  project.provide('engines', {
    clickhouse: { socketPath: host.socketPath, secret: host.secret },
    postgres: { socketDir: postgres.socketDir, user: postgres.user, database: postgres.database },
  })
  return stop
}

async function migrate(host: ClickHouseHost, postgres: PostgresServer, log: Log): Promise<void> {
  const [clickhouse, pool] = [openClickHouse(host, log), openPool(postgres, log)]
  try {
    await withMigrationLock(pool, async (client) => {
      await migratePostgres(client, log)
      await migrateClickHouse(clickhouse, log)
    })
  } finally {
    await Promise.all([clickhouse.close(), pool.end()])
  }
}

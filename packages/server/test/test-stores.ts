import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { inject } from 'vitest'
import { systemClock } from '../src/platform/clock.ts'
import { idGenerator } from '../src/platform/ids.ts'
import { openClickHouse } from '../src/storage/clickhouse/clickhouse.client.ts'
import { openFolderFiles } from '../src/storage/files/folder-files.ts'
import { openLmdbEventLog } from '../src/storage/log/lmdb-event-log.ts'
import type { Stores } from '../src/storage/open-stores.ts'
import { openPool, openPostgres } from '../src/storage/postgres/postgres.client.ts'

/** The shared engines with an event log and files of one's own: `await using stores = openTestStores()`. */
export function openTestStores(): Stores & AsyncDisposable {
  const engines = inject('engines')
  const log = pino({ level: 'silent' })
  const folder = mkdtempSync(join(tmpdir(), 'teia-test-'))
  const clickhouse = openClickHouse(engines.clickhouse, log)
  const pool = openPool(engines.postgres, log)
  const logFolder = join(folder, 'log')
  const eventLog = openLmdbEventLog(logFolder)
  const close = async () => {
    await Promise.all([clickhouse.close(), pool.ended ? undefined : pool.end(), eventLog.close()])
    rmSync(folder, { recursive: true, force: true })
  }
  return {
    clickhouse,
    pool,
    eventLog,
    targets: { logFolder, clickhouse: engines.clickhouse, postgres: engines.postgres },
    postgres: openPostgres(pool),
    files: openFolderFiles(join(folder, 'files'), idGenerator(systemClock)),
    secret: 'test'.repeat(16),
    health: async () => ({ clickhouse: true, postgres: true, log: true }),
    pids: () => [],
    close,
    [Symbol.asyncDispose]: close,
  }
}

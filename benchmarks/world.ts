import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { ClickHouse } from '../packages/server/src/storage/clickhouse/clickhouse.client.ts'
import { ask, type Running, writeKey } from './processes.ts'

const Count = z.object({ n: z.coerce.number() })
const until = '2026-11-01T00:00:00Z'

/** Sends the demo world, and waits until all of it has been stored. */
export async function fill(teia: Running): Promise<void> {
  const cli = fileURLToPath(new URL('../packages/cli/src/main.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    [cli, 'world', 'generate', '--server', teia.url, '--write-key', writeKey, '--until', until],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error('the world could not be sent')
  for (let seen = -1; ; await sleep(3_000)) {
    const { items } = await ask<{ items: { id: string }[] }>(teia, 'sources')
    const { lagMs } = await ask<{ lagMs: number | null }>(teia, `sources/${items[0]?.id}/traffic`)
    if (lagMs === 0 && seen === 0) return
    seen = lagMs ?? 0
  }
}

async function countEvents(clickhouse: ClickHouse): Promise<number> {
  const [row] = await clickhouse.select({
    name: 'bench.count',
    sql: 'SELECT count() AS n FROM events',
    row: Count,
  })
  return row?.n ?? 0
}

/** Waits until joins of people are written into the events, as they are soon after people have stopped joining. */
export async function untilFolded(clickhouse: ClickHouse): Promise<void> {
  for (;;) {
    const [row] = await clickhouse.select({
      name: 'bench.overrides',
      sql: 'SELECT count() AS n FROM identity_overrides',
      row: Count,
    })
    if ((row?.n ?? 0) === 0) return
    await sleep(2_000)
  }
}

/** Copies the world with other people until there are about `size` events; those of an earlier growth have other people too. */
export async function grow(clickhouse: ClickHouse, size: number): Promise<number> {
  const have = await countEvents(clickhouse)
  const copies = Math.round(size / have) - 1
  const other = (column: string) =>
    `if(empty(${column}), ${column}, reinterpretAsUUID(MD5(concat(toString(${column}), toString({copy:UInt32})))))`
  for (let copy = 1; copy <= copies; copy += 1)
    await clickhouse.command({
      name: 'bench.grow',
      sql: `INSERT INTO events SELECT * REPLACE (${other('person_id')} AS person_id, ${other('identity_id')} AS identity_id, ${other('device_id')} AS device_id)
            FROM events WHERE event_id < {limit:UInt64} LIMIT {have:UInt64}`,
      params: { copy: have + copy, limit: Number.MAX_SAFE_INTEGER, have },
    })
  await clickhouse.command({ name: 'bench.optimize', sql: 'OPTIMIZE TABLE events FINAL' })
  return countEvents(clickhouse)
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { z } from 'zod'
import {
  type ClickHouse,
  openClickHouse,
} from '../packages/server/src/storage/clickhouse/clickhouse.client.ts'
import { ask, type Running, residentBytes, startTeia, writeKey } from './processes.ts'
import { type Figure, median } from './report.ts'

const until = '2026-11-01T00:00:00Z'
const range = { from: '2026-05-05', to: '2026-10-31', timeZone: 'UTC' }
const span = `workspace_id = {workspace:UUID} AND time >= '2026-05-05' AND time < '2026-11-01' AND type IN ('track', 'page', 'screen')`

/** The best statements we know how to write by hand for the same answers. */
const byHand = {
  'trend, events by day': `SELECT toStartOfDay(time, 'UTC') AS day, count() FROM events WHERE ${span} GROUP BY day ORDER BY day`,
  'trend, people by day': `SELECT toStartOfDay(time, 'UTC') AS day, uniqExact(person_id) FROM events WHERE ${span} GROUP BY day ORDER BY day`,
  'trend, events by day and category': `SELECT toStartOfDay(time, 'UTC') AS day, toString(properties.category) AS category, count() FROM events WHERE ${span} GROUP BY day, category`,
  'paths, five steps, session': `
    SELECT place, source, target, count(), uniqExact(person_id) FROM (
      SELECT person_id, arrayJoin(arrayZip(arrayEnumerate(names), names, arrayPushBack(arrayPopFront(names), ''))) AS link, link.1 AS place, link.2 AS source, link.3 AS target FROM (
        SELECT person_id, arraySlice(arrayCompact(arrayMap(step -> step.3, arrayJoin(arraySplit((step, pause) -> pause >= 1800000, steps, arrayDifference(arrayMap(step -> step.1, steps)))))), 1, 5) AS names FROM (
          SELECT person_id, arraySort(groupArray((toUnixTimestamp64Milli(time), event_id, toString(if(touchpoint = '', name, touchpoint))))) AS steps
          FROM events WHERE ${span} GROUP BY person_id, device_id)))
    GROUP BY place, source, target`,
} as const

const asked: Record<keyof typeof byHand, [kind: string, question: object]> = {
  'trend, events by day': ['trend', { measure: 'events', interval: 'day', range }],
  'trend, people by day': ['trend', { measure: 'people', interval: 'day', range }],
  'trend, events by day and category': [
    'trend',
    { measure: 'events', interval: 'day', breakdown: ['category'], range },
  ],
  'paths, five steps, session': ['paths', { depth: 5, scope: 'session', range }],
}

/** Questions through the API against statements by hand in the same engine, at half a million and at five million events. */
export async function measureQuestions(
  sizes: readonly number[],
): Promise<{ size: number; figures: Figure[] }[]> {
  const teia = await startTeia()
  const clickhouse = openClickHouse(
    {
      socketPath: join(teia.folder, 'run/clickhouse.sock'),
      secret: readFileSync(join(teia.folder, 'secret'), 'utf8').trim(),
    },
    pino({ level: 'silent' }),
  )
  try {
    await fill(teia)
    const reports: { size: number; figures: Figure[] }[] = []
    for (const size of sizes) {
      const events = await grow(clickhouse, size)
      reports.push({
        size: events,
        figures: [
          ...(await compare(teia, clickhouse)),
          {
            name: 'resident memory of all processes',
            value: residentBytes(teia.pid) / 2 ** 20,
            unit: 'MB',
            ...(size === sizes[0] && { aim: '< 700 MB' }),
          },
        ],
      })
    }
    return reports
  } finally {
    await clickhouse.close()
    await teia.stop()
  }
}

async function fill(teia: Running): Promise<void> {
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

const Count = z.object({ n: z.coerce.number() })
async function countEvents(clickhouse: ClickHouse): Promise<number> {
  const [row] = await clickhouse.select({
    name: 'bench.count',
    sql: 'SELECT count() AS n FROM events',
    row: Count,
  })
  return row?.n ?? 0
}

/** Copies the world with other people until there are about `size` events. */
async function grow(clickhouse: ClickHouse, size: number): Promise<number> {
  const have = await countEvents(clickhouse)
  const copies = Math.round(size / have) - 1
  const other = (column: string) =>
    `if(empty(${column}), ${column}, reinterpretAsUUID(MD5(concat(toString(${column}), toString({copy:UInt32})))))`
  for (let copy = 1; copy <= copies; copy += 1)
    await clickhouse.command({
      name: 'bench.grow',
      sql: `INSERT INTO events SELECT * REPLACE (${other('person_id')} AS person_id, ${other('identity_id')} AS identity_id, ${other('device_id')} AS device_id)
            FROM events WHERE event_id < {limit:UInt64} LIMIT {have:UInt64}`,
      params: { copy, limit: Number.MAX_SAFE_INTEGER, have },
    })
  await clickhouse.command({ name: 'bench.optimize', sql: 'OPTIMIZE TABLE events FINAL' })
  return countEvents(clickhouse)
}

async function compare(teia: Running, clickhouse: ClickHouse): Promise<Figure[]> {
  const [row] = await clickhouse.select({
    name: 'bench.workspace',
    sql: 'SELECT toString(any(workspace_id)) AS id FROM events',
    row: z.object({ id: z.string() }),
  })
  const figures: Figure[] = []
  for (const name of Object.keys(byHand) as (keyof typeof byHand)[]) {
    const ours: number[] = []
    const hand: number[] = []
    const [kind, question] = asked[name]
    for (let run = 0; run < 9; run += 1) {
      let startedAt = performance.now()
      await clickhouse.select({
        name: 'bench.hand',
        sql: byHand[name],
        params: { workspace: row?.id },
        row: z.unknown(),
      })
      hand.push(performance.now() - startedAt)
      startedAt = performance.now()
      await ask(teia, `questions/${kind}`, question)
      ours.push(performance.now() - startedAt)
    }
    figures.push({ name, value: median(ours), unit: 'ms', against: median(hand), aim: '≤ 1.25 × by hand' })
  }
  return figures
}

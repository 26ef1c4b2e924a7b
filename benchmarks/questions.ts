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
import { ask, describeMemory, type Running, residentBytes, startTeia, writeKey } from './processes.ts'
import type { Figure } from './report.ts'

const Count = z.object({ n: z.coerce.number() })
const until = '2026-11-01T00:00:00Z'
const range = { from: '2026-05-05', to: '2026-10-31', timeZone: 'UTC' }
const span = `workspace_id = {workspace:UUID} AND time >= '2026-05-05' AND time < '2026-11-01' AND type IN ('track', 'page', 'screen')`

const lastQuarter = { from: '2026-08-03', to: '2026-10-31', timeZone: 'UTC' }
const quarter = span.replace('2026-05-05', '2026-08-03')

/** The best statements we know how to write by hand for the same answers. */
const byHand = {
  'trend, events by day': `SELECT toStartOfDay(time, 'UTC') AS day, count() FROM events WHERE ${span} GROUP BY day ORDER BY day`,
  'trend, people by day': `SELECT toStartOfDay(time, 'UTC') AS day, uniqExact(person_id) FROM events WHERE ${span} GROUP BY day WITH TOTALS ORDER BY day`,
  'trend, events by day and category': `SELECT toStartOfDay(time, 'UTC') AS day, toString(properties.category) AS category, count() FROM events WHERE ${span} GROUP BY day, category`,
  'paths, five steps, session': `
    SELECT place, source, target, count(), uniqExact(person_id) FROM (
      SELECT person_id, arrayJoin(arrayZip(arrayEnumerate(names), names, arrayPushBack(arrayPopFront(names), ''))) AS link, link.1 AS place, link.2 AS source, link.3 AS target FROM (
        SELECT person_id, arraySlice(arrayCompact(arrayMap(step -> step.3, arrayJoin(arraySplit((step, pause) -> pause >= 1800000, steps, arrayDifference(arrayMap(step -> step.1, steps)))))), 1, 5) AS names FROM (
          SELECT person_id, arraySort(groupArray((toUnixTimestamp64Milli(time), event_id, toString(if(touchpoint = '', name, touchpoint))))) AS steps
          FROM events WHERE ${span} GROUP BY person_id, device_id)))
    GROUP BY GROUPING SETS ((place, source, target), (place, source))`,
  'funnel, four steps, 90 days': `
    SELECT level, count() FROM (
      SELECT person_id, windowFunnel(604800000)(toUInt64(toUnixTimestamp64Milli(time)), name = 'Product Viewed', name = 'Product Added', name = 'Checkout Started', name = 'Order Completed') AS level
      FROM events WHERE ${quarter} AND name IN ('Product Viewed', 'Product Added', 'Checkout Started', 'Order Completed')
      GROUP BY person_id) WHERE level > 0 GROUP BY level ORDER BY level`,
  'retention, twelve weeks, 90 days': `
    SELECT cohort, weeks, count() FROM (
      SELECT person_id, toMonday(min(time)) AS cohort, arrayJoin(arrayDistinct(arrayMap(at -> intDiv(at - toUnixTimestamp64Milli(min(time)), 604800000), groupArray(toUnixTimestamp64Milli(time))))) AS weeks
      FROM events WHERE ${quarter} AND name = 'Product Viewed' GROUP BY person_id)
    GROUP BY cohort, weeks ORDER BY cohort, weeks`,
  'process graph, persons, 90 days': `
    SELECT source, target, count(), uniqExact(person_id), avg(gap), quantilesExact(0.5, 0.9)(gap) FROM (
      SELECT person_id, if(touchpoint = '', name, touchpoint) AS source, leadInFrame(toString(if(touchpoint = '', name, touchpoint))) OVER walk AS target,
             toUnixTimestamp64Milli(leadInFrame(time) OVER walk) - toUnixTimestamp64Milli(time) AS gap
      FROM events WHERE ${quarter}
      WINDOW walk AS (PARTITION BY person_id ORDER BY time, event_id ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING))
    WHERE target != '' GROUP BY source, target`,
} as const

const asked: Record<keyof typeof byHand, [kind: string, question: object]> = {
  'trend, events by day': ['trend', { measure: 'events', interval: 'day', range }],
  'trend, people by day': ['trend', { measure: 'people', interval: 'day', range }],
  'trend, events by day and category': [
    'trend',
    { measure: 'events', interval: 'day', breakdown: ['category'], range },
  ],
  'paths, five steps, session': ['paths', { depth: 5, scope: 'session', range }],
  'funnel, four steps, 90 days': [
    'funnel',
    {
      range: lastQuarter,
      window: { value: 7, unit: 'day' },
      steps: ['Product Viewed', 'Product Added', 'Checkout Started', 'Order Completed'].map((event) => ({
        event,
      })),
    },
  ],
  'retention, twelve weeks, 90 days': [
    'retention',
    {
      range: lastQuarter,
      first: { event: 'Product Viewed' },
      returning: { event: 'Product Viewed' },
      period: 'week',
      periods: 12,
    },
  ],
  'process graph, persons, 90 days': ['process', { range: lastQuarter, scope: 'person' }],
}

const stops = [
  ['Page Viewed', 'Ad Clicked', 'Email Opened', 'Products Searched', 'Product List Viewed'],
  ['Product Viewed', 'Product Added', 'Cart Viewed', 'Checkout Started', 'Payment Info Entered'],
  ['Order Completed', 'Shipment Dispatched', 'Shipment Delivered', 'Return Requested', 'Ticket Opened'],
]
const mapSteps = stops.flatMap((events, stage) =>
  events.map((event, at) => ({
    id: `step-${stage}-${at}`,
    stage: `stage-${stage}`,
    matcher: { event },
    optional: true,
  })),
)
/** What has no counterpart: how long the first answer takes, and the same once more. */
const alone: Record<string, { kind: string; question: object; first: string; again?: string }> = {
  'map of 15 steps, 90 days': {
    kind: 'questions/map',
    question: { steps: mapSteps, range: lastQuarter },
    first: '< 1,500 ms',
    again: '< 150 ms',
  },
  'map of 15 steps beside the period before, 90 days': {
    kind: 'questions/map',
    question: { steps: mapSteps, range: lastQuarter, compare: 'previous' },
    first: '< 1,500 ms',
    again: '< 150 ms',
  },
  'conformance with 15 steps, 90 days': {
    kind: 'questions/conformance',
    question: { steps: mapSteps, range: lastQuarter },
    first: '< 30,000 ms',
  },
  'attribution, seven models, 90 days': {
    kind: 'questions/attribution',
    question: { outcome: { event: 'Order Completed' }, range: lastQuarter },
    first: '< 5,000 ms',
  },
  'preview of a segment': {
    kind: 'segments/preview',
    question: {
      rule: {
        and: [
          { did: { event: 'Product Added' }, within: { value: 60, unit: 'days' } },
          { not: { did: { event: 'Order Completed' }, within: { value: 60, unit: 'days' } } },
        ],
      },
    },
    first: '< 400 ms',
  },
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
    await untilFolded(clickhouse)
    const reports: { size: number; figures: Figure[] }[] = []
    for (const size of sizes) {
      const events = await grow(clickhouse, size)
      reports.push({
        size: events,
        figures: [
          ...(await compare(teia, clickhouse)),
          ...(await measureAlone(teia)),
          {
            name: 'resident memory of all processes',
            value: residentBytes(teia.pid) / 2 ** 20,
            unit: 'MB',
            note: describeMemory(teia.pid),
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

/** Copies the world with other people until there are about `size` events. */
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
    for (let run = 0; run < 12; run += 1) {
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
    // The quickest of each: what else the machine does only ever adds.
    const [value, against] = [Math.min(...ours), Math.min(...hand)]
    figures.push({ name, value, unit: 'ms', against, aim: '≤ 1.25 × by hand' })
  }
  return figures
}

async function measureAlone(teia: Running): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [name, { kind, question, first, again }] of Object.entries(alone)) {
    const times: number[] = []
    for (let run = 0; run < 4; run += 1) {
      const startedAt = performance.now()
      await ask(teia, kind, question)
      times.push(performance.now() - startedAt)
    }
    const [begin = 0, ...later] = times
    figures.push({ name, value: begin, unit: 'ms', aim: first })
    if (again) figures.push({ name: `${name}, repeated`, value: Math.min(...later), unit: 'ms', aim: again })
  }
  return figures
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { z } from 'zod'
import {
  type ClickHouse,
  openClickHouse,
} from '../packages/server/src/storage/clickhouse/clickhouse.client.ts'
import { ask, newFolder, type Running, startTeia } from './processes.ts'
import type { Figure } from './report.ts'
import { measureMoves } from './segment-moves.ts'
import { fill, grow, untilFolded } from './world.ts'

const days = (value: number) => ({ value, unit: 'days' })
const hours = (value: number) => ({ value, unit: 'hours' })
const did = (event: string, within: object | null = null, times: object | null = null) => ({
  did: { event },
  ...(times && { times }),
  ...(within && { within }),
})
const least = (value: number) => ({ operator: 'gte', value })
const trait = (name: string, operator: string, value?: unknown) => ({
  trait: name,
  operator,
  ...(value !== undefined && { value }),
})
const where = (event: string, property: string, operator: string, value: unknown) => ({
  did: { event, where: { property, operator, value } },
  within: days(90),
})
const cart = did('Product Added', days(60))

/** Rules as somebody comes to them who writes one: each is the one before with something put in, changed or taken away. */
const typed: readonly object[] = [
  did('Product Viewed', days(30)),
  did('Product Viewed', days(3)),
  did('Product Viewed', days(60)),
  did('Product Viewed', days(60), least(2)),
  did('Product Viewed', days(60), least(25)),
  did('Product Viewed', days(60), { operator: 'between', value: [2, 5] }),
  did('Product Viewed', days(60), { operator: 'equals', value: 0 }),
  did('Product Viewed', null, least(3)),
  did('Order Completed', { from: '2026-08-01T00:00:00Z', to: '2026-09-01T00:00:00Z' }),
  { did: {}, within: days(30) },
  { did: { channel: 'app' }, within: days(60), times: least(5) },
  { did: { channel: 'web' }, within: days(60) },
  { did: { touchpoint: 'Product page' }, within: days(60) },
  { did: { touchpoint: 'Product page', channel: 'app' }, within: days(60), times: least(2) },
  where('Product Viewed', 'category', 'equals', 'coffee'),
  where('Product Viewed', 'category', 'contains', 'co'),
  where('Order Completed', 'total', 'gt', 100),
  where('Order Completed', 'total', 'between', [50, 500]),
  trait('loyaltyTier', 'equals', 'gold'),
  trait('loyaltyTier', 'in', ['gold', 'silver']),
  trait('address.city', 'contains', 'Cur'),
  trait('email', 'ends_with', '.example'),
  trait('acceptsEmail', 'equals', true),
  trait('createdAt', 'gt', '2026-06-01'),
  trait('createdAt', 'in_last_days', 365),
  trait('createdAt', 'more_days_ago', 30),
  trait('account.members', 'gte', 3),
  { first: { event: 'Order Completed' }, operator: 'gte', value: { ago: days(90) } },
  { last: { event: 'Order Completed' }, operator: 'lt', value: { ago: days(60) } },
  { last: {}, operator: 'lt', value: { ago: days(45) } },
  { sequence: [{ event: 'Product Viewed' }, { event: 'Product Added' }], within: days(7) },
  { sequence: [{ event: 'Product Viewed' }, { event: 'Product Added' }], within: hours(1), during: days(90) },
  {
    sequence: [{ event: 'Product Added' }, { event: 'Checkout Started' }, { event: 'Order Completed' }],
    within: days(1),
    during: days(90),
  },
  { and: [cart, { not: did('Order Completed', days(60)) }] },
  { and: [cart, { not: did('Order Completed', days(60)) }, trait('loyaltyTier', 'equals', 'gold')] },
  { or: [cart, did('Cart Viewed', days(60), least(2)), did('Checkout Started', days(60))] },
  { and: [did('Ticket Opened', days(90)), trait('acceptsEmail', 'is_set')] },
  { segment: 'Panel' },
  { and: [{ segment: 'Buyers' }, trait('language', 'not_equals', 'it')] },
  { not: { or: [{ segment: 'Buyers' }, did('Ticket Opened')] } },
]

/** Twice through all: the first time as it is typed, the second as somebody who comes back to it. */
async function measurePreviews(teia: Running): Promise<Figure[]> {
  const took: { rule: object; ms: number }[] = []
  for (let round = 0; round < 2; round += 1)
    for (const rule of typed) {
      const startedAt = performance.now()
      const { people, of } = await ask<{ people: number; of: number }>(teia, 'segments/preview', { rule })
      const ms = performance.now() - startedAt
      took.push({ rule, ms })
      if (process.env.BENCH_EACH)
        process.stdout.write(`  ${Math.round(ms)} ms  ${people} of ${of}  ${JSON.stringify(rule)}\n`)
    }
  const sorted = took.toSorted((x, y) => x.ms - y.ms)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  const slowest = at(1)
  return [
    { name: `preview of ${typed.length} rules while typing, p50`, value: at(0.5)?.ms ?? 0, unit: 'ms' },
    { name: 'preview while typing, p95', value: at(0.95)?.ms ?? 0, unit: 'ms', aim: '< 400 ms' },
    {
      name: 'preview while typing, longest',
      value: slowest?.ms ?? 0,
      unit: 'ms',
      note: JSON.stringify(slowest?.rule),
    },
  ]
}

/** Puts somebody behind every event that has been copied: as many people as there were to begin with, over and over. */
async function growPeople(clickhouse: ClickHouse): Promise<void> {
  await clickhouse.command({
    name: 'bench.growPeople',
    sql: `INSERT INTO people
          SELECT workspace_id, copy, version, is_gone, is_known, first_seen_at, traits
          FROM (SELECT person_id AS copy, rowNumberInAllBlocks() % (SELECT count() FROM people FINAL) AS place
                FROM (SELECT DISTINCT person_id FROM events WHERE person_id NOT IN (SELECT person_id FROM people FINAL))) AS copies
          JOIN (SELECT *, rowNumberInAllBlocks() AS place FROM people FINAL) AS known USING (place)`,
  })
  await clickhouse.command({ name: 'bench.optimizePeople', sql: 'OPTIMIZE TABLE people FINAL' })
}

async function prepare(teia: Running, clickhouse: ClickHouse): Promise<void> {
  await fill(teia)
  await untilFolded(clickhouse)
  await ask(teia, 'segments', { name: 'Panel', kind: 'list' })
  await ask(teia, 'segments', { name: 'Buyers', kind: 'live', rule: did('Order Completed', days(90)) })
}

/**
 * How soon live segments follow a thousand events a second, and how soon a rule that is being written is previewed.
 * `BENCH_FOLDER` names a data folder that is filled already, or is to be kept; `BENCH_EACH=1` prints each preview.
 */
export async function measureSegments(size: number): Promise<{ moves: Figure[]; previews: Figure[] }> {
  const folder = process.env.BENCH_FOLDER ?? newFolder()
  const isFilled = existsSync(join(folder, 'secret'))
  const teia = await startTeia(folder)
  const secret = readFileSync(join(folder, 'secret'), 'utf8').trim()
  const log = pino({ level: 'silent' })
  const clickhouse = openClickHouse({ socketPath: join(folder, 'run/clickhouse.sock'), secret }, log)
  try {
    if (!isFilled) await prepare(teia, clickhouse)
    const [row] = await clickhouse.select({
      name: 'bench.workspace',
      sql: 'SELECT toString(any(workspace_id)) AS id FROM events',
      row: z.object({ id: z.string() }),
    })
    if (!isFilled) {
      await grow(clickhouse, size)
      await growPeople(clickhouse)
    }
    const previews = await measurePreviews(teia)
    const moves = process.env.BENCH_PREVIEWS ? [] : await measureMoves(teia, clickhouse, row?.id ?? '')
    return { moves, previews }
  } finally {
    await clickhouse.close()
    await teia.stop()
  }
}

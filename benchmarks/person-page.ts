import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { z } from 'zod'
import { selectAccountFacts } from '../packages/server/src/features/people/account-facts.queries.ts'
import * as accounts from '../packages/server/src/features/people/accounts.queries.ts'
import { listIdentifiers } from '../packages/server/src/features/people/identifiers.queries.ts'
import { findPeople } from '../packages/server/src/features/people/people.queries.ts'
import { selectFacts } from '../packages/server/src/features/people/person-facts.queries.ts'
import { selectJourney, selectTimeline } from '../packages/server/src/features/people/timeline.queries.ts'
import {
  type ClickHouse,
  openClickHouse,
} from '../packages/server/src/storage/clickhouse/clickhouse.client.ts'
import {
  openPool,
  openPostgres,
  type Postgres,
} from '../packages/server/src/storage/postgres/postgres.client.ts'
import { ask, newFolder, type Running, startTeia, writeKey } from './processes.ts'
import { type Figure, median } from './report.ts'
import { fill, grow, untilFolded } from './world.ts'

const lives = [10, 500, 20_000]
const members = 1_000
const runs = 15
const dayMs = 86_400_000
const end = Date.parse('2026-11-01T00:00:00Z')
const aim = '< 300 ms'
const log = pino({ level: 'silent' })

type Bench = { teia: Running; clickhouse: ClickHouse; postgres: Postgres; workspaceId: string }
type Item = { id: string; name: string }

/**
 * Each call that the pages of a person and of an account make, and all of a page at once, beside the same statements
 * sent straight to the engines, for short and long lives. `BENCH_FOLDER` names a data folder that is filled already, or
 * is to be kept.
 */
export async function measurePersonPage(size: number): Promise<Figure[]> {
  const folder = process.env.BENCH_FOLDER ?? newFolder()
  const isFilled = existsSync(join(folder, 'secret'))
  const teia = await startTeia(folder)
  const secret = readFileSync(join(folder, 'secret'), 'utf8').trim()
  const clickhouse = openClickHouse({ socketPath: join(folder, 'run/clickhouse.sock'), secret }, log)
  const pool = openPool({ socketDir: join(folder, 'postgres'), user: 'teia', database: 'postgres' }, log)
  try {
    if (!isFilled) await prepare(teia, clickhouse, size)
    const [row] = await clickhouse.select({
      name: 'bench.workspace',
      sql: 'SELECT toString(any(workspace_id)) AS id FROM events',
      row: z.object({ id: z.string() }),
    })
    const bench = { teia, clickhouse, postgres: openPostgres(pool), workspaceId: row?.id ?? '' }
    const figures: Figure[] = []
    for (const events of lives) figures.push(...(await measurePerson(bench, events)))
    for (const name of ['Three of them', 'A thousand of them'])
      figures.push(...(await measureAccount(bench, name)))
    return figures
  } finally {
    await Promise.all([clickhouse.close(), pool.end()])
    await teia.stop()
  }
}

async function prepare(teia: Running, clickhouse: ClickHouse, size: number): Promise<void> {
  await fill(teia)
  await untilFolded(clickhouse)
  await grow(clickhouse, size)
  for (const events of lives) await sendLife(teia, `life-${events}`, events)
  for (let n = 0; n < members; n += 1) await sendLife(teia, `member-${n}`, 10)
  const groups = [
    ...lives.map((events) => ['Three of them', `life-${events}`] as const),
    ...Array.from({ length: members }, (_, n) => ['A thousand of them', `member-${n}`] as const),
  ]
  await send(
    teia,
    groups.map(([name, userId]) => ({ type: 'group', userId, groupId: name, traits: { name } })),
  )
  const largest = `people?search=member-${members - 1}`
  while ((await ask<{ items: Item[] }>(teia, largest)).items.length === 0) await sleep(1_000)
  await sleep(5_000)
  await untilFolded(clickhouse)
}

async function send(teia: Running, batch: readonly object[]): Promise<void> {
  const atOnce = 1_000
  for (let from = 0; from < batch.length; from += atOnce) {
    const answer = await fetch(`${teia.url}/v1/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ writeKey, batch: batch.slice(from, from + atOnce) }),
    })
    if (!answer.ok) throw new Error(`a batch was answered with ${answer.status}`)
  }
}

/** Half a year of visits, orders and answers, the last of them at the end of the world. */
async function sendLife(teia: Running, userId: string, events: number): Promise<void> {
  const kinds = ['Product Viewed', 'Products Searched', 'Product Added', 'Order Completed', 'Survey Answered']
  const message = (n: number) => ({
    type: 'track',
    userId,
    event: kinds[n % 20 < 17 ? n % 3 : 3 + (n % 2)],
    properties: { order_id: `${userId}-${n}`, revenue: 40 + (n % 7), metric: 'nps', score: n % 11 },
    timestamp: new Date(end - ((events - n) / events) * 180 * dayMs).toISOString(),
  })
  await send(teia, [
    { type: 'identify', userId, traits: { name: userId, email: `${userId}@bench.example`, city: 'Recife' } },
    ...Array.from({ length: events }, (_, n) => message(n)),
  ])
}

/** The middle of several runs, after one that nobody counts. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  await work()
  const times: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const startedAt = performance.now()
    await work()
    times.push(performance.now() - startedAt)
  }
  return median(times)
}

async function compare(name: string, ours: () => Promise<unknown>, bare: () => Promise<unknown>) {
  return { name, value: await timeOf(ours), unit: 'ms', against: await timeOf(bare), aim }
}

const everything = {
  channel: '',
  touchpoint: '',
  name: '',
  search: '',
  from: 0,
  to: 8_000_000_000_000,
  after: null,
  limit: 51,
}

async function measurePerson(bench: Bench, events: number): Promise<Figure[]> {
  const { teia, clickhouse, postgres, workspaceId } = bench
  const { items } = await ask<{ items: Item[] }>(teia, `people?search=life-${events}%40bench.example`)
  const id = items[0]?.id ?? ''
  const ids = (await listIdentifiers(postgres, workspaceId, id)).map((one) => one.identity_id)
  const now = Date.now()
  const strip = (days: number) => () => selectJourney(clickhouse, workspaceId, ids, end - days * dayMs, end)
  const of = (what: string) => `${events.toLocaleString('en')} events: ${what}`
  const calls: [string, string, () => Promise<unknown>][] = [
    [
      'the person',
      `people/${id}`,
      () =>
        Promise.all([
          findPeople(postgres, workspaceId, [id]),
          listIdentifiers(postgres, workspaceId, id),
          accounts.listAccountsOf(postgres, workspaceId, ids),
          selectFacts(clickhouse, workspaceId, ids, now, 1_800_000),
        ]),
    ],
    [
      'its timeline',
      `people/${id}/timeline?limit=50`,
      () => selectTimeline(clickhouse, workspaceId, ids, everything),
    ],
    ['its strip of 28 days', `people/${id}/journey?days=28`, strip(28)],
    ['its strip of ten years', `people/${id}/journey?days=3650`, strip(3650)],
    ['its notes', `people/${id}/notes`, () => listIdentifiers(postgres, workspaceId, id)],
  ]
  const figures: Figure[] = []
  for (const [what, path, bare] of calls) figures.push(await compare(of(what), () => ask(teia, path), bare))
  // What a page opens with: all at once but the longer strip.
  const page = calls.filter(([, path]) => !path.endsWith('3650'))
  figures.push(
    await compare(
      of('the whole page'),
      () => Promise.all(page.map(([, path]) => ask(teia, path))),
      () => Promise.all(page.map(([, , bare]) => bare())),
    ),
  )
  return figures
}

async function measureAccount(bench: Bench, name: string): Promise<Figure[]> {
  const { teia, clickhouse, postgres, workspaceId } = bench
  const { items } = await ask<{ items: Item[] }>(teia, `accounts?search=${encodeURIComponent(name)}`)
  const id = items[0]?.id ?? ''
  const ids = await accounts.listAccountIdentities(postgres, workspaceId, id, 50_000)
  const bare = () =>
    Promise.all([
      accounts.findAccount(postgres, workspaceId, id),
      accounts.listAccountPeople(postgres, workspaceId, id, 200),
      accounts.listAccountIdentities(postgres, workspaceId, id, 50_000),
      selectAccountFacts(clickhouse, workspaceId, ids, Date.now()),
    ])
  return [await compare(`account of ${name.toLowerCase()}`, () => ask(teia, `accounts/${id}`), bare)]
}

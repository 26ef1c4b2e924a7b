import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { ClickHouse } from '../packages/server/src/storage/clickhouse/clickhouse.client.ts'
import { identityIdOf } from '../packages/server/src/storage/log/accepted-event.ts'
import { apiKey, ask, describeMemory, type Running, residentBytes, writeKey } from './processes.ts'
import type { Figure } from './report.ts'

const perSecond = 1_000
const seconds = 60
const perCall = 50
const users = 4_000
const patienceMs = 120_000

type Kind = 'Viewed' | 'Bought' | 'Complained' | 'identify'
type Sent = { kind: Kind; price: number; channel: 'web' | 'app'; acceptedAt: number }
const kinds: readonly Kind[] = ['Viewed', 'Viewed', 'Bought', 'Viewed', 'identify', 'Bought', 'Complained']

type Case = {
  name: string
  rule: object
  /** Which of what somebody did, in order, brought them in, and which had them leave: places in the list, or -1. */
  entered: (life: readonly Sent[]) => number
  left?: (life: readonly Sent[]) => number
}
const day = { value: 1, unit: 'days' }
const firstOf = (kind: Kind) => (life: readonly Sent[]) => life.findIndex((one) => one.kind === kind)
const nth = (life: readonly Sent[], n: number, fits: (one: Sent) => boolean) =>
  life.findIndex((one, at) => fits(one) && life.slice(0, at + 1).filter(fits).length === n)
/** Tells runs on one folder apart. */
const run = randomUUID().slice(0, 8)
const event = (kind: Kind) => `Bench ${kind} ${run}`
const [plan, renewal] = [`plan_${run}`, `renewal_${run}`]

/** Live segments of ten kinds of rule, with what they mean of a life said once more in plain words. */
const cases: readonly Case[] = [
  { name: 'did', rule: { did: { event: event('Bought') } }, entered: firstOf('Bought') },
  {
    name: 'did twice within a day',
    rule: { did: { event: event('Bought') }, times: { operator: 'gte', value: 2 }, within: day },
    entered: (life) => nth(life, 2, (one) => one.kind === 'Bought'),
  },
  {
    name: 'did, and did not do another',
    rule: { and: [{ did: { event: event('Viewed') } }, { not: { did: { event: event('Complained') } } }] },
    entered: firstOf('Viewed'),
    left: firstOf('Complained'),
  },
  {
    name: 'one after the other',
    rule: { sequence: [{ event: event('Viewed') }, { event: event('Bought') }], within: day },
    entered: (life) =>
      life.findIndex(
        (one, at) => one.kind === 'Bought' && life.slice(0, at).some((before) => before.kind === 'Viewed'),
      ),
  },
  {
    name: 'trait',
    rule: { trait: plan, operator: 'equals', value: 'pro' },
    entered: firstOf('identify'),
  },
  {
    name: 'date within thirty days',
    rule: { trait: renewal, operator: 'in_next_days', value: 30 },
    entered: firstOf('identify'),
  },
  {
    name: 'first time',
    rule: { first: { event: event('Bought') }, operator: 'gte', value: { ago: day } },
    entered: firstOf('Bought'),
  },
  {
    name: 'by a property',
    rule: {
      did: { event: event('Viewed'), where: { property: 'price', operator: 'gt', value: 80 } },
      within: day,
    },
    entered: (life) => life.findIndex((one) => one.kind === 'Viewed' && one.price > 80),
  },
  {
    name: 'on a channel',
    rule: { did: { event: event('Viewed'), channel: 'app' }, times: { operator: 'gte', value: 2 } },
    entered: (life) => nth(life, 2, (one) => one.kind === 'Viewed' && one.channel === 'app'),
  },
  {
    name: 'in another segment',
    rule: { and: [{ segment: `Bench trait ${run}` }, { did: { event: event('Bought') } }] },
    entered: (life) => {
      const [told, bought] = [firstOf('identify')(life), firstOf('Bought')(life)]
      return told < 0 || bought < 0 ? -1 : Math.max(told, bought)
    },
  },
]

const lifeOf = new Map<string, Sent[]>()

function messageOf(n: number) {
  const user = `bench-${run}-${n % users}`
  const life = lifeOf.get(user) ?? []
  lifeOf.set(user, life)
  const kind = kinds[((n % users) + life.length) % kinds.length] ?? 'Viewed'
  const sent: Sent = { kind, price: (n * 7) % 100, channel: n % 3 === 0 ? 'app' : 'web', acceptedAt: 0 }
  life.push(sent)
  const soon = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10)
  const common = { messageId: randomUUID(), userId: user, timestamp: new Date().toISOString() }
  const message =
    kind === 'identify'
      ? { ...common, type: 'identify', traits: { [plan]: 'pro', [renewal]: soon } }
      : {
          ...common,
          type: 'track',
          event: event(kind),
          properties: { price: sent.price },
          context: { channel: sent.channel },
        }
  return { message, sent }
}

/** Sends so many a second whether or not the product keeps up; what is accepted bears when. */
async function sendAll(teia: Running): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
  }
  const startedAt = performance.now()
  const calls: Promise<void>[] = []
  for (let n = 0; n < perSecond * seconds; n += perCall) {
    const made = Array.from({ length: perCall }, (_, at) => messageOf(n + at))
    const body = JSON.stringify({ batch: made.map(({ message }) => message) })
    calls.push(
      fetch(`${teia.url}/v1/batch`, { method: 'POST', headers, body }).then(async (answer) => {
        if (!answer.ok) throw new Error(`not accepted: ${answer.status}`)
        await answer.text()
        const at = performance.now()
        for (const { sent } of made) sent.acceptedAt = at
      }),
    )
    await sleep(Math.max(0, startedAt + ((n + perCall) / perSecond) * 1_000 - performance.now()))
  }
  await Promise.all(calls)
  return (performance.now() - startedAt) / 1_000
}

const Row = z.object({
  segment: z.string(),
  person: z.string(),
  is_in: z.coerce.number(),
  version: z.coerce.number(),
})

/** Looks four times a second for what is new in the table that members are read from; a move counts when it is first seen. */
function watch(clickhouse: ClickHouse, ids: readonly string[]) {
  const seenAt = new Map<string, number>()
  let [version, isOver] = [0, false]
  const looking = (async () => {
    while (!isOver) {
      const rows = await clickhouse.select({
        name: 'bench.moves',
        sql: `SELECT toString(segment_id) AS segment, toString(person_id) AS person, is_in, version
              FROM segment_members WHERE version >= {version:UInt64} AND segment_id IN {ids:Array(UUID)}`,
        params: { version, ids },
        row: Row,
      })
      const at = performance.now()
      for (const row of rows) {
        const key = `${row.segment} ${row.person} ${row.is_in}`
        if (!seenAt.has(key)) seenAt.set(key, at)
        version = Math.max(version, row.version)
      }
      await sleep(250)
    }
  })()
  return {
    seenAt,
    stop: async () => {
      isOver = true
      await looking
    },
  }
}

async function remove(teia: Running, id: string): Promise<void> {
  const headers = { authorization: `Bearer ${apiKey}` }
  await fetch(`${teia.url}/api/v1/segments/${id}`, { method: 'DELETE', headers })
}

async function define(teia: Running): Promise<Map<string, Case>> {
  const { items: before } = await ask<{ items: { id: string; name: string }[] }>(teia, 'segments')
  // By name: who asks for another one comes before it.
  for (const { id } of before.filter(({ name }) => name.startsWith('Bench '))) await remove(teia, id)
  const made = new Map<string, Case>()
  for (const one of cases) {
    const body = { name: `Bench ${one.name} ${run}`, kind: 'live', rule: one.rule }
    made.set((await ask<{ id: string }>(teia, 'segments', body)).id, one)
  }
  for (;;) {
    const { items } = await ask<{ items: { state: string }[] }>(teia, 'segments')
    if (items.every(({ state }) => state === 'live')) return made
    await sleep(500)
  }
}

/** What should have been seen, with when what brought it about was accepted; who came in and left at once need not be seen to come in. */
function expected(segments: Map<string, Case>, workspaceId: string): Map<string, number> {
  const due = new Map<string, number>()
  for (const [user, life] of lifeOf) {
    const person = identityIdOf(workspaceId, 'userId', user)
    for (const [id, { entered, left }] of segments) {
      const [come, gone] = [entered(life), left?.(life) ?? -1]
      const isBefore = gone >= 0 && (come < 0 || gone < come)
      if (come >= 0 && !isBefore) due.set(`${id} ${person} 1`, life[come]?.acceptedAt ?? 0)
      if (come >= 0 && gone > come) due.set(`${id} ${person} 0`, life[gone]?.acceptedAt ?? 0)
    }
  }
  return due
}

/** How long after an event is accepted it is known who came in and who left by it, at a thousand events a second. */
export async function measureMoves(
  teia: Running,
  clickhouse: ClickHouse,
  workspaceId: string,
): Promise<Figure[]> {
  const segments = await define(teia)
  const watching = watch(clickhouse, [...segments.keys()])
  const took = await sendAll(teia)
  const due = expected(segments, workspaceId)
  const sentAt = performance.now()
  const missing = () => [...due.keys()].filter((key) => !watching.seenAt.has(key))
  while (missing().length > 0 && performance.now() - sentAt < patienceMs) await sleep(500)
  await watching.stop()
  const lags = [...due]
    .flatMap(([key, acceptedAt]) => {
      const seen = watching.seenAt.get(key)
      return seen === undefined ? [] : [seen - acceptedAt]
    })
    .toSorted((x, y) => x - y)
  const share = (p: number) => lags[Math.min(lags.length - 1, Math.floor(lags.length * p))] ?? Number.NaN
  const note = `${lags.length.toLocaleString('en')} moves seen, ${missing().length} missing; ${Math.round((perSecond * seconds) / took)} events/s for ${Math.round(took)} s`
  return [
    { name: 'accepted → came in or left, p50', value: share(0.5), unit: 'ms', aim: '< 5,000 ms', note },
    { name: 'accepted → came in or left, p95', value: share(0.95), unit: 'ms', aim: '< 5,000 ms' },
    { name: 'accepted → came in or left, longest', value: share(1), unit: 'ms', aim: '< 5,000 ms' },
    {
      name: 'resident memory of all processes',
      value: residentBytes(teia.pid) / 2 ** 20,
      unit: 'MB',
      note: describeMemory(teia.pid),
    },
  ]
}

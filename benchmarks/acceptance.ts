import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import autocannon from 'autocannon'
import { ask, type Running, startBare, startTeia, writeKey } from './processes.ts'
import type { Figure } from './report.ts'

/** Bare and Teia take turns, so that a slow spell of the machine meets both. */
const rounds = 4
const secondsPerRound = 3

function message(index: number) {
  return {
    type: 'track',
    messageId: randomUUID(),
    userId: `user-${index % 5000}`,
    anonymousId: `device-${index % 10_000}`,
    event: 'Product Viewed',
    timestamp: new Date().toISOString(),
    properties: {
      product_id: `p${index % 900}`,
      name: 'Café moído',
      price: (index % 100) + 0.9,
      currency: 'BRL',
    },
    context: {
      library: { name: 'bench', version: '1' },
      page: { path: '/p', url: 'https://shop.example/p', title: 'P' },
      locale: 'pt-BR',
    },
  }
}

type Load = { perSecond: number; p99Ms: number; failed: number }
/** Posts bodies with fresh message ids for a few seconds over 20 connections. */
async function load(
  running: Running,
  path: string,
  body: () => string,
  eventsPerCall: number,
): Promise<Load> {
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
  const headers = { 'content-type': 'application/json', authorization }
  const result = await autocannon({
    url: running.url,
    connections: 20,
    duration: secondsPerRound,
    requests: [{ method: 'POST', path, headers, setupRequest: (request) => ({ ...request, body: body() }) }],
  })
  return {
    perSecond: (result['2xx'] / result.duration) * eventsPerCall,
    p99Ms: result.latency.p99,
    failed: result.non2xx + result.errors,
  }
}

async function takeTurns(
  bare: Running,
  teia: Running,
  path: string,
  body: () => string,
  eventsPerCall: number,
): Promise<[Load, Load]> {
  const loads: [Load, Load][] = []
  for (let round = 0; round < rounds; round += 1)
    loads.push([await load(bare, path, body, eventsPerCall), await load(teia, path, body, eventsPerCall)])
  return [sumUp(loads.map(([one]) => one)), sumUp(loads.map(([, one]) => one))]
}

/** The mean of the rates, the worst of the latencies, all failures. */
function sumUp(loads: readonly Load[]): Load {
  return {
    perSecond: loads.reduce((sum, one) => sum + one.perSecond, 0) / loads.length,
    p99Ms: Math.max(...loads.map((one) => one.p99Ms)),
    failed: loads.reduce((sum, one) => sum + one.failed, 0),
  }
}

/** Acceptance of batches of 100 and of single events against the bare route, and how soon events are visible. */
export async function measureAcceptance(): Promise<Figure[]> {
  const teia = await startTeia()
  const bare = await startBare()
  try {
    let index = 0
    const single = () => JSON.stringify(message(++index))
    const batch = () => JSON.stringify({ batch: Array.from({ length: 100 }, () => message(++index)) })
    const [singleBare, singleTeia] = await takeTurns(bare, teia, '/v1/track', single, 1)
    const [batchBare, batchTeia] = await takeTurns(bare, teia, '/v1/batch', batch, 100)
    const backlogSeconds = await untilVisible(teia)
    const visibleMs = await measureVisible(teia)
    return [
      {
        name: 'single events accepted',
        value: singleTeia.perSecond,
        unit: '/s',
        against: singleBare.perSecond,
        aim: '≥ 0.6 × bare',
        note: `p99 ${singleTeia.p99Ms} ms, failed ${singleTeia.failed}`,
      },
      {
        name: 'events accepted in batches of 100',
        value: batchTeia.perSecond,
        unit: '/s',
        against: batchBare.perSecond,
        aim: '≥ 50,000/s',
        note: `p99 ${batchTeia.p99Ms} ms, failed ${batchTeia.failed}`,
      },
      {
        name: 'backlog of that load visible after',
        value: backlogSeconds,
        unit: 's',
        note: `${index} events made`,
      },
      { name: 'accepted → visible, idle, median of 20', value: visibleMs, unit: 'ms' },
    ]
  } finally {
    await Promise.all([teia.stop(), bare.stop()])
  }
}

async function send(teia: Running, body: unknown): Promise<void> {
  const answer = await fetch(`${teia.url}/v1/track`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`not accepted: ${answer.status}`)
}

async function isVisible(teia: Running, userId: string): Promise<boolean> {
  const { items } = await ask<{ items: unknown[] }>(teia, `people?search=${userId}&limit=1`)
  return items.length > 0
}

async function untilVisible(teia: Running): Promise<number> {
  const userId = `last-${randomUUID()}`
  const startedAt = performance.now()
  await send(teia, { ...message(0), userId, anonymousId: userId })
  while (!(await isVisible(teia, userId))) await sleep(250)
  return (performance.now() - startedAt) / 1000
}

async function measureVisible(teia: Running): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < 20; run += 1) {
    const userId = `one-${randomUUID()}`
    const startedAt = performance.now()
    await send(teia, { ...message(run), userId, anonymousId: userId })
    while (!(await isVisible(teia, userId))) await sleep(5)
    times.push(performance.now() - startedAt)
  }
  return times.toSorted((x, y) => x - y)[10] ?? 0
}

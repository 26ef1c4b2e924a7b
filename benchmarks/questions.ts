import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { z } from 'zod'
import {
  type ClickHouse,
  openClickHouse,
} from '../packages/server/src/storage/clickhouse/clickhouse.client.ts'
import { asked, type ByHand, byHand, finishes, lastQuarter } from './by-hand.ts'
import { ask, describeMemory, type Running, residentBytes, startTeia } from './processes.ts'
import type { Figure } from './report.ts'
import { fill, grow, untilFolded } from './world.ts'

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
const alone: Record<string, { kind: string; question: object; first?: string; again?: string }> = {
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
  'map drafted from data, 90 days': {
    kind: 'questions/map-draft',
    question: { outcome: { event: 'Order Completed' }, range: lastQuarter },
  },
  'what separates, 90 days': {
    kind: 'questions/separates',
    question: {
      step: 1,
      funnel: {
        range: lastQuarter,
        window: { value: 7, unit: 'day' },
        steps: [{ event: 'Product Viewed' }, { event: 'Order Completed' }],
      },
    },
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

/** Questions through the API against statements by hand in the same engine, at half a million, five and twenty million events. */
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

async function compare(teia: Running, clickhouse: ClickHouse): Promise<Figure[]> {
  const [row] = await clickhouse.select({
    name: 'bench.workspace',
    sql: 'SELECT toString(any(workspace_id)) AS id FROM events',
    row: z.object({ id: z.string() }),
  })
  const figures: Figure[] = []
  for (const name of Object.keys(byHand) as ByHand[]) {
    const ours: number[] = []
    const hand: number[] = []
    const [kind, question] = asked[name]
    let scanned = 0
    for (let run = 0; run < 12; run += 1) {
      let startedAt = performance.now()
      const rows = await clickhouse.select({
        name: 'bench.hand',
        sql: byHand[name],
        params: { workspace: row?.id },
        row: z.unknown(),
      })
      finishes[name]?.(rows)
      hand.push(performance.now() - startedAt)
      startedAt = performance.now()
      scanned = (await ask<Answered>(teia, `questions/${kind}`, question)).meta.rowsRead
      ours.push(performance.now() - startedAt)
    }
    // The quickest of each: what else the machine does only ever adds.
    const [value, against] = [Math.min(...ours), Math.min(...hand)]
    const note = scanNote(scanned, value)
    figures.push({ name, value, unit: 'ms', against, aim: '≤ 1.25 × by hand', note })
  }
  return figures
}

type Answered = { meta: { rowsRead: number } }
const scanNote = (rows: number, ms: number) =>
  `${((rows / ms) * 1000).toLocaleString('en', { maximumSignificantDigits: 3 })} events/s`

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
    figures.push({ name, value: begin, unit: 'ms', ...(first && { aim: first }) })
    if (again) figures.push({ name: `${name}, repeated`, value: Math.min(...later), unit: 'ms', aim: again })
  }
  return figures
}

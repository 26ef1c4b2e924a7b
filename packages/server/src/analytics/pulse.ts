import type { PulseAnswer, PulseQuestion, PulseRow } from '@teia/contracts'
import { Channel } from '@teia/contracts'
import { benjaminiHochberg, equalSharesP, netPromoterScore, newcombe, wilson } from '@teia/methods'
import { type Asking, joinMeta, openScene, runPlan, sceneOf } from './ask.ts'
import {
  type Cell,
  type Periods,
  planCells,
  planKnown,
  planNewPeople,
  planVotes,
  sparkPoints,
  type Vote,
} from './pulse-plans.ts'
import { previousRange, type TimeRange } from './time-range.ts'
import type { TouchpointNames } from './touchpoint-names.ts'

/** What happens in a period, against the period before: people, interactions, new and returning, NPS, by touchpoint. */
export async function askPulse(asking: Asking, question: PulseQuestion): Promise<PulseAnswer> {
  const before = previousRange(asking.range)
  const periods: Periods = { now: asking.range, before }
  const { hasOverrides } = await openScene(asking)
  const scene = (range: TimeRange) => sceneOf({ ...asking, range }, hasOverrides)
  const whole: TimeRange = { ...asking.range, from: before.from }
  const [cells, fresh, known, votes] = await Promise.all([
    runPlan(asking, planCells(question, scene(whole), periods)),
    runPlan(asking, planNewPeople(question, scene(whole), periods)),
    runPlan(asking, planKnown(question, scene(asking.range))),
    runPlan(asking, planVotes(question, scene(whole), periods)),
  ])
  const totals = totalsOf(cells.rows)
  const newPeople = comparedOf(fresh.rows.map((row) => ({ ...row, value: row.people })))
  return {
    range: describeRange(asking.range),
    previousRange: describeRange(before),
    people: { ...totals.people, known: known.rows[0]?.known ?? 0 },
    interactions: totals.interactions,
    newPeople,
    returningPeople: {
      value: Math.max(0, totals.people.value - newPeople.value),
      previous: Math.max(0, totals.people.previous - newPeople.previous),
      spark: totals.people.spark.map((people, index) => Math.max(0, people - (newPeople.spark[index] ?? 0))),
    },
    nps: npsOf(votes.rows),
    byChannel: rowsOf(cells.rows, 'channel', totals.people, asking.touchpoints),
    byTouchpoint: rowsOf(cells.rows, 'touchpoint', totals.people, asking.touchpoints),
    meta: joinMeta(cells.meta, fresh.meta, known.meta, votes.meta),
  }
}

const describeRange = (range: TimeRange) => ({
  from: new Date(range.from).toISOString(),
  to: new Date(range.to).toISOString(),
})

type Compared = { value: number; previous: number; spark: number[] }
/** A row without a bucket is the whole period; the others are the points of its spark. */
function comparedOf(rows: readonly { is_now: number; bucket: number; value: number }[]): Compared {
  const sum = (isNow: number) =>
    rows.filter((row) => row.is_now === isNow).reduce((total, row) => total + row.value, 0)
  return { value: sum(1), previous: sum(0), spark: sparkOf(rows, (row) => row.value) }
}
function sparkOf<Row extends { is_now: number; bucket: number }>(
  rows: readonly Row[],
  value: (row: Row) => number,
): number[] {
  return Array.from({ length: sparkPoints }, (_, index) => {
    const row = rows.find((one) => one.is_now === 1 && one.bucket === index + 1)
    return row ? value(row) : 0
  })
}

function totalsOf(cells: readonly Cell[]) {
  const own = cells.filter((cell) => cell.level === 'all')
  const whole = (isNow: number) =>
    own.filter((cell) => cell.is_now === isNow).toSorted((x, y) => y.interactions - x.interactions)[0]
  const compared = (value: (cell: Cell) => number): Compared => ({
    value: valueOr(whole(1), value),
    previous: valueOr(whole(0), value),
    spark: sparkOf(
      own.filter((cell) => cell.bucket > 0),
      value,
    ),
  })
  return { people: compared((cell) => cell.people), interactions: compared((cell) => cell.interactions) }
}
const valueOr = (cell: Cell | undefined, value: (cell: Cell) => number) => (cell ? value(cell) : 0)

function rowsOf(
  cells: readonly Cell[],
  level: 'channel' | 'touchpoint',
  people: Compared,
  names: TouchpointNames,
): PulseRow[] {
  const own = cells.filter((cell) => cell.level === level && (level === 'channel' || cell.touchpoint !== ''))
  const byName = Map.groupBy(own, (cell) =>
    level === 'channel' ? cell.channel : `${cell.touchpoint}\n${cell.channel}`,
  )
  const rows = [...byName.values()].map((group) => rowOf(group, level, people, names))
  const adjusted = benjaminiHochberg(rows.map((row) => row.pAdjusted))
  return rows
    .map((row, index) => ({ ...row, pAdjusted: adjusted[index] ?? 1 }))
    .toSorted(
      (x, y) =>
        y.people - x.people ||
        y.interactions - x.interactions ||
        compareText(x.name + x.channel, y.name + y.channel),
    )
}

function rowOf(
  group: readonly Cell[],
  level: 'channel' | 'touchpoint',
  people: Compared,
  names: TouchpointNames,
): PulseRow {
  const now = group.find((cell) => cell.is_now === 1 && cell.bucket === 0)
  const before = group.find((cell) => cell.is_now === 0 && cell.bucket === 0)
  const first = { successes: now?.people ?? 0, n: people.value }
  const second = { successes: before?.people ?? 0, n: people.previous }
  const share = wilson(first.successes, first.n)
  const change = newcombe(first, second)
  const some = now ?? before
  const name = (level === 'channel' ? some?.channel : some?.touchpoint) ?? ''
  const channel = Channel.catch('other').parse(some?.channel)
  return {
    name,
    channel,
    ...(level === 'touchpoint' && { touchpoint: names.describe(name, channel) }),
    people: first.successes,
    previousPeople: second.successes,
    interactions: now?.interactions ?? 0,
    previousInteractions: before?.interactions ?? 0,
    share: share.estimate,
    shareLow: share.low,
    shareHigh: share.high,
    change: change.estimate,
    changeLow: change.low,
    changeHigh: change.high,
    pAdjusted: equalSharesP(first, second),
    spark: sparkOf(
      group.filter((cell) => cell.bucket > 0),
      (cell) => cell.people,
    ),
  }
}

function npsOf(rows: readonly Vote[]): PulseAnswer['nps'] {
  const score = (isNow: number) => {
    const row = rows.find((one) => one.is_now === isNow)
    if (!row || row.n === 0) return null
    const { estimate, low, high, n } = netPromoterScore(row.promoters, row.detractors, row.n)
    return { score: estimate, low, high, n }
  }
  const now = score(1)
  return now ? { ...now, previous: score(0) } : null
}

const compareText = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0)

import type { PulseAnswer, PulseQuestion, PulseRow } from '@teia/contracts'
import { Channel } from '@teia/contracts'
import { benjaminiHochberg, equalSharesP, netPromoterScore, newcombe, wilson } from '@teia/methods'
import { z } from 'zod'
import { type Asking, joinMeta, openScene, type Plan, runPlan, sceneOf } from './ask.ts'
import { all, filterSql } from './filter-sql.ts'
import { eventsFrom, inRange, isInteraction, personOf, type Scene } from './fragments.ts'
import { previousRange, type TimeRange } from './time-range.ts'

const sparkPoints = 14
const Cell = z.object({
  level: z.enum(['all', 'channel', 'touchpoint']),
  is_now: z.coerce.number(),
  bucket: z.coerce.number(),
  channel: z.string(),
  touchpoint: z.string(),
  interactions: z.coerce.number(),
  people: z.coerce.number(),
})
type Cell = z.infer<typeof Cell>
const NewPeople = z.object({
  is_now: z.coerce.number(),
  bucket: z.coerce.number(),
  people: z.coerce.number(),
})
const Known = z.object({ known: z.coerce.number() })
const Votes = z.object({
  is_now: z.coerce.number(),
  promoters: z.coerce.number(),
  detractors: z.coerce.number(),
  n: z.coerce.number(),
})

/** What happens in a period, against the period before: people, interactions, new and returning, NPS, by touchpoint. */
export async function askPulse(asking: Asking, question: PulseQuestion): Promise<PulseAnswer> {
  const before = previousRange(asking.range)
  const whole: TimeRange = { ...asking.range, from: before.from }
  const { hasOverrides } = await openScene(asking)
  const scene = (range: TimeRange) => sceneOf({ workspaceId: asking.workspaceId, range }, hasOverrides)
  const [cells, fresh, known, votes] = await Promise.all([
    runPlan(asking, planCells(question, scene(whole), asking.range)),
    runPlan(asking, planNewPeople(question, scene(whole), asking.range)),
    runPlan(asking, planKnown(question, scene(asking.range))),
    runPlan(asking, planVotes(question, scene(whole), asking.range)),
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
    byChannel: rowsOf(cells.rows, 'channel', totals.people),
    byTouchpoint: rowsOf(cells.rows, 'touchpoint', totals.people),
    meta: joinMeta(cells.meta, fresh.meta, known.meta, votes.meta),
  }
}

const describeRange = (range: TimeRange) => ({
  from: new Date(range.from).toISOString(),
  to: new Date(range.to).toISOString(),
})

/** Which of the spark's points an event falls into; 0 for the period before. */
function bucketSql(time: string, scene: Scene, now: TimeRange): string {
  const width = scene.params.number((now.to - now.from) / sparkPoints)
  return `if(${time} < ${scene.params.time(now.from)}, 0, 1 + toUInt8(floor((toUnixTimestamp64Milli(${time}) - ${scene.params.add('Int64', now.from)}) / ${width})))`
}

/** Counts on all levels in one pass: states per cell, merged upwards. */
function planCells(question: PulseQuestion, scene: Scene, now: TimeRange): Plan<Cell> {
  const sql = `
    SELECT multiIf(grouping(channel) = 1, 'all', grouping(touchpoint) = 1, 'channel', 'touchpoint') AS level,
           is_now, if(grouping(slot) = 1, 0, slot) AS bucket, channel, touchpoint,
           sum(events) AS interactions, uniqExactMerge(who) AS people
    FROM (
      SELECT toString(e.channel) AS channel, toString(e.touchpoint) AS touchpoint, ${bucketSql('e.time', scene, now)} AS slot,
             toUInt8(slot > 0) AS is_now, count() AS events, uniqExactState(${personOf(scene)}) AS who
      FROM ${eventsFrom(scene)}
      WHERE ${all([inRange(scene), isInteraction, filterSql(question.filter, scene)])}
      GROUP BY channel, touchpoint, slot
    )
    GROUP BY GROUPING SETS ((is_now), (is_now, slot), (is_now, channel), (is_now, slot, channel), (is_now, channel, touchpoint), (is_now, slot, channel, touchpoint))
    ORDER BY interactions DESC`
  return { name: 'analytics.pulse.cells', sql, params: scene.params, row: Cell }
}

function planNewPeople(
  question: PulseQuestion,
  scene: Scene,
  now: TimeRange,
): Plan<z.infer<typeof NewPeople>> {
  const among = question.filter
    ? `AND person_id IN (SELECT ${personOf(scene)} FROM ${eventsFrom(scene)} WHERE ${all([inRange(scene), isInteraction, filterSql(question.filter, scene)])})`
    : ''
  const sql = `
    SELECT toUInt8(bucket > 0) AS is_now, bucket, count() AS people
    FROM (
      SELECT ${bucketSql('first_seen_at', scene, now)} AS bucket
      FROM people FINAL
      WHERE workspace_id = ${scene.workspace} AND first_seen_at >= ${scene.params.time(scene.range.from)} AND first_seen_at < ${scene.params.time(scene.range.to)} ${among}
    )
    GROUP BY bucket ORDER BY bucket`
  return { name: 'analytics.pulse.newPeople', sql, params: scene.params, row: NewPeople }
}

function planKnown(question: PulseQuestion, scene: Scene): Plan<z.infer<typeof Known>> {
  const sql = `
    SELECT uniqExact(${personOf(scene)}) AS known
    FROM ${eventsFrom(scene)}
    WHERE ${all([inRange(scene), isInteraction, filterSql(question.filter, scene)])}
      AND ${personOf(scene)} IN (SELECT person_id FROM people FINAL WHERE workspace_id = ${scene.workspace} AND is_known)`
  return { name: 'analytics.pulse.known', sql, params: scene.params, row: Known }
}

function planVotes(question: PulseQuestion, scene: Scene, now: TimeRange): Plan<z.infer<typeof Votes>> {
  const score = "toFloat64OrNull(toString(getSubcolumn(e.properties, 'score')))"
  const sql = `
    SELECT toUInt8(e.time >= ${scene.params.time(now.from)}) AS is_now, countIf(${score} >= 9) AS promoters, countIf(${score} <= 6) AS detractors, count() AS n
    FROM ${eventsFrom(scene)}
    WHERE ${all([inRange(scene), filterSql(question.filter, scene)])}
      AND e.name = 'Survey Answered' AND lower(toString(getSubcolumn(e.properties, 'metric'))) = 'nps' AND ${score} BETWEEN 0 AND 10
    GROUP BY is_now`
  return { name: 'analytics.pulse.nps', sql, params: scene.params, row: Votes }
}

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

function rowsOf(cells: readonly Cell[], level: 'channel' | 'touchpoint', people: Compared): PulseRow[] {
  const own = cells.filter((cell) => cell.level === level && (level === 'channel' || cell.touchpoint !== ''))
  const byName = Map.groupBy(own, (cell) =>
    level === 'channel' ? cell.channel : `${cell.touchpoint}\n${cell.channel}`,
  )
  const rows = [...byName.values()].map((group) => rowOf(group, level, people))
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

function rowOf(group: readonly Cell[], level: 'channel' | 'touchpoint', people: Compared): PulseRow {
  const now = group.find((cell) => cell.is_now === 1 && cell.bucket === 0)
  const before = group.find((cell) => cell.is_now === 0 && cell.bucket === 0)
  const first = { successes: now?.people ?? 0, n: people.value }
  const second = { successes: before?.people ?? 0, n: people.previous }
  const share = wilson(first.successes, first.n)
  const change = newcombe(first, second)
  const some = now ?? before
  return {
    name: (level === 'channel' ? some?.channel : some?.touchpoint) ?? '',
    channel: Channel.catch('other').parse(some?.channel),
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

function npsOf(rows: readonly z.infer<typeof Votes>[]): PulseAnswer['nps'] {
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

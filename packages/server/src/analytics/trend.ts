import { Channel, type TrendAnswer, type TrendQuestion, type TrendSeries } from '@teia/contracts'
import { z } from 'zod'
import { type Asking, joinMeta, openScene, type Plan, runPlan, sceneOf } from './ask.ts'
import { all, filterSql, propertySql, traitSql } from './filter-sql.ts'
import {
  channelOf,
  eventsFrom,
  inRange,
  isInteraction,
  personOf,
  type Scene,
  touchpointOf,
} from './fragments.ts'
import { bucketsOf, hoursShift, previousRange, type TimeRange } from './time-range.ts'
import type { TouchpointNames } from './touchpoint-names.ts'

const Row = z.object({
  key: z.array(z.string()),
  total: z.coerce.number(),
  points: z.array(z.tuple([z.coerce.number(), z.coerce.number()])),
  /** How many different keys there were before folding. */
  keys: z.coerce.number(),
})
type Row = z.infer<typeof Row>
type Question = TrendQuestion

/** Counts events or distinct people by interval of local time, split by up to three attributes. */
export async function askTrend(asking: Asking, question: Question): Promise<TrendAnswer> {
  const scene = await openScene(asking)
  const now = await runPlan(asking, planTrend(question, scene))
  const shape = (rows: readonly Row[], range: TimeRange) =>
    shapeSeries(question, rows, range).map((one) => withTouchpoint(question, one, asking.touchpoints))
  const series = shape(now.rows, asking.range)
  const folded = Math.max(0, (now.rows[0]?.keys ?? 0) - question.limit)
  if (question.compare === 'none') return { series, folded, previous: null, meta: now.meta }
  const range = previousRange(asking.range)
  const earlier = sceneOf({ ...asking, range }, scene.hasOverrides)
  const kept = series.map((one) => one.key).filter((key) => !isOther(key))
  const before = await runPlan(asking, planTrend(question, earlier, kept))
  return {
    series,
    folded,
    previous: shape(before.rows, range),
    meta: joinMeta(now.meta, before.meta),
  }
}

const otherKey = '…other'
const isOther = (key: readonly string[]) => key[0] === otherKey

/** How the statement adds up: events are counted, people are kept as sets so that a sum holds nobody twice. */
const measures = {
  events: { value: () => 'count()', sum: 'sum', merge: 'sum', read: (value: string) => value },
  people: {
    value: (person: string) => `uniqExactState(${person})`,
    sum: 'uniqExactMerge',
    merge: 'uniqExactMergeState',
    read: (value: string) => `finalizeAggregation(${value})`,
  },
} as const

/** `kept` names the series to keep apart, as for a period that is compared; otherwise they are the largest ones. */
export function planTrend(question: Question, scene: Scene, kept?: readonly string[][]): Plan<Row> {
  const keys = (question.breakdown ?? []).map((name) => breakdownSql(name, scene))
  const needsPerson =
    question.measure === 'people' ||
    question.filter !== undefined ||
    keys.some((key) => key.includes('people FINAL'))
  const lean: Scene = needsPerson ? scene : { ...scene, hasOverrides: false }
  const where = all([
    inRange(lean),
    question.event === undefined ? isInteraction : eventCondition(question.event, lean),
    filterSql(question.filter, lean),
  ])
  const { value, sum, read } = measures[question.measure]
  const cells = `
      SELECT ${keys.map((key, index) => `${key} AS k${index}, `).join('')}${bucketSql(question.interval, lean)} AS t, ${value(personOf(lean))} AS v
      FROM ${eventsFrom(lean)}
      WHERE ${where}
      GROUP BY ${['t', ...keys.map((_, index) => `k${index}`)].join(', ')}`
  const [key, rows, count] =
    keys.length === 0
      ? ['[]::Array(String)', cells, '0']
      : ['series', foldedSql(question, lean, cells, keys.length, kept), 'any(keys)']
  const sql = `
    SELECT ${key} AS key, ${sum}(v) AS total, groupArray((toUnixTimestamp(t), ${read('v')})) AS points, ${count} AS keys
    FROM (${rows}
    )
    ${keys.length > 0 ? 'GROUP BY series' : ''}
    ORDER BY total DESC, key`
  return { name: 'analytics.trend', sql, params: lean.params, row: Row }
}

/** Cells of the series that are kept apart, and of all others as one series. */
function foldedSql(
  question: Question,
  { params }: Scene,
  cells: string,
  keys: number,
  kept: readonly string[][] | undefined,
): string {
  const { sum, merge } = measures[question.measure]
  const key = `[${Array.from({ length: keys }, (_, index) => `k${index}`).join(', ')}]`
  const other = `['${otherKey}']`
  const chosen = kept
    ? `SELECT t, v, 0 AS keys, if(has(${params.add('Array(Array(String))', kept)}, ${key}), ${key}, ${other}) AS series FROM (${cells})`
    : `SELECT t, v, max(place) OVER () AS keys, if(place <= ${params.add('UInt32', question.limit)}, key, ${other}) AS series
      FROM (
        SELECT t, v, key, dense_rank() OVER (ORDER BY own DESC, key) AS place
        FROM (SELECT t, v, ${key} AS key, ${sum}(v) OVER (PARTITION BY key) AS own FROM (${cells}))
      )`
  return `
      SELECT series, t, any(keys) AS keys, ${merge}(v) AS v
      FROM (
      ${chosen}
      )
      GROUP BY series, t`
}

/** An event by its name; the names of touchpoints are no events. */
function eventCondition(name: string, scene: Scene): string {
  return `e.name = ${scene.params.text(name)}`
}

function bucketSql(interval: Question['interval'], scene: Scene): string {
  const zone = scene.params.text(scene.range.timeZone)
  switch (interval) {
    case 'hour':
      return hoursShift(scene.range) ? startOfShiftingHour(zone) : `toStartOfHour(e.time, ${zone})`
    case 'day':
      return `toStartOfDay(e.time, ${zone})`
    case 'week':
      return `toDateTime(toMonday(e.time, ${zone}), ${zone})`
    case 'month':
      return `toDateTime(toStartOfMonth(e.time, ${zone}), ${zone})`
  }
}

/**
 * The start of a local hour where clocks change by half an hour: on such days the engine's own function goes on with the
 * minutes of before. From the wall clock an hour begins its minutes and seconds ago, moved by what the clocks have
 * changed by since.
 */
function startOfShiftingHour(zone: string): string {
  const begun = `toUnixTimestamp(e.time) - toMinute(e.time, ${zone}) * 60 - toSecond(e.time, ${zone})`
  const change = `timezoneOffset(toDateTime(e.time, ${zone})) - timezoneOffset(toDateTime(${begun}, ${zone}))`
  return `toDateTime(${begun} + ${change}, ${zone})`
}

/** What an event is split by, as text; see `Breakdown`. */
export function breakdownSql(name: string, scene: Scene): string {
  if (name === 'event') return 'toString(e.name)'
  if (name === 'touchpoint') return `toString(${touchpointOf(scene)})`
  if (name === 'channel') return `toString(${channelOf(scene)})`
  if (name === 'entry') return 'toString(e.entry)'
  if (name.startsWith('trait:')) {
    const traits = `SELECT groupArray(person_id), groupArray(${traitSql(name.slice(6), scene)}) FROM people FINAL WHERE workspace_id = ${scene.workspace}`
    return `transform(${personOf(scene)}, (${traits}).1, (${traits}).2, '')`
  }
  return propertySql(name.replace(/^property:/, ''), scene)
}

/** Fills absent intervals with zero; the series that holds the rest comes last. */
function shapeSeries(question: Question, rows: readonly Row[], range: TimeRange): TrendSeries[] {
  const buckets = bucketsOf(range, question.interval)
  const shape = ({ key, total, points }: Omit<Row, 'keys'>): TrendSeries => {
    const values = new Map(points)
    return {
      key,
      total,
      points: buckets.map((ms) => ({ time: new Date(ms).toISOString(), value: values.get(ms / 1000) ?? 0 })),
    }
  }
  if (rows.length === 0 && !question.breakdown?.length) return [shape({ key: [], total: 0, points: [] })]
  const series = rows.map(shape)
  return [...series.filter((one) => !isOther(one.key)), ...series.filter((one) => isOther(one.key))]
}

/** Says which touchpoint a series is of, in one channel where it is split by that too. */
function withTouchpoint(question: Question, series: TrendSeries, names: TouchpointNames): TrendSeries {
  const part = (name: string) => series.key[question.breakdown?.indexOf(name) ?? -1] ?? ''
  const [name, channel] = [part('touchpoint'), part('channel')]
  if (name === '' || isOther(series.key)) return series
  const met = channel === '' ? null : Channel.catch('other').parse(channel)
  return { ...series, touchpoint: names.describe(name, met) }
}

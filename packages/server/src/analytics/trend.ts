import type { TrendAnswer, TrendQuestion, TrendSeries } from '@teia/contracts'
import { z } from 'zod'
import { type Asking, joinMeta, openScene, type Plan, runPlan, sceneOf } from './ask.ts'
import { all, filterSql, propertySql } from './filter-sql.ts'
import { eventsFrom, inRange, isInteraction, personOf, type Scene } from './fragments.ts'
import { bucketsOf, previousRange, type TimeRange } from './time-range.ts'

const Row = z.object({
  key: z.array(z.string()),
  total: z.coerce.number(),
  points: z.array(z.tuple([z.coerce.number(), z.coerce.number()])),
})
type Row = z.infer<typeof Row>
type Question = TrendQuestion

/** Counts events or distinct people by interval of local time, split by up to three attributes. */
export async function askTrend(asking: Asking, question: Question): Promise<TrendAnswer> {
  const scene = await openScene(asking)
  const now = await runPlan(asking, planTrend(question, scene))
  const series = shapeSeries(question, now.rows, asking.range)
  if (question.compare === 'none') return { series, previous: null, meta: now.meta }
  const range = previousRange(asking.range)
  const before = await runPlan(
    asking,
    planTrend(question, sceneOf({ workspaceId: asking.workspaceId, range }, scene.hasOverrides)),
  )
  return {
    series,
    previous: shapeSeries(question, before.rows, range),
    meta: joinMeta(now.meta, before.meta),
  }
}

export function planTrend(question: Question, scene: Scene): Plan<Row> {
  const keys = (question.breakdown ?? []).map((name, index) => ({
    sql: breakdownSql(name, scene),
    as: `k${index}`,
  }))
  const needsPerson =
    question.measure === 'people' ||
    question.filter !== undefined ||
    keys.some((key) => key.sql.includes('people FINAL'))
  const lean: Scene = needsPerson ? scene : { ...scene, hasOverrides: false }
  const where = all([
    inRange(lean),
    question.event === undefined ? isInteraction : eventCondition(question.event, lean),
    filterSql(question.filter, lean),
  ])
  const value = question.measure === 'people' ? `uniqExactState(${personOf(lean)})` : 'count()'
  const [point, total] =
    question.measure === 'people' ? ['finalizeAggregation(v)', 'uniqExactMerge(v)'] : ['v', 'sum(v)']
  const selected = keys.map((key) => `${key.sql} AS ${key.as}, `).join('')
  const names = keys.map((key) => key.as)
  const sql = `
    SELECT [${names.join(', ')}]::Array(String) AS key, ${total} AS total, groupArray((toUnixTimestamp(t), ${point})) AS points
    FROM (
      SELECT ${selected}${bucketSql(question.interval, lean)} AS t, ${value} AS v
      FROM ${eventsFrom(lean)}
      WHERE ${where}
      GROUP BY ${['t', ...names].join(', ')}
    )
    ${names.length > 0 ? `GROUP BY ${names.join(', ')}` : ''}
    ORDER BY total DESC, key
    LIMIT 1000`
  return { name: 'analytics.trend', sql, params: lean.params, row: Row }
}

/** An event by its name; the names of touchpoints are no events. */
function eventCondition(name: string, scene: Scene): string {
  return `e.name = ${scene.params.text(name)}`
}

function bucketSql(interval: Question['interval'], scene: Scene): string {
  const zone = scene.params.text(scene.range.timeZone)
  switch (interval) {
    case 'hour':
      return `toStartOfHour(e.time, ${zone})`
    case 'day':
      return `toStartOfDay(e.time, ${zone})`
    case 'week':
      return `toDateTime(toMonday(e.time, ${zone}), ${zone})`
    case 'month':
      return `toDateTime(toStartOfMonth(e.time, ${zone}), ${zone})`
  }
}

export function breakdownSql(name: string, scene: Scene): string {
  if (name === 'event') return 'toString(e.name)'
  if (name === 'touchpoint') return 'toString(e.touchpoint)'
  if (name === 'channel') return 'toString(e.channel)'
  if (name === 'entry') return 'toString(e.entry)'
  if (name.startsWith('trait:')) {
    const traits = `SELECT groupArray(person_id), groupArray(toString(getSubcolumn(traits, ${scene.params.text(name.slice(6))}))) FROM people FINAL WHERE workspace_id = ${scene.workspace}`
    return `transform(${personOf(scene)}, (${traits}).1, (${traits}).2, '')`
  }
  return propertySql(name.replace(/^property:/, ''), scene)
}

/** Fills absent intervals with zero and folds small series of events into one; people of several series overlap, so they are not added. */
export function shapeSeries(question: Question, rows: readonly Row[], range: TimeRange): TrendSeries[] {
  const buckets = bucketsOf(range, question.interval)
  const shape = (row: Row): TrendSeries => {
    const values = new Map(row.points)
    return {
      key: row.key,
      total: row.total,
      points: buckets.map((ms) => ({ time: new Date(ms).toISOString(), value: values.get(ms / 1000) ?? 0 })),
    }
  }
  const series = rows.map(shape)
  if (!question.breakdown?.length)
    return series.length > 0 ? series : [shape({ key: [], total: 0, points: [] })]
  const kept = series.slice(0, question.limit)
  const rest = series.slice(question.limit)
  if (rest.length === 0 || question.measure === 'people') return kept
  const points = buckets.map((ms, index) => ({
    time: new Date(ms).toISOString(),
    value: rest.reduce((sum, one) => sum + (one.points[index]?.value ?? 0), 0),
  }))
  return [...kept, { key: ['…other'], total: rest.reduce((sum, one) => sum + one.total, 0), points }]
}

import type {
  TimeBetween,
  TimeBetweenAnswer,
  TimeBetweenPeopleQuestion,
  TimeBetweenQuestion,
} from '@teia/contracts'
import { ranksAround } from '@teia/methods'
import { z } from 'zod'
import { type Asking, openScene, type Plan, runPlan, sceneOf } from './ask.ts'
import { DurationsRow, durationsSql } from './durations.ts'
import { all, filterSql } from './filter-sql.ts'
import { eventsFrom, inRange, isInteraction, personOf, type Scene } from './fragments.ts'
import { otherSeries } from './funnel.ts'
import { filterOfStep, packedSql, timesSql } from './funnel-steps.ts'
import { type PeoplePage, peoplePage } from './people-page.ts'
import { breakdownSql } from './trend.ts'

const Values = z.array(z.coerce.number())
/** Values around a quantile in ascending order, and the rank of the first of them. */
const Around = z.tuple([z.coerce.number(), Values])
const Row = z.object({
  is_whole: z.coerce.number(),
  series: z.string(),
  people: z.coerce.number(),
  starts: z.coerce.number(),
  ends: z.coerce.number(),
  durations: DurationsRow,
  median: Around,
  p90: Around,
})
type Row = z.infer<typeof Row>

/** Counts how long people take from one thing to another. */
export async function askTimeBetween(
  asking: Asking,
  question: TimeBetweenQuestion,
): Promise<TimeBetweenAnswer> {
  const { rows, meta } = await runPlan(asking, planTimeBetween(asking, question, await openScene(asking)))
  const isOther = (row: Row) => row.series === otherSeries
  const split = question.breakdown ? rows.filter((row) => row.is_whole === 0) : []
  return {
    ...timesOf(rows.find((row) => row.is_whole === 1)),
    series: [...split.filter((row) => !isOther(row)), ...split.filter(isOther)].map((row) => ({
      key: row.series,
      ...timesOf(row),
    })),
    meta,
  }
}

function timesOf(row: Row | undefined): TimeBetween {
  const { people = 0, starts = 0, ends = 0, durations } = row ?? {}
  const n = durations?.n ?? 0
  const seconds = durations &&
    row && {
      median: quantileOf(row.median, n, 0.5),
      p90: quantileOf(row.p90, n, 0.9),
      upTo: durations.upTo,
      bins: durations.bins,
    }
  return { people, reached: n, starts, ends, seconds: seconds ?? null }
}

/** A quantile in seconds with its interval by order statistics. */
function quantileOf([first, values]: z.infer<typeof Around>, n: number, share: number) {
  const at = (rank: number) => values[rank - first] ?? Number.NaN
  const place = (n - 1) * share
  const below = at(Math.floor(place) + 1)
  const above = at(Math.ceil(place) + 1)
  const { low, high } = ranksAround(n, share)
  return {
    estimate: (below + (above - below) * (place - Math.floor(place))) / 1000,
    low: low < 1 ? null : at(low) / 1000,
    high: high > n ? null : at(high) / 1000,
  }
}

/** Values around a quantile of `sorted`: as far as its interval can reach, which is two standard deviations of the rank. */
function aroundSql(share: number): string {
  const reach = `2.5 * sqrt(length(sorted) * ${share * (1 - share)}) + 4`
  const first = `toUInt64(greatest(1, floor(length(sorted) * ${share} - (${reach}))))`
  return `(${first}, arraySlice(sorted, ${first}, toUInt64(2 * (${reach}) + 2)))`
}

/**
 * Everybody who did the first thing, as rows `(who, begun, key, starts, found, took)`: when first, what it is split by then, how
 * often it counts, how long each time took until the other, and the one value of the person, which is null for who never got there.
 */
function personsSql(asking: Asking, question: TimeBetweenQuestion, scene: Scene): string {
  const { first, next, count, breakdown, filter } = question
  const [isFirst, isNext] = [first, next].map((one) =>
    filterSql(filterOfStep(one, asking.touchpoints), scene),
  )
  const key = breakdown ? breakdownSql(breakdown, scene) : `''`
  const row = packedSql('0', scene)
  const begun = scene.params.add('Int64', scene.range.from - 1)
  return `
      SELECT who, begun, key, length(rows) AS starts,
             arrayMap(pair -> pair.2 - pair.1, arrayFilter(pair -> pair.3, arrayZip(${timesSql('rows')}, ${timesSql('nexts')}, arrayMap(to -> to > 0, nexts)))) AS found,
             if(empty(found), NULL, toInt64(round(arrayReduce('quantileExactInclusive(0.5)', found)))) AS took
      FROM (
        SELECT who, ${timesSql('[starts[1].1]')}[1] + ${begun} AS begun, starts[1].2 AS key,
               arrayMap(one -> one.1, ${count === 'first' ? '[starts[1]]' : 'starts'}) AS rows,
               arrayMap(row -> arrayFirst(to -> to > row, tos), rows) AS nexts
        FROM (
          SELECT who, arraySort(groupArrayIf((row, key), is_first)) AS starts, arraySort(groupArrayIf(row, is_next)) AS tos
          FROM (
            SELECT ${personOf(scene)} AS who, ${isFirst} AS is_first, ${isNext} AS is_next, ${key} AS key, ${row} AS row
            FROM ${eventsFrom(scene)}
            WHERE ${all([inRange(scene), isInteraction, `(${isFirst} OR ${isNext})`, filterSql(filter, scene)])}
          )
          GROUP BY who
          HAVING max(is_first)
        )
      )`
}

function planTimeBetween(asking: Asking, question: TimeBetweenQuestion, scene: Scene): Plan<Row> {
  const kept = scene.params.add('UInt32', question.limit)
  const sql = `
    SELECT is_whole, series, people, starts, ends,
           ${durationsSql('sorted')} AS durations, ${aroundSql(0.5)} AS median, ${aroundSql(0.9)} AS p90
    FROM (
      SELECT grouping(series) AS is_whole, series, sum(people) AS people, sum(starts) AS starts, sum(ends) AS ends,
             arraySort(groupArrayArray(took)) AS sorted
      FROM (
        SELECT *, if(place <= ${kept}, key, '${otherSeries}') AS series
        FROM (
          SELECT *, row_number() OVER (ORDER BY people DESC, key) AS place
          FROM (
            SELECT key, count() AS people, sum(starts) AS starts, sum(length(found)) AS ends, groupArray(took) AS took
            FROM (${personsSql(asking, question, scene)}
            )
            GROUP BY key
          )
        )
      )
      GROUP BY GROUPING SETS ((series), ())
    )
    ORDER BY is_whole DESC, people DESC, series`
  return { name: 'analytics.timeBetween', sql, params: scene.params, row: Row }
}

/** One page of the people who got there, or never did, latest first. Throws `invalid_cursor`. */
export async function askTimeBetweenPeople(
  asking: Asking,
  question: TimeBetweenPeopleQuestion,
): Promise<PeoplePage> {
  const { between, part, atLeast, lessThan, series } = question
  const scene = await openScene(asking)
  const { params } = scene
  const conditions = [part === 'never' ? 'took IS NULL' : 'took IS NOT NULL']
  if (atLeast !== undefined) conditions.push(`took >= ${params.number(atLeast * 1000)}`)
  if (lessThan !== undefined) conditions.push(`took < ${params.number(lessThan * 1000)}`)
  if (series === otherSeries) {
    const known = await keptKeys(asking, between, scene.hasOverrides)
    conditions.push(`key NOT IN ${params.add('Array(String)', known)}`)
  } else if (series !== undefined) conditions.push(`key = ${params.text(series)}`)
  const rows = `
      SELECT who AS person, begun AS at FROM (${personsSql(asking, between, scene)}
      )
      WHERE ${conditions.join(' AND ')}`
  return peoplePage(asking, 'analytics.timeBetweenPeople', rows, scene, question)
}

/** “Other” is what the answer does not name, so the answer has to be known. */
async function keptKeys(asking: Asking, question: TimeBetweenQuestion, hasOverrides: boolean) {
  const { rows } = await runPlan(asking, planTimeBetween(asking, question, sceneOf(asking, hasOverrides)))
  return rows.filter((row) => row.is_whole === 0 && row.series !== otherSeries).map((row) => row.series)
}

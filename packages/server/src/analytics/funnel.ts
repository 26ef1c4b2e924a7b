import type { FunnelAnswer, FunnelQuestion, FunnelStepAnswer } from '@teia/contracts'
import { wilson } from '@teia/methods'
import { z } from 'zod'
import { type Asking, joinMeta, openScene, type Plan, runPlan, sceneOf } from './ask.ts'
import { DurationsRow, durationsSql } from './durations.ts'
import type { Scene } from './fragments.ts'
import { labelOfStep, marksOf } from './funnel-steps.ts'
import { unitsOf } from './funnel-units.ts'
import { walksOf } from './funnel-walks.ts'
import { previousRange } from './time-range.ts'

const Numbers = z.array(z.coerce.number())
const Row = z.object({
  is_whole: z.coerce.number(),
  series: z.string(),
  /** How many different keys there were before folding. */
  keys: z.coerce.number(),
  walks: Numbers,
  people: Numbers,
  /** Median and 90th percentile in milliseconds; of nobody they mean nothing. */
  gaps: z.array(z.array(z.coerce.number().nullable())),
  converted: DurationsRow,
})
type Row = z.infer<typeof Row>

export const otherSeries = '…other'

/** Counts how far people get over the steps of a funnel. */
export async function askFunnel(asking: Asking, question: FunnelQuestion): Promise<FunnelAnswer> {
  const scene = await openScene(asking)
  const now = await runPlan(asking, planFunnel(asking, question, scene))
  const stepsOf = (row: Row | undefined) => shapeSteps(asking, question, row)
  const whole = now.rows.find((row) => row.is_whole === 1)
  const rows = now.rows.filter((row) => row.is_whole === 0)
  const isOther = (row: Row) => row.series === otherSeries
  const series = question.breakdown
    ? [...rows.filter((row) => !isOther(row)), ...rows.filter(isOther)].map((row) => ({
        key: row.series,
        steps: stepsOf(row),
      }))
    : []
  const answer = {
    steps: stepsOf(whole),
    timeToConvert: whole?.converted ?? null,
    series,
    folded: question.breakdown ? Math.max(0, (whole?.keys ?? 0) - question.limit) : 0,
  }
  if (question.compare === 'none') return { ...answer, previous: null, meta: now.meta }
  const earlier = { ...asking, range: previousRange(asking.range) }
  const { breakdown: _, ...plain } = question
  const before = await runPlan(earlier, planFunnel(earlier, plain, sceneOf(earlier, scene.hasOverrides)))
  return {
    ...answer,
    previous: { steps: stepsOf(before.rows.find((row) => row.is_whole === 1)) },
    meta: joinMeta(now.meta, before.meta),
  }
}

/** Walks as rows of the statement: who, how deep, the place of each step, when, and what the walk is split by. */
export function funnelWalks(asking: Asking, question: FunnelQuestion, scene: Scene) {
  const marks = marksOf(question, scene, asking.touchpoints)
  const units = unitsOf(question, scene, marks, asking.sessionTimeoutMs)
  return { marks, sql: walksOf(units, { ...marks, order: question.order, window: question.window }) }
}

/** What a walk is split by: the value at its first step. */
export const keyOfWalk = `arrayFirst(pair -> pair.1 = packed[places[1]], keys).2`

/**
 * One pass: units → the walk of each that counts → counts and states by key → the largest keys apart, the rest as one, and
 * all together. Quantiles and distinct people are merged from states, so that they stay exact.
 */
export function planFunnel(asking: Asking, question: FunnelQuestion, scene: Scene): Plan<Row> {
  const { marks, sql: walks } = funnelWalks(asking, question, scene)
  const counted = countsOf(question, marks.required)
  const sql = question.breakdown ? splitSql(question, scene, walks, counted) : wholeSql(walks, counted)
  return { name: 'analytics.funnel', sql, params: scene.params, row: Row }
}

/** What is counted of walks: for each step those who reached it, different people, and times; over all the time to convert. */
type Counts = { reached: string[]; people: string[][]; gaps: string[][]; total: string[] }

/** Aggregates as `[function, arguments]`, so that they can be counted at once or kept as states. */
function countsOf({ scope, steps, order }: FunnelQuestion, required: readonly number[]): Counts {
  const last = (required.at(-1) ?? 0) + 1
  const total =
    order === 'any'
      ? `${doneSql(required, required.length)} - ${begunSql(required)}`
      : `times[places[${last}]] - times[places[1]]`
  const isReached = steps.map((_, at) => `places[${at + 1}] > 0`)
  const distinct = scope === 'account' ? 'uniqExactArrayIf' : 'uniqExactIf'
  return {
    reached: isReached.map((one) => `countIf(${one})`),
    // A person walks once in its own scope, so there walks are people.
    people: scope === 'person' ? [] : isReached.map((one) => [distinct, `(who, ${one})`]),
    gaps: isReached.map((one, at) => ['quantilesExactIf', `(${gapSql(at + 1, order, required)}, ${one})`]),
    total: ['groupArrayIf', `(${total}, places[${last}] > 0)`],
  }
}
const quantiles = '(0.5, 0.9)'

function wholeSql(walks: string, { reached, people, gaps, total }: Counts): string {
  const distinct = people.map((parts) => parts.join(''))
  return `
    SELECT 1 AS is_whole, '' AS series, 0 AS keys, [${reached.join(', ')}] AS walks,
           ${distinct.length === 0 ? 'walks' : `[${distinct.join(', ')}]`} AS people,
           [${gaps.map(([name, of]) => `${name}${quantiles}${of}`).join(', ')}] AS gaps,
           ${durationsSql(total.join(''))} AS converted
    FROM (${walks}
    )`
}

function splitSql(
  { limit }: FunnelQuestion,
  scene: Scene,
  walks: string,
  { reached, people, gaps, total }: Counts,
): string {
  const merged = people.map(([name], at) => `${name}Merge(people${at})`)
  const kept = scene.params.add('UInt32', limit)
  return `
    SELECT grouping(series) AS is_whole, series, max(keys) AS keys, sumForEach(reached) AS walks,
           ${merged.length === 0 ? 'walks' : `[${merged.join(', ')}]`} AS people,
           [${gaps.map(([name], at) => `${name}Merge${quantiles}(gap${at})`).join(', ')}] AS gaps,
           ${durationsSql('groupArrayArray(totals)')} AS converted
    FROM (
      SELECT *, if(place <= ${kept}, key, '${otherSeries}') AS series, max(place) OVER () AS keys
      FROM (
        SELECT *, row_number() OVER (ORDER BY reached[1] DESC, key) AS place
        FROM (
          SELECT ${[
            `${keyOfWalk} AS key`,
            `[${reached.join(', ')}] AS reached`,
            ...people.map(([name, of], at) => `${name}State${of} AS people${at}`),
            ...gaps.map(([name, of], at) => `${name}State${quantiles}${of} AS gap${at}`),
            `${total.join('')} AS totals`,
          ].join(',\n                 ')}
          FROM (${walks}
          )
          GROUP BY key
        )
      )
    )
    GROUP BY GROUPING SETS ((series), ())
    ORDER BY is_whole DESC, walks DESC, series`
}

const timeOf = (step: number) => `times[places[${step + 1}]]`
/** When the first so many required steps were all done, whatever their order. */
const doneSql = (required: readonly number[], count: number) =>
  `arrayMax([${required.slice(0, count).map(timeOf).join(', ')}])`
const begunSql = (required: readonly number[]) =>
  `arrayMin(arrayFilter(time -> time > 0, [${required.map(timeOf).join(', ')}]))`

/** Milliseconds that a step took since the required step before it; in any order since the ones before were all done. */
export function gapSql(step: number, order: FunnelQuestion['order'], required: readonly number[]): string {
  const place = step - 1
  const before = required.filter((one) => one < place)
  if (before.length === 0) return 'toInt64(0)'
  if (order !== 'any') return `${timeOf(place)} - ${timeOf(before.at(-1) ?? 0)}`
  return required.includes(place)
    ? `${doneSql(required, before.length + 1)} - ${doneSql(required, before.length)}`
    : `${timeOf(place)} - ${begunSql(required)}`
}

/** Counts as steps with shares, intervals and times. */
function shapeSteps(asking: Asking, question: FunnelQuestion, row: Row | undefined): FunnelStepAnswer[] {
  const walksAt = (at: number) => row?.walks[at] ?? 0
  const share = (part: number, of: number) => {
    const { estimate, low, high } = wilson(part, of)
    return { conversion: estimate, low, high }
  }
  return question.steps.map((step, at) => {
    const walks = walksAt(at)
    const before = question.steps.findLastIndex((one, place) => place < at && !one.optional)
    const of = before < 0 ? walks : walksAt(before)
    const [median, p90] = before >= 0 && walks > 0 ? (row?.gaps[at] ?? []) : []
    const seconds = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : ms / 1000)
    return {
      label: labelOfStep(step, asking.touchpoints),
      optional: step.optional,
      people: row?.people[at] ?? 0,
      walks,
      ...share(walks, walksAt(0)),
      fromPrevious: { ...share(walks, of), of },
      medianSeconds: seconds(median),
      p90Seconds: seconds(p90),
    }
  })
}

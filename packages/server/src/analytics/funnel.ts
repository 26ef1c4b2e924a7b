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

/** What is counted of walks, over arrays with a value for each step; over all the time to convert. */
type Counts = { reached: string; people: Aggregate | null; gaps: Aggregate; total: string }
/** Its function and arguments, so that it can be counted at once or kept as a state. */
type Aggregate = { name: string; parameters: string; of: string }

function countsOf({ scope, order, steps }: FunnelQuestion, required: readonly number[]): Counts {
  const last = (required.at(-1) ?? 0) + 1
  const total =
    order === 'any'
      ? `${doneSql(required, required.length)} - ${begunSql(required)}`
      : `times[places[${last}]] - times[places[1]]`
  const who = scope === 'account' ? 'who, []' : 'who, NULL'
  return {
    reached: 'sumForEach(arrayMap(place -> toUInt64(place > 0), places))',
    // A person walks once in its own scope, so there walks are people.
    people:
      scope === 'person'
        ? null
        : {
            name: scope === 'account' ? 'uniqExactArrayForEach' : 'uniqExactForEach',
            parameters: '',
            of: `arrayMap(place -> if(place > 0, ${who}), places)`,
          },
    gaps: {
      name: 'quantilesExactForEach',
      parameters: '(0.5, 0.9)',
      of: gapsSql(steps.length, order, required),
    },
    total: `groupArrayIf(${total}, places[${last}] > 0)`,
  }
}

/** What `gapSql` says of every step, as an array with NULL for those that were not reached. */
function gapsSql(steps: number, order: FunnelQuestion['order'], required: readonly number[]): string {
  const numbers = (ofStep: (step: number) => number) =>
    `[${Array.from({ length: steps }, (_, step) => ofStep(step)).join(', ')}]`
  const before = (step: number) => required.filter((one) => one < step)
  if (order !== 'any')
    return `arrayMap((place, before) -> multiIf(place = 0, NULL, before = 0, toInt64(0), times[place] - times[places[before]]), places, ${numbers((step) => (before(step).at(-1) ?? -1) + 1)})`
  const times = `arrayMap(step -> times[places[step]], [${required.map((step) => step + 1).join(', ')}])`
  const done = (count: string) => `arrayMax(arraySlice(${times}, 1, ${count}))`
  return `arrayMap((place, before, is_required) -> multiIf(place = 0, NULL, before = 0, toInt64(0), is_required = 1, ${done('before + 1')} - ${done('before')}, times[place] - ${begunSql(required)}), places, ${numbers((step) => before(step).length)}, ${numbers((step) => Number(required.includes(step)))})`
}

const counted = ({ name, parameters, of }: Aggregate) => `${name}${parameters}(${of})`
const kept = ({ name, parameters, of }: Aggregate) => `${name}State${parameters}(${of})`
const merged = ({ name, parameters }: Aggregate, column: string) => `${name}Merge${parameters}(${column})`

function wholeSql(walks: string, { reached, people, gaps, total }: Counts): string {
  return `
    SELECT 1 AS is_whole, '' AS series, 0 AS keys, ${reached} AS walks, ${people ? counted(people) : 'walks'} AS people,
           ${counted(gaps)} AS gaps,
           ${durationsSql(total)} AS converted
    FROM (${walks}
    )`
}

function splitSql(
  { limit }: FunnelQuestion,
  scene: Scene,
  walks: string,
  { reached, people, gaps, total }: Counts,
): string {
  const most = scene.params.add('UInt32', limit)
  return `
    SELECT grouping(series) AS is_whole, series, max(keys) AS keys, sumForEach(reached) AS walks,
           ${people ? merged(people, 'people_states') : 'walks'} AS people, ${merged(gaps, 'gap_states')} AS gaps,
           ${durationsSql('groupArrayArray(totals)')} AS converted
    FROM (
      SELECT *, if(place <= ${most}, key, '${otherSeries}') AS series, max(place) OVER () AS keys
      FROM (
        SELECT *, row_number() OVER (ORDER BY reached[1] DESC, key) AS place
        FROM (
          SELECT ${[
            `${keyOfWalk} AS key`,
            `${reached} AS reached`,
            ...(people ? [`${kept(people)} AS people_states`] : []),
            `${kept(gaps)} AS gap_states`,
            `${total} AS totals`,
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

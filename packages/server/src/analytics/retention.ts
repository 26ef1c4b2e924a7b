import type {
  RetentionAnswer,
  RetentionPeopleQuestion,
  RetentionPoint,
  RetentionQuestion,
} from '@teia/contracts'
import { wilson } from '@teia/methods'
import { z } from 'zod'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import { type Asking, joinMeta, openScene, type Plan, runPlan, sceneOf } from './ask.ts'
import type { Scene } from './fragments.ts'
import { cohortsOf, entriesOf, rowNumber } from './retention-entries.ts'
import { previousRange } from './time-range.ts'

const Numbers = z.array(z.coerce.number())
const Row = z.object({
  /** The number of a cohort, or the key of a series. */
  part: z.string(),
  people: z.coerce.number(),
  returned: Numbers,
  of: Numbers,
})
type Row = z.infer<typeof Row>
/** `now` is the moment up to which anything can have happened. */
type Known = { now: number }

/** Counts who came back, by cohort and period, and over all cohorts with intervals. */
export async function askRetention(
  asking: Asking & Known,
  question: RetentionQuestion,
): Promise<RetentionAnswer> {
  const cohorts = cohortsOf(asking.range, question.period)
  const { hasOverrides } = await openScene(asking)
  const { breakdown, compare, ...plain } = question
  const count = (own: Asking & Known, asked: typeof plain & Pick<RetentionQuestion, 'breakdown'>) =>
    runPlan(own, planRetention(own, asked, sceneOf(own, hasOverrides), asked.breakdown ? 'key' : 'number'))
  const earlier = { ...asking, range: previousRange(asking.range) }
  const [now, split, before] = await Promise.all([
    count(asking, plain),
    breakdown && count(asking, { ...plain, breakdown }),
    compare === 'previous' && count(earlier, plain),
  ])
  const byNumber = new Map(now.rows.map((row) => [Number(row.part), row]))
  const whole = sumOf(now.rows, question.periods)
  const was = before && sumOf(before.rows, question.periods)
  return {
    cohorts: cohorts.map((cohort) => {
      const row = byNumber.get(rowNumber(cohort)) ?? sumOf([], question.periods)
      return {
        start: new Date(cohort.start).toISOString(),
        people: row.people,
        returned: row.returned.map((count, at) => ((row.of[at] ?? 0) > 0 ? count : null)),
        of: row.of,
      }
    }),
    people: whole.people,
    curve: curveOf(whole),
    series: split ? seriesOf(split.rows, whole) : [],
    previous: was ? { people: was.people, curve: curveOf(was) } : null,
    meta: joinMeta(...[now, split, before].flatMap((one) => (one ? [one.meta] : []))),
  }
}

/** The largest keys, and what is left of the whole as one series. */
function seriesOf(rows: readonly Row[], whole: Row): RetentionAnswer['series'] {
  const named = rows.map((row) => ({ key: row.part, people: row.people, curve: curveOf(row) }))
  const kept = sumOf(rows, whole.of.length)
  if (kept.people === whole.people) return named
  const less = (all: readonly number[], some: readonly number[]) =>
    all.map((one, at) => one - (some[at] ?? 0))
  const rest = {
    part: '',
    people: whole.people - kept.people,
    returned: less(whole.returned, kept.returned),
    of: less(whole.of, kept.of),
  }
  return [...named, { key: '…other', people: rest.people, curve: curveOf(rest) }]
}

function sumOf(rows: readonly Row[], periods: number): Row {
  const sum = (pick: (row: Row) => readonly number[]) =>
    Array.from({ length: periods }, (_, at) => rows.reduce((all, row) => all + (pick(row)[at] ?? 0), 0))
  return {
    part: '',
    people: rows.reduce((all, row) => all + row.people, 0),
    returned: sum((row) => row.returned),
    of: sum((row) => row.of),
  }
}

const curveOf = ({ returned, of }: Row): RetentionPoint[] =>
  of.map((n, at) => {
    if (n === 0) return null
    const { estimate, low, high } = wilson(returned[at] ?? 0, n)
    return { returned: returned[at] ?? 0, of: n, share: estimate, low, high }
  })

type Entering = Omit<RetentionQuestion, 'compare'>

function entriesSql(asking: Asking & Known, question: Entering, scene: Scene): string {
  const cohorts = cohortsOf(asking.range, question.period)
  return entriesOf(question, scene, asking.touchpoints, cohorts, Math.min(asking.now, asking.range.to))
}

export function planRetention(
  asking: Asking & Known,
  question: Entering,
  scene: Scene,
  by: 'number' | 'key',
): Plan<Row> {
  const limit =
    by === 'key' ? `ORDER BY people DESC, part LIMIT ${scene.params.add('UInt32', question.limit)}` : ''
  const sql = `
    SELECT toString(${by}) AS part, count() AS people,
           sumForEach(arrayMap(n -> toUInt64(has(came, n)), range(${question.periods}))) AS returned,
           sumForEach(arrayMap(n -> toUInt64(n < ripe), range(${question.periods}))) AS of
    FROM (${entriesSql(asking, question, scene)}
    )
    GROUP BY ${by}
    ${limit}`
  return { name: 'analytics.retention', sql, params: scene.params, row: Row }
}

const PeopleRow = z.object({ person: z.string(), at: z.coerce.number(), total: z.coerce.number() })

/** One page of the people of a cohort, or behind a cell, latest first. Throws `invalid_cursor`. */
export async function askRetentionPeople(asking: Asking & Known, question: RetentionPeopleQuestion) {
  const { retention, cohort, period, part, limit } = question
  const after = readCursor(question.cursor, z.tuple([z.number().int(), z.guid()]))
  const scene = await openScene(asking)
  const { params } = scene
  const conditions: string[] = []
  if (cohort !== undefined) {
    const start = Date.parse(cohort)
    const found = cohortsOf(asking.range, retention.period).find((one) => one.start === start)
    conditions.push(`number = ${params.add('Int64', found ? rowNumber(found) : -1)}`)
  }
  if (period !== undefined) {
    const place = params.add('Int64', period)
    conditions.push(
      part === 'returned' ? `has(came, ${place})` : `NOT has(came, ${place}) AND ripe > ${place}`,
    )
  }
  const begun = params.add('Int64', scene.range.from - 1)
  const later = after
    ? `WHERE (at, person) < (${params.add('Int64', after[0])}, ${params.add('UUID', after[1])})`
    : ''
  const sql = `
    SELECT person, at, total FROM (
      SELECT who AS person, max(entered) + ${begun} AS at, count() OVER () AS total
      FROM (${entriesSql(asking, retention, scene)}
      )
      ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
      GROUP BY who
    )
    ${later}
    ORDER BY at DESC, person DESC
    LIMIT ${params.add('UInt32', limit + 1)}`
  const plan = { name: 'analytics.retentionPeople', sql, params, row: PeopleRow }
  const { rows, meta } = await runPlan(asking, plan)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    people: shown.map((row) => ({ personId: row.person, at: new Date(row.at).toISOString() })),
    total: rows[0]?.total ?? 0,
    nextCursor: rows.length > limit && last ? writeCursor([last.at, last.person]) : null,
    meta,
  }
}

import {
  type LifecycleAnswer,
  type LifecyclePart,
  type LifecyclePeopleQuestion,
  type LifecyclePeriod,
  type LifecycleQuestion,
  lifecycleParts,
} from '@teia/contracts'
import { z } from 'zod'
import {
  type AskingNow,
  askPeriods,
  isActive,
  isWhole,
  type OpenedPeriods,
  openPeriods,
} from './active-periods.ts'
import { openScene, type Plan, sceneOf } from './ask.ts'
import { type CalendarPeriod, periodNumberSql } from './calendar-periods.ts'
import { eventsFrom, personOf, type Scene } from './fragments.ts'
import { type PeoplePage, peoplePage } from './people-page.ts'

const Row = z.object({ number: z.coerce.number(), part: z.string(), people: z.coerce.number() })
type Row = z.infer<typeof Row>

/** Counts who is new, stays, comes back and stays away, period by period. Throws `invalid_range`. */
export function askLifecycle(asking: AskingNow, question: LifecycleQuestion): Promise<LifecycleAnswer> {
  return askPeriods(asking, question, {
    plan: (opened, scene) => planLifecycle(opened, question, scene),
    shape: shapePeriod,
  })
}

function shapePeriod(period: CalendarPeriod, rows: readonly Row[], asking: AskingNow): LifecyclePeriod {
  const of = (part: LifecyclePart) => rows.find((row) => row.part === part)?.people ?? 0
  return {
    start: new Date(period.start).toISOString(),
    isWhole: isWhole(period, asking),
    people: of('new') + of('returning') + of('resurrected'),
    new: of('new'),
    returning: of('returning'),
    resurrected: of('resurrected'),
    dormant: of('dormant'),
  }
}

/**
 * Everybody as rows `(who, active, latest)`: the numbers of the periods in which they were active, with 0 for any time before
 * the period before the first, and when they last were in each.
 */
function activeSql({ before, asking }: OpenedPeriods, question: LifecycleQuestion, scene: Scene): string {
  const until = scene.params.time(asking.range.to)
  // What was long ago only tells new people from those who are back, so of it no more than whether it was is read.
  const number = `if(e.time < ${scene.params.time(before)}, 0, toInt64(${periodNumberSql(question.period, scene)}) + ${numberBase})`
  return `
        SELECT who, groupArray(number) AS active, groupArray(latest) AS times
        FROM (
          SELECT ${personOf(scene)} AS who, ${number} AS number, toUnixTimestamp64Milli(max(e.time)) AS latest
          FROM ${eventsFrom(scene)}
          WHERE e.workspace_id = ${scene.workspace} AND e.time < ${until} AND ${isActive(question, scene, asking.touchpoints)}
          GROUP BY who, number
        )
        GROUP BY who`
}

/** Keeps numbers of years before 1970 above zero. */
const numberBase = 1 << 20

/** What everybody is in each period, as rows `(who, number, part, at)`. */
function partsSql(opened: OpenedPeriods, question: LifecycleQuestion, scene: Scene): string {
  const [first, last] = [opened.periods[0]?.number ?? 0, opened.periods.at(-1)?.number ?? 0]
  const inRange = (number: string) =>
    `${number} >= ${first + numberBase} AND ${number} <= ${last + numberBase}`
  const part = `multiIf(n = arrayMin(active), 'new', has(active, n - 1), 'returning', 'resurrected')`
  return `
      SELECT who, one.1 - ${numberBase} AS number, one.2 AS part, one.3 AS at
      FROM (
        SELECT who, arrayConcat(
                 arrayMap((n, at) -> (n, ${part}, at), active, times),
                 arrayMap((n, at) -> (n + 1, 'dormant', at), arrayFilter(n -> n > 0 AND NOT has(active, n + 1), active), arrayFilter((at, n) -> n > 0 AND NOT has(active, n + 1), times, active))
               ) AS ones
        FROM (${activeSql(opened, question, scene)}
        )
      ) ARRAY JOIN ones AS one
      WHERE ${inRange('one.1')}`
}

function planLifecycle(opened: OpenedPeriods, question: LifecycleQuestion, scene: Scene): Plan<Row> {
  const sql = `
    SELECT number, part, count() AS people
    FROM (${partsSql(opened, question, scene)}
    )
    GROUP BY number, part`
  return { name: 'analytics.lifecycle', sql, params: scene.params, row: Row }
}

/** One page of the people who are something in a period, latest first. Throws `invalid_cursor`. */
export async function askLifecyclePeople(
  asking: AskingNow,
  question: LifecyclePeopleQuestion,
): Promise<PeoplePage> {
  const { lifecycle, start, part } = question
  const { hasOverrides } = await openScene(asking)
  const opened = openPeriods(asking, lifecycle.period)
  const scene = sceneOf(opened.asking, hasOverrides)
  const number = opened.periods.find((one) => one.start === Date.parse(start))?.number
  const rows = `
      SELECT who AS person, at FROM (${partsSql(opened, lifecycle, scene)}
      )
      WHERE number = ${scene.params.add('Int64', number ?? -numberBase)} AND part = ${scene.params.text(lifecycleParts.find((one) => one === part) ?? '')}`
  return peoplePage(asking, 'analytics.lifecyclePeople', rows, scene, question)
}

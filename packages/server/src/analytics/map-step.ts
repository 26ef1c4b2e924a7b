import type { GoingOn, MapStepAnswer, MapStepQuestion } from '@teia/contracts'
import { wilson } from '@teia/methods'
import { DateTime } from 'luxon'
import { z } from 'zod'
import { type Asking, joinMeta, openScene, type Plan, runPlan, sceneOf } from './ask.ts'
import type { Scene } from './fragments.ts'
import { otherSeries } from './funnel.ts'
import { type AskedMap, mapWalks, patienceMs, spotOf, stepRows, visitsOf } from './map-walks.ts'
import { bucketsOf, previousRange } from './time-range.ts'
import { breakdownSql } from './trend.ts'

type Question = Pick<MapStepQuestion, 'step' | 'breakdown' | 'limit'> & { compare: 'none' | 'previous' }

const counts = { entered: z.coerce.number(), went_on: z.coerce.number() }
const DayRow = z.object({ day: z.string(), ...counts })
const GroupRow = z.object({ key: z.string(), ...counts })
type Counts = { entered: number; went_on: number }

const counting = 'count() AS entered, countIf(next > 0) AS went_on'

/** Who was at a step or stage, as rows of visits. */
function visitsAt(asking: Asking, map: AskedMap, step: string, scene: Scene): string {
  const { level, place } = spotOf(map, step)
  return `
      SELECT who, first, next FROM (${visitsOf(mapWalks(asking, map, scene), map, scene)}
      )
      WHERE level = ${level} AND place = ${place}`
}

/** By the local day on which somebody first came. */
function planDays(asking: Asking, map: AskedMap, step: string, scene: Scene): Plan<z.infer<typeof DayRow>> {
  const begun = scene.params.add('Int64', scene.range.from - 1)
  const zone = scene.params.text(scene.range.timeZone)
  const sql = `
    SELECT toString(toDate32(fromUnixTimestamp64Milli(first + ${begun}, ${zone}))) AS day, ${counting}
    FROM (${visitsAt(asking, map, step, scene)}
    )
    GROUP BY day`
  return { name: 'analytics.mapStepDays', sql, params: scene.params, row: DayRow }
}

/** By what the first interaction there says: the largest groups, or those that are named. */
function planGroups(
  asking: Asking,
  map: AskedMap,
  { step, breakdown = '', limit }: Question,
  scene: Scene,
  kept?: readonly string[],
): Plan<z.infer<typeof GroupRow>> {
  const { steps } = spotOf(map, step)
  const which = kept ? `HAVING key IN ${scene.params.add('Array(String)', kept)}` : ''
  const sql = `
    SELECT own.key AS key, ${counting}
    FROM (${visitsAt(asking, map, step, scene)}
    ) AS visit
    INNER JOIN (
      SELECT who, argMin(key, row) AS key
      FROM (${stepRows(asking, map, scene, breakdownSql(breakdown, scene))}
      )
      WHERE step IN (${steps.join(', ')})
      GROUP BY who
    ) AS own ON own.who = visit.who
    GROUP BY key ${which}
    ORDER BY entered DESC, key
    LIMIT ${kept ? kept.length : scene.params.add('UInt32', limit)}`
  return { name: 'analytics.mapStepGroups', sql, params: scene.params, row: GroupRow }
}

function goingOn({ entered, went_on }: Counts): GoingOn {
  const { estimate, low, high } = wilson(went_on, entered)
  return { entered, wentOn: went_on, share: estimate, low, high }
}
const sum = (rows: readonly Counts[]): Counts => ({
  entered: rows.reduce((all, row) => all + row.entered, 0),
  went_on: rows.reduce((all, row) => all + row.went_on, 0),
})
const less = (all: Counts, some: Counts): Counts => ({
  entered: all.entered - some.entered,
  went_on: all.went_on - some.went_on,
})

/** Between which shares four days of five lie, of days with ten people or more; null for fewer than five of them. */
function usualOf(rows: readonly Counts[]): MapStepAnswer['usual'] {
  const shares = rows
    .filter((row) => row.entered >= 10)
    .map((row) => row.went_on / row.entered)
    .toSorted((x, y) => x - y)
  if (shares.length < 5) return null
  const at = (share: number) => shares[Math.round((shares.length - 1) * share)] ?? 0
  return { low: at(0.1), high: at(0.9) }
}

function daysOf(asking: Asking, map: AskedMap, rows: readonly z.infer<typeof DayRow>[]) {
  const { timeZone } = asking.range
  const byDay = new Map(rows.map((row) => [row.day, row]))
  return bucketsOf(asking.range, 'day')
    .filter((start) => start < map.until)
    .map((start) => {
      const day = DateTime.fromMillis(start, { zone: timeZone })
      return {
        start: new Date(start).toISOString(),
        isRipe: day.plus({ days: 1 }).toMillis() + patienceMs(map) <= map.until,
        ...goingOn(byDay.get(day.toISODate() ?? '') ?? { entered: 0, went_on: 0 }),
      }
    })
}

/** Who went on from a step or stage by day and by group, beside the period before. Throws `invalid_map`. */
export async function askMapStep(asking: Asking, map: AskedMap, question: Question): Promise<MapStepAnswer> {
  const { hasOverrides } = await openScene(asking)
  const earlier = { ...asking, range: previousRange(asking.range) }
  const mapBefore = { ...map, until: earlier.range.to }
  const isCompared = question.compare === 'previous'
  const run = <Row>(own: Asking, plan: (scene: Scene) => Plan<Row>) =>
    runPlan(own, plan(sceneOf(own, hasOverrides)))
  const days = await run(asking, (scene) => planDays(asking, map, question.step, scene))
  const before = isCompared
    ? await run(earlier, (scene) => planDays(earlier, mapBefore, question.step, scene))
    : null
  const answer = {
    days: daysOf(asking, map, days.rows),
    usual: before && usualOf(before.rows),
    groups: [],
    meta: joinMeta(days.meta, ...(before ? [before.meta] : [])),
  }
  if (question.breakdown === undefined) return answer
  const groups = await run(asking, (scene) => planGroups(asking, map, question, scene))
  const keys = groups.rows.map(({ key }) => key)
  const known =
    before && keys.length > 0
      ? await run(earlier, (scene) => planGroups(earlier, mapBefore, question, scene, keys))
      : null
  const rest = less(sum(days.rows), sum(groups.rows))
  const restBefore = before && known && less(sum(before.rows), sum(known.rows))
  const ofBefore = (row: Counts | null | undefined) => (row && row.entered > 0 ? goingOn(row) : null)
  return {
    ...answer,
    groups: [
      ...groups.rows.map((row) => ({
        key: row.key,
        ...goingOn(row),
        before: ofBefore(known?.rows.find(({ key }) => key === row.key)),
      })),
      ...(rest.entered > 0 ? [{ key: otherSeries, ...goingOn(rest), before: ofBefore(restBefore) }] : []),
    ],
    meta: joinMeta(answer.meta, groups.meta, ...(known ? [known.meta] : [])),
  }
}

import { type AskedStep, type EitherPlace, type Filter, faultOf, windowSeconds } from '@teia/contracts'
import { AppError } from '../platform/errors.ts'
import type { Asking } from './ask.ts'
import { all, filterSql } from './filter-sql.ts'
import { eventsFrom, inRange, isInteraction, personOf, type Scene } from './fragments.ts'
import { filterOfStep, marksSql, packedSql, timesSql } from './funnel-steps.ts'

/** A drawing as it is asked about: its measured steps in order, whose journeys they are, and until when. */
export type AskedMap = {
  steps: readonly AskedStep[]
  patience: Parameters<typeof windowSeconds>[0]
  filter?: Filter | undefined
  /** The end of the range, or now where that is earlier; milliseconds. */
  until: number
}

/** Parts of a map on three levels: each step, each stage, and the whole. Places count from 1, in the order of the map. */
export const levels = { step: 0, stage: 1, whole: 2 } as const

/** The stages that have a measured step, in order. */
export const stagesOf = (steps: readonly AskedStep[]): string[] => [...new Set(steps.map((one) => one.stage))]

export const patienceMs = ({ patience }: Pick<AskedMap, 'patience'>) => windowSeconds(patience) * 1000

const stepFilter = ({ matcher }: { matcher: EitherPlace }, asking: Asking) =>
  filterOfStep(matcher, asking.touchpoints)

/**
 * Who walked over a drawing, as rows `(who, times, steps)`: one for each person, with the milliseconds since the range
 * began (from 1) and the place of the step of each interaction that belongs to one, in order. Of several steps that an
 * interaction fits it belongs to the first. Throws `invalid_map` where no step is measured.
 */
export function mapWalks(asking: Asking, map: AskedMap, scene: Scene): string {
  return `
        SELECT who, ${timesSql('packed')} AS times, ${marksSql('packed')} AS steps
        FROM (
          SELECT who, arraySort(groupArray(row)) AS packed
          FROM (${stepRows(asking, map, scene)}
          )
          GROUP BY who
        )`
}

/** The place of the step that an interaction belongs to, 0 for none, and whether it belongs to any. Throws `invalid_map` where no step is measured. */
export function stepOf(asking: Asking, map: AskedMap, scene: Scene): { step: string; belongs: string } {
  if (map.steps.length === 0) throw new AppError('invalid_map', 400, faultOf('map_unmeasured'))
  const fits = map.steps.map((step) => filterSql(stepFilter(step, asking), scene))
  return {
    step: `multiIf(${fits.map((sql, at) => `${sql}, ${at + 1}`).join(', ')}, 0)`,
    belongs: all([inRange(scene), isInteraction, `(${fits.join(' OR ')})`, filterSql(map.filter, scene)]),
  }
}

/**
 * The interactions that belong to a step, as rows `(who, step, row)` and, where it is named, the value of an expression over
 * events as `key`. Throws `invalid_map` where no step is measured.
 */
export function stepRows(asking: Asking, map: AskedMap, scene: Scene, key?: string): string {
  const { step, belongs } = stepOf(asking, map, scene)
  return `
            SELECT ${personOf(scene)} AS who, ${step} AS step, ${packedSql('step', scene)} AS row${key === undefined ? '' : `, ${key} AS key`}
            FROM ${eventsFrom(scene)}
            WHERE ${belongs}`
}

/** A step or a stage by its id: its level, its place, and the places of its steps. Throws `invalid_map`. */
export function spotOf({ steps }: AskedMap, id: string): { level: number; place: number; steps: number[] } {
  const step = steps.findIndex((one) => one.id === id)
  if (step >= 0) return { level: levels.step, place: step + 1, steps: [step + 1] }
  const stage = stagesOf(steps).indexOf(id)
  if (stage < 0) throw new AppError('invalid_map', 400, faultOf('map_step_absent', { step: id }))
  const own = steps.flatMap((one, at) => (one.stage === id ? [at + 1] : []))
  return { level: levels.stage, place: stage + 1, steps: own }
}

/** The same walks on every level, as rows `(who, times, level, places)`. */
export function walksByLevel(walks: string, steps: readonly AskedStep[]): string {
  const stages = stagesOf(steps)
  const stageOf = steps.map((one) => stages.indexOf(one.stage) + 1)
  return `
      SELECT *, pair.1 AS level, pair.2 AS places
      FROM (
        SELECT *, arrayJoin([
                 (${levels.step}, steps),
                 (${levels.stage}, arrayMap(step -> toUInt32([${stageOf.join(', ')}][step]), steps)),
                 (${levels.whole}, arrayMap(step -> toUInt32(1), steps))]) AS pair
        FROM (${walks}
        )
      )`
}

/**
 * Somebody at a place, as rows `(who, level, place, interactions, first, last, next, is_now, is_back)`: times as in the walks;
 * `next` is the first time at a later place after the first time there, 0 without one.
 */
export function visitsOf(walks: string, map: AskedMap, scene: Scene): string {
  const since = scene.params.add('Int64', map.until - scene.range.from + 1 - patienceMs(map))
  return `
      SELECT *, countEqual(places, place) AS interactions, times[begun] AS first,
             arrayLast((t, p) -> p = place, times, places) AS last,
             arrayFirst((t, p, at) -> at > begun AND p > place, times, places, arrayEnumerate(places)) AS next,
             places[-1] = place AND times[-1] >= ${since} AS is_now,
             arrayExists((p, before, at) -> at > begun AND p = place AND before != place,
                         places, arrayPushFront(arrayPopBack(places), toUInt32(0)), arrayEnumerate(places)) AS is_back
      FROM (
        SELECT *, arrayJoin(arrayDistinct(places)) AS place, indexOf(places, place) AS begun
        FROM (${walksByLevel(walks, map.steps)}
        )
      )`
}

import { type MapDraftQuestion, mapDraftLimits } from '@teia/contracts'
import { z } from 'zod'
import type { Asking, Plan } from './ask.ts'
import { all, filterSql } from './filter-sql.ts'
import {
  channelOf,
  eventsFrom,
  inRange,
  isInteraction,
  personOf,
  type Scene,
  touchpointOf,
} from './fragments.ts'
import { filterOfStep } from './funnel-steps.ts'

/** Stands between the touchpoint and the event in the label of a step; one of both is empty. */
const labelMark = '\u001f'
const Count = z.coerce.number()

const DraftRow = z.object({
  is_outcome: z.coerce.boolean(),
  /** The touchpoint, or the event where there is none. */
  touchpoint: z.string(),
  event: z.string(),
  /** All touchpoints that its interactions have. */
  touchpoints: z.array(z.string()),
  met: Count,
  people: Count,
  place: z.coerce.number().nullable(),
  /** Median place in the walk, 0 to 1. */
  position: z.coerce.number().nullable(),
  ms: z.coerce.number().nullable(),
  /** How many people first met it in which channel. */
  met_in: z.tuple([z.array(z.string()), z.array(Count)]),
  /** Of the whole answer: how many different things were met. */
  names: Count,
})
export type DraftRow = z.infer<typeof DraftRow>

/** Every interaction with what it is for a draft, as rows `(who, key, is_outcome, touchpoint, event, place, channel)`. */
function interactionsSql(asking: Asking, question: MapDraftQuestion, scene: Scene): string {
  const isOutcome = filterSql(filterOfStep(question.outcome, asking.touchpoints), scene)
  const place = `toString(${touchpointOf(scene)})`
  return `
          SELECT ${personOf(scene)} AS who, (toUnixTimestamp64Milli(e.time), e.event_id) AS key, toBool(${isOutcome}) AS is_outcome,
                 ${place} AS place, if(is_outcome, '', place) AS touchpoint,
                 if(is_outcome OR place != '', '', toString(e.name)) AS event, toString(${channelOf(scene)}) AS channel
          FROM ${eventsFrom(scene)}
          WHERE ${all([inRange(scene), isInteraction, filterSql(question.filter, scene)])}`
}

/**
 * The same with `reached`, when the person first reached the outcome, and `on_way`: whether they had by then, or since then.
 * Equal times go by acceptance.
 */
function onWaySql(asking: Asking, question: MapDraftQuestion, scene: Scene): string {
  const rows = interactionsSql(asking, question, scene)
  const side = question.side === 'before' ? 'key < reached' : 'key > reached'
  return `
        SELECT who, key, is_outcome, place, touchpoint, event, channel, reached, reached.1 > 0 AND NOT is_outcome AND ${side} AS on_way
        FROM (${rows}
        ) AS met
        LEFT JOIN (
          SELECT who, min(key) AS reached
          FROM (${rows}
          )
          WHERE is_outcome
          GROUP BY who
        ) AS ends USING (who)`
}

/**
 * Each thing that people met: by how many of those who reached the outcome on their way, at which place of it and how long
 * before or after; the outcome itself as one. Those of most people first, then by name.
 */
export function planDraft(asking: Asking, question: MapDraftQuestion, scene: Scene): Plan<DraftRow> {
  const most = scene.params.add('UInt32', mapDraftLimits.names)
  const median = (value: string) => `quantileExactInclusiveIf(0.5)(${value}, is_met)`
  const sql = `
    SELECT is_outcome, touchpoint, event, arraySort(groupUniqArrayArray(places)) AS touchpoints,
           count() AS met, countIf(is_met) AS people, ${median('rank')} AS place, ${median('rank / (walked + 1)')} AS position,
           ${median('abs(first.1 - since.1)')} AS ms, sumMapIf([entrance], [toUInt64(1)], is_met) AS met_in,
           count() OVER () - 1 AS names
    FROM (
      SELECT *, row_number() OVER (PARTITION BY who, is_met ORDER BY first) AS rank, count() OVER (PARTITION BY who, is_met) AS walked
      FROM (
        SELECT who, is_outcome, touchpoint, event, groupUniqArray(place) AS places,
               countIf(on_way) > 0 AS is_met, minIf(key, on_way) AS first, argMinIf(channel, key, on_way) AS entrance, any(reached) AS since
        FROM (${onWaySql(asking, question, scene)}
        )
        GROUP BY who, is_outcome, touchpoint, event
      )
    )
    GROUP BY is_outcome, touchpoint, event
    ORDER BY is_outcome DESC, people DESC, touchpoint, event
    LIMIT ${most}`
  return { name: 'analytics.mapDraft', sql, params: scene.params, row: DraftRow }
}

export const labelOf = ({ touchpoint, event }: Pick<DraftRow, 'touchpoint' | 'event'>) =>
  `${touchpoint}${labelMark}${event}`

const StagePeople = z.object({ stage: z.coerce.number(), people: Count })

/** How many different people met any step of each stage on their way; stages are lists of labels, and counted from 1. */
export function planStagePeople(
  asking: Asking,
  question: MapDraftQuestion,
  stages: readonly (readonly string[])[],
  scene: Scene,
): Plan<z.infer<typeof StagePeople>> {
  const isIn = stages.map(
    (labels, at) => `has(${scene.params.add('Array(String)', labels)}, label), ${at + 1}`,
  )
  const sql = `
    SELECT stage, uniqExact(who) AS people
    FROM (
      SELECT who, concat(touchpoint, '${labelMark}', event) AS label, multiIf(${isIn.join(', ')}, 0) AS stage
      FROM (${onWaySql(asking, question, scene)}
      )
      WHERE on_way
    )
    WHERE stage > 0
    GROUP BY stage
    ORDER BY stage`
  return { name: 'analytics.mapDraftStages', sql, params: scene.params, row: StagePeople }
}

const Shared = z.object({ event: z.string(), touchpoints: z.array(z.string()) })

/** Which touchpoints have events of these names, too: an event that is a step is one without any of them. */
export function planSharedEvents(events: readonly string[], scene: Scene): Plan<z.infer<typeof Shared>> {
  const place = `toString(${touchpointOf(scene)})`
  const sql = `
    SELECT toString(e.name) AS event, arraySort(groupUniqArray(${place})) AS touchpoints
    FROM events AS e
    WHERE ${all([inRange(scene), isInteraction, `e.name IN ${scene.params.add('Array(String)', events)}`, `${place} != ''`])}
    GROUP BY event
    ORDER BY event`
  return { name: 'analytics.mapDraftShared', sql, params: scene.params, row: Shared }
}

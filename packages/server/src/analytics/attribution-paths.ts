import { type AttributionPeopleQuestion, type AttributionQuestion, attributionLimits } from '@teia/contracts'
import { z } from 'zod'
import { type Asking, limitsOf, openScene, type Plan } from './ask.ts'
import { all, filterSql, numberSql, propertySql } from './filter-sql.ts'
import {
  channelOf,
  eventsFrom,
  inRange,
  isInteraction,
  personOf,
  type Scene,
  touchpointOf,
} from './fragments.ts'
import { accountOf } from './funnel-units.ts'

/** In the order of the statement's columns. */
const Row = z
  .tuple([
    z.array(z.string()),
    ...([
      z.coerce.number(),
      z.coerce.number(),
      z.coerce.number(),
      z.coerce.number(),
      z.coerce.number(),
    ] as const),
    z.array(z.number()),
    z.array(z.number()),
  ])
  .transform(([channels, conversions, value, valueSquares, nulls, cut, decay, decayValue]) => ({
    ...{ channels, conversions, value, valueSquares, nulls, cut },
    decay: { conversions: decay, value: decayValue },
  }))
/** People with one sequence of channels, and how many of them had more touches than are looked at. */
export type PathRow = z.infer<typeof Row>

const dayMs = 86_400_000
/** A touch as `(ms, event id, whether it is the outcome, channel, value)`, with the person where people are asked for. */
const [at, isOutcome, label, worth, person] = ['1', '3', '4', '5', '6'] as const

function labelSql(channel: string, scene: Scene): string {
  if (channel === 'entry') return `if(e.entry = '', 'Direct', toString(e.entry))`
  if (channel === 'touchpoint') return `toString(${touchpointOf(scene)})`
  if (channel === 'channel') return `toString(${channelOf(scene)})`
  return propertySql(channel, scene)
}

/** Opens the scene of a question: it reaches back by the look-back, as touches before the range count. */
export function openAttributionScene(asking: Asking, question: AttributionQuestion): Promise<Scene> {
  const from = asking.range.from - question.lookbackDays * dayMs
  return openScene({ ...asking, range: { ...asking.range, from } })
}

/** Paths to an outcome, grouped by their sequence of channels. */
export function planAttributionPaths(
  asking: Asking,
  question: AttributionQuestion,
  scene: Scene,
): Plan<PathRow> {
  const { params } = scene
  const halfLife = params.number(question.halfLifeDays * dayMs)
  const weighed = question.models.includes('time_decay')
    ? `arrayMap(ms -> exp2((ms - touches[-1].${at}) / ${halfLife}), touches.${at}) AS raw, arrayMap(one -> one / arraySum(raw), raw) AS weights`
    : `CAST([], 'Array(Float64)') AS weights`
  const sql = `
    SELECT touches.${label} AS channels, countIf(converted) AS conversions, sumIf(worth, converted) AS value,
           sumIf(worth * worth, converted) AS squares, countIf(NOT converted) AS nulls, countIf(length(kept) > length(touches)) AS cut,
           sumForEachIf(weights, converted) AS decay, sumForEachIf(arrayMap(one -> one * worth, weights), converted) AS decay_value
    FROM (SELECT *, ${weighed} FROM (${attributionPaths(asking, question, scene)}
    ))
    GROUP BY channels
    ORDER BY conversions + nulls DESC, channels
    LIMIT ${params.add('UInt32', limitsOf(asking).paths + 1)}`
  return { name: 'analytics.attribution', sql, params, row: Row }
}

/** The people whose path has a channel and ended with the outcome or without, as rows `(person, at)`. */
export function attributedPeople(
  asking: Asking,
  { attribution, channel, part }: AttributionPeopleQuestion,
  scene: Scene,
): string {
  const hasIt =
    channel === '' ? 'empty(touches)' : `has(touches.${label}, ${scene.params.text(channel ?? '')})`
  return `
      SELECT arrayJoin(people) AS person, if(converted, ends, touches[-1].${at}) AS at
      FROM (${attributionPaths(asking, attribution, scene, true)}
      )
      WHERE ${all([part === 'converted' ? 'converted' : 'NOT converted', ...(channel === undefined ? [] : [hasIt])])}`
}

/**
 * Paths as rows `(converted, ends, worth, kept, touches)`, with their `people` where asked for. A path is what a person or account met since the
 * conversion before, no longer ago than the look-back; after the last conversion, what was met within the look-back of the
 * range's end is a path without one. Conversions before the range only end paths.
 */
function attributionPaths(
  asking: Asking,
  question: AttributionQuestion,
  scene: Scene,
  withPeople = false,
): string {
  const { params } = scene
  const lookback = params.add('Int64', question.lookbackDays * dayMs)
  const [from, to] = [params.add('Int64', asking.range.from), params.add('Int64', asking.range.to)]
  return `
    SELECT part[-1].${isOutcome} = 1 AS converted, if(converted, part[-1].${at}, ${to}) AS ends, part[-1].${worth} AS worth,
           arrayFilter(one -> one.${isOutcome} = 0 AND one.${at} >= ends - ${lookback}, part) AS met,
           ${question.collapseRepeats ? `arrayFilter((one, next) -> one.${label} != next, met, arrayPopFront(arrayPushBack(met.${label}, '')))` : 'met'} AS kept,
           arraySlice(kept, -${attributionLimits.touches}) AS touches${withPeople ? `, arrayDistinct(arrayPushBack(touches.${person}, part[-1].${person})) AS people` : ''}
    FROM (SELECT arrayJoin(arrayReverseSplit(one -> one.${isOutcome}, touched)) AS part FROM (${touchedSql(asking, question, scene, withPeople)}
    ))
    WHERE if(converted, ends >= ${from}, notEmpty(touches))`
}

/** All touches and outcomes of each person or account as one array, oldest first. */
function touchedSql(
  asking: Asking,
  question: AttributionQuestion,
  scene: Scene,
  withPeople: boolean,
): string {
  const { event, filter, valueProperty } = question.outcome
  const outcome = all([`e.name = ${scene.params.text(event)}`, filterSql(filter, scene)])
  const isTouch = filterSql(question.filter, scene)
  const isVisit = question.channel === 'entry'
  const isAccount = question.per === 'account'
  const value = valueProperty ? `ifNull(${numberSql(propertySql(valueProperty, scene))}, 0)` : 'toFloat64(0)'
  const rows = `
        SELECT ${isAccount ? accountOf(scene) : personOf(scene)} AS unit, ${personOf(scene)} AS who, e.device_id AS device,
               (toUnixTimestamp64Milli(e.time), e.event_id, toUInt8(${outcome}), if(${isTouch}, ${labelSql(question.channel, scene)}, ''), if(${outcome}, ${value}, 0)${withPeople ? ', who' : ''}) AS touch
        FROM ${eventsFrom(scene)}
        WHERE ${all([inRange(scene), isInteraction, ...(isVisit ? [] : [`((${outcome}) OR (${isTouch}))`])])}`
  const named = isAccount ? "WHERE unit != ''" : ''
  const isKept = `touch.${isOutcome} = 1 OR touch.${label} != ''`
  if (!isVisit)
    return `
      SELECT unit, arraySort(groupArrayIf(touch, ${isKept})) AS touched FROM (${rows}
      ) ${named} GROUP BY unit`
  const timeout = scene.params.add('Int64', asking.sessionTimeoutMs)
  const kept = `arrayFilter((touch, pause, place) -> touch.${isOutcome} = 1 OR (touch.${label} != '' AND (place = 1 OR pause >= ${timeout})),
                            run, arrayDifference(run.${at}), arrayEnumerate(run))`
  return `
      SELECT unit, arraySort(groupArrayArray(${kept})) AS touched
      FROM (SELECT unit, arraySort(groupArray(touch)) AS run FROM (${rows}
      ) ${named} GROUP BY unit, who, device)
      GROUP BY unit`
}

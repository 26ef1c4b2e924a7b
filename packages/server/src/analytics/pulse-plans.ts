import type { Filter, PulseQuestion } from '@teia/contracts'
import { z } from 'zod'
import type { Plan } from './ask.ts'
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
import type { TimeRange } from './time-range.ts'

export const sparkPoints = 14
const Cell = z.object({
  level: z.enum(['all', 'channel', 'touchpoint']),
  is_now: z.coerce.number(),
  bucket: z.coerce.number(),
  channel: z.string(),
  touchpoint: z.string(),
  interactions: z.coerce.number(),
  people: z.coerce.number(),
})
export type Cell = z.infer<typeof Cell>
const NewPeople = z.object({
  is_now: z.coerce.number(),
  bucket: z.coerce.number(),
  people: z.coerce.number(),
})
const Known = z.object({ known: z.coerce.number() })
const Votes = z.object({
  is_now: z.coerce.number(),
  promoters: z.coerce.number(),
  detractors: z.coerce.number(),
  n: z.coerce.number(),
})

export type Vote = z.infer<typeof Votes>
/** The period asked about and the one before, which one statement counts together. */
export type Periods = { now: TimeRange; before: TimeRange }

const asksOfThePerson = (filter: Filter): boolean =>
  'and' in filter
    ? filter.and.some(asksOfThePerson)
    : 'or' in filter
      ? filter.or.some(asksOfThePerson)
      : 'not' in filter
        ? asksOfThePerson(filter.not)
        : filter.operator === 'did' || filter.operator === 'did_not'

/** The filter over both periods. What a person did, they did within the period that is counted, not in either. */
function filterOfBoth(question: PulseQuestion, scene: Scene, { now, before }: Periods): string {
  if (!question.filter || !asksOfThePerson(question.filter)) return filterSql(question.filter, scene)
  const [own, earlier] = [now, before].map((range) => filterSql(question.filter, { ...scene, range }))
  return `if(e.time >= ${scene.params.time(now.from)}, ${own}, ${earlier})`
}

/** Which of the spark's points an event falls into; 0 for the period before. */
function bucketSql(time: string, scene: Scene, now: TimeRange): string {
  const width = scene.params.number((now.to - now.from) / sparkPoints)
  return `if(${time} < ${scene.params.time(now.from)}, 0, 1 + toUInt8(floor((toUnixTimestamp64Milli(${time}) - ${scene.params.add('Int64', now.from)}) / ${width})))`
}

/** Counts on all levels in one pass: states per cell, merged upwards. */
export function planCells(question: PulseQuestion, scene: Scene, periods: Periods): Plan<Cell> {
  const sql = `
    SELECT multiIf(grouping(channel) = 1, 'all', grouping(touchpoint) = 1, 'channel', 'touchpoint') AS level,
           is_now, if(grouping(slot) = 1, 0, slot) AS bucket, channel, touchpoint,
           sum(events) AS interactions, uniqExactMerge(who) AS people
    FROM (
      SELECT toString(${channelOf(scene)}) AS channel, toString(${touchpointOf(scene)}) AS touchpoint, ${bucketSql('e.time', scene, periods.now)} AS slot,
             toUInt8(slot > 0) AS is_now, count() AS events, uniqExactState(${personOf(scene)}) AS who
      FROM ${eventsFrom(scene)}
      WHERE ${all([inRange(scene), isInteraction, filterOfBoth(question, scene, periods)])}
      GROUP BY channel, touchpoint, slot
    )
    GROUP BY GROUPING SETS ((is_now), (is_now, slot), (is_now, channel), (is_now, slot, channel), (is_now, channel, touchpoint), (is_now, slot, channel, touchpoint))
    ORDER BY interactions DESC, level, is_now, bucket, channel, touchpoint`
  return { name: 'analytics.pulse.cells', sql, params: scene.params, row: Cell }
}

/** New are those of a period's people whose history begins in it. */
export function planNewPeople(
  question: PulseQuestion,
  scene: Scene,
  { now, before }: Periods,
): Plan<z.infer<typeof NewPeople>> {
  const among = (range: TimeRange) => {
    const own = { ...scene, range }
    return `SELECT ${personOf(own)} FROM ${eventsFrom(own)} WHERE ${all([inRange(own), isInteraction, filterSql(question.filter, own)])}`
  }
  const sql = `
    SELECT toUInt8(bucket > 0) AS is_now, bucket, count() AS people
    FROM (
      SELECT ${bucketSql('first_seen_at', scene, now)} AS bucket
      FROM people FINAL
      WHERE workspace_id = ${scene.workspace} AND first_seen_at >= ${scene.params.time(scene.range.from)} AND first_seen_at < ${scene.params.time(scene.range.to)}
        AND if(first_seen_at >= ${scene.params.time(now.from)}, person_id IN (${among(now)}), person_id IN (${among(before)}))
    )
    GROUP BY bucket ORDER BY bucket`
  return { name: 'analytics.pulse.newPeople', sql, params: scene.params, row: NewPeople }
}

export function planKnown(question: PulseQuestion, scene: Scene): Plan<z.infer<typeof Known>> {
  const sql = `
    SELECT uniqExact(${personOf(scene)}) AS known
    FROM ${eventsFrom(scene)}
    WHERE ${all([inRange(scene), isInteraction, filterSql(question.filter, scene)])}
      AND ${personOf(scene)} IN (SELECT person_id FROM people FINAL WHERE workspace_id = ${scene.workspace} AND is_known)`
  return { name: 'analytics.pulse.known', sql, params: scene.params, row: Known }
}

export function planVotes(question: PulseQuestion, scene: Scene, periods: Periods): Plan<Vote> {
  const score = 'toFloat64OrNull(toString(e.properties.score))'
  const sql = `
    SELECT toUInt8(e.time >= ${scene.params.time(periods.now.from)}) AS is_now, countIf(${score} >= 9) AS promoters, countIf(${score} <= 6) AS detractors, count() AS n
    FROM ${eventsFrom(scene)}
    WHERE ${all([inRange(scene), filterOfBoth(question, scene, periods)])}
      AND e.name = 'Survey Answered' AND lower(toString(e.properties.metric)) = 'nps' AND ${score} BETWEEN 0 AND 10
    GROUP BY is_now ORDER BY is_now`
  return { name: 'analytics.pulse.nps', sql, params: scene.params, row: Votes }
}

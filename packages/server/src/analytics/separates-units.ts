import type { SeparatesQuestion, SeparatingThing } from '@teia/contracts'
import type { Asking } from './ask.ts'
import { propertySql, traitSql } from './filter-sql.ts'
import {
  channelOf,
  eventsFrom,
  inRange,
  isInteraction,
  personOf,
  type Scene,
  touchpointOf,
} from './fragments.ts'
import { funnelWalks } from './funnel.ts'
import type { Sources, Valued } from './separates-sources.ts'
import type { TimeRange } from './time-range.ts'

const dayMs = 86_400_000

/** The time in which anything that counts can have happened. */
export const rangeWithBefore = ({ range }: Asking, { lookbackDays }: SeparatesQuestion): TimeRange => ({
  ...range,
  from: range.from - lookbackDays * dayMs,
})

/** Columns of things, by whose place a thing is known in the rows. */
const things = ['event', 'touchpoint', 'channel'] as const
/** Stands for being counted at all. */
export const wholePlace = 65_535
/** A value of a property or trait is one number, its place and its number in the list; numbers are told apart far quicker than text. */
const perPlace = 4096

/** What the place and the value of a row stand for. */
export function thingAt(sources: Sources, place: number, value: string): SeparatingThing | null {
  const kind = things[place]
  if (kind) return { kind, name: value }
  const property = sources.properties[place - things.length]
  const found = property ?? sources.traits[place - things.length - sources.properties.length]
  const own = found?.values[Number(value)]
  return found && own !== undefined
    ? { kind: property ? 'property' : 'trait', name: found.name, value: own }
    : null
}

/**
 * Everybody who reached the step, as rows `(step_id, step_at, went, people, stratum, found)`: the step by its interaction,
 * whether the next was reached, who took part, what they are alike in, and what they had met and had by then.
 */
export function separatedUnits(
  asking: Asking,
  question: SeparatesQuestion,
  scene: Scene,
  sources: Sources,
): string {
  const alike = question.within.map((one) => `anyIf(${one}, is_step)`)
  const named = things.flatMap((kind, place) =>
    sources.kinds.includes(kind)
      ? [
          `arrayMap(name -> (toUInt16(${place}), toString(name)), arrayFilter(name -> name != '', groupUniqArray(${kind})))`,
        ]
      : [],
  )
  const valued = `arrayMap(code -> (toUInt16(intDiv(code, ${perPlace})), toString(code % ${perPlace})), groupUniqArrayArray(if(is_step, arrayConcat(codes, own), codes)))`
  return `
      SELECT step_id, any(step_at) AS step_at, any(went) AS went, groupUniqArray(person) AS people,
             ${alike.length === 0 ? `''` : `arrayStringConcat([${alike.join(', ')}], ' · ')`} AS stratum,
             arrayConcat(${[...named, valued].join(',\n               ')}) AS found
      FROM (
        SELECT w.step_id AS step_id, w.step_at AS step_at, w.went AS went, w.own AS own, w.tenure AS tenure,
               h.person AS person, h.event AS event, h.touchpoint AS touchpoint, h.channel AS channel, h.device AS device,
               h.codes AS codes, h.id = w.step_id AS is_step
        FROM (${historySql(asking, question, scene, sources)}
        ) AS h
        INNER JOIN (${walksSql(asking, question, scene, sources)}
        ) AS w ON h.person = w.person
        WHERE h.at > w.step_at - ${question.lookbackDays * dayMs} AND (h.at, h.id) <= (w.step_at, w.step_id)
      )
      GROUP BY step_id`
}

/** The numbers of the values that columns `value0`, `value1` … have, of those that are tried. */
function codesSql(valued: readonly Valued[], first: number, scene: Scene): string {
  if (valued.length === 0) return '[]::Array(UInt32)'
  const codes = valued.map(({ values }, at) => {
    const own = values.map((_, place) => (first + at) * perPlace + place)
    return `transform(value${at}, ${scene.params.add('Array(String)', values)}, [${own.join(', ')}]::Array(UInt32), toUInt32(0))`
  })
  return `arrayFilter(code -> code > 0, [${codes.join(', ')}])`
}

/** Interactions with what each of them is. */
function historySql(asking: Asking, question: SeparatesQuestion, scene: Scene, sources: Sources): string {
  const values = sources.properties.map(({ name }, at) => `${propertySql(name, scene)} AS value${at}, `)
  return `
          SELECT ${personOf(scene)} AS person, toUnixTimestamp64Milli(e.time) AS at, e.event_id AS id, e.name AS event,
                 ${touchpointOf(scene)} AS touchpoint, toString(${channelOf(scene)}) AS channel,
                 ${propertySql('context.device.type', scene)} AS device, ${values.join('')}${codesSql(sources.properties, things.length, scene)} AS codes
          FROM ${eventsFrom(scene)}
          WHERE ${inRange(scene, rangeWithBefore(asking, question))} AND ${isInteraction}`
}

/** Who reached the step, whether they went on, how long they had been known by then, and which of the traits that are tried they have. */
function walksSql(asking: Asking, question: SeparatesQuestion, scene: Scene, sources: Sources): string {
  const { funnel, step } = question
  const { breakdown: _, ...plain } = funnel
  const { marks, sql } = funnelWalks(asking, plain, scene)
  const next = marks.required.find((one) => one >= step) ?? 0
  const begun = scene.params.add('Int64', scene.range.from - 1)
  const first = things.length + sources.properties.length
  const values = sources.traits.map(({ name }, at) => `${traitSql(name, scene)} AS value${at}, `)
  return `
          SELECT person, step_id, step_at, went, p.own AS own,
                 multiIf(step_at - p.first_seen < ${dayMs}, 'day', step_at - p.first_seen < ${30 * dayMs}, 'month', 'longer') AS tenure
          FROM (
            SELECT ${funnel.scope === 'account' ? 'arrayJoin(who)' : 'who'} AS person, places[${next + 1}] > 0 AS went,
                   toUInt64(bitAnd(bitShiftRight(packed[places[${step}]], 25), toUInt128(18446744073709551615))) AS step_id,
                   times[places[${step}]] + ${begun} AS step_at
            FROM (${sql}
            )
            WHERE places[${step}] > 0
          ) AS walks
          LEFT ANY JOIN (
            SELECT person_id, toUnixTimestamp64Milli(first_seen_at) AS first_seen, ${values.join('')}${codesSql(sources.traits, first, scene)} AS own
            FROM people FINAL WHERE workspace_id = ${scene.workspace}
          ) AS p ON p.person_id = walks.person`
}

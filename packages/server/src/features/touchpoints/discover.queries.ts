import type { CatalogueEntry, Matcher } from '@teia/contracts'
import { z } from 'zod'
import type { Scene } from '../../analytics/index.ts'
import {
  channelOf,
  eventsFrom,
  inRange,
  isInteraction,
  openScene,
  personOf,
  touchpointOf,
} from '../../analytics/index.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import { waysOf } from './placing-rules.ts'
import { matcherSql } from './placing-sql.ts'
import type { Seen } from './touchpoints.queries.ts'

const sceneOf = (clickhouse: ClickHouse, { placing, ...seen }: Seen): Promise<Scene> =>
  openScene({ clickhouse, ...seen, ...(placing && { placing }) })

/** Whole numbers of 64 bits would else be text within the properties too. */
const plainNumbers = { output_format_json_quote_64bit_integers: 0 }
const Properties = z
  .string()
  .transform((text): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>)

/** Names of events, pages and screens that are at no touchpoint, by volume. */
export async function listUnmatched(clickhouse: ClickHouse, seen: Seen) {
  const scene = await sceneOf(clickhouse, seen)
  return clickhouse.select({
    name: 'touchpoints.listUnmatched',
    sql: `SELECT toString(e.name) AS event, toString(e.type) AS type,
                 if(type = 'track', '', toString(e.properties.name)) AS page,
                 count() AS interactions, uniqExact(${personOf(scene)}) AS people,
                 toUnixTimestamp64Milli(max(e.time)) AS last_at, toJSONString(argMax(e.properties, e.time)) AS sample
          FROM ${eventsFrom(scene)}
          WHERE ${inRange(scene)} AND ${isInteraction} AND ${touchpointOf(scene)} = ''
          GROUP BY event, type, page ORDER BY interactions DESC, event, page LIMIT 200`,
    params: scene.params.values,
    row: z.object({
      event: z.string(),
      type: z.enum(['track', 'page', 'screen']),
      page: z.string(),
      interactions: z.coerce.number(),
      people: z.coerce.number(),
      last_at: z.coerce.number(),
      sample: Properties,
    }),
    settings: plainNumbers,
  })
}

/** How many interactions have no touchpoint, and how many there are. */
export async function countUnmatched(clickhouse: ClickHouse, seen: Seen) {
  const scene = await sceneOf(clickhouse, seen)
  const [row] = await clickhouse.select({
    name: 'touchpoints.countUnmatched',
    sql: `SELECT countIf(${touchpointOf(scene)} = '') AS unmatched, count() AS interactions
          FROM ${eventsFrom(scene)} WHERE ${inRange(scene)} AND ${isInteraction}`,
    params: scene.params.values,
    row: z.object({ unmatched: z.coerce.number(), interactions: z.coerce.number() }),
  })
  return row ?? { unmatched: 0, interactions: 0 }
}

/** Events that more than one of these touchpoints fit, by which they are: places in the list, counted from one. */
export async function countOverlaps(
  clickhouse: ClickHouse,
  seen: Seen,
  entries: readonly CatalogueEntry[],
  among: ReadonlySet<string>,
) {
  const scene = await sceneOf(clickhouse, seen)
  const conditions = entries.map((entry) => matcherSql(entry.definition.matcher, scene, among) ?? '0')
  return clickhouse.select({
    name: 'touchpoints.countOverlaps',
    sql: `SELECT arrayFilter(place -> place > 0, [${conditions.map((one, n) => `if(${one}, ${n + 1}, 0)`).join(', ')}]) AS places,
                 arraySort(groupUniqArray(20)(toString(e.name))) AS events, count() AS interactions
          FROM ${eventsFrom(scene)}
          WHERE ${inRange(scene)} AND ${isInteraction} AND e.name IN ${scene.params.add('Array(String)', [...among])}
          GROUP BY places HAVING length(places) > 1 ORDER BY interactions DESC, places LIMIT 200`,
    params: scene.params.values,
    row: z.object({
      places: z.array(z.coerce.number()),
      events: z.array(z.string()),
      interactions: z.coerce.number(),
    }),
  })
}

function fittingSql(scene: Scene, matcher: Matcher): string {
  const names = waysOf(matcher).map(([event]) => event)
  // Names first: they leave most events aside before a filter reads their properties.
  return `${inRange(scene)} AND ${isInteraction} AND e.name IN ${scene.params.add('Array(String)', names)} AND ${matcherSql(matcher, scene) ?? '0'}`
}

/** What a matcher fits, by name and by who has it now; and people over all of it. */
export async function countFitting(clickhouse: ClickHouse, seen: Seen, matcher: Matcher) {
  const scene = await sceneOf(clickhouse, seen)
  return clickhouse.select({
    name: 'touchpoints.countFitting',
    sql: `SELECT event, held, sum(n) AS interactions, uniqExactMerge(who) AS people
          FROM (
            SELECT toString(e.name) AS event, toString(${touchpointOf(scene)}) AS held, count() AS n, uniqExactState(${personOf(scene)}) AS who
            FROM ${eventsFrom(scene)} WHERE ${fittingSql(scene, matcher)} GROUP BY event, held)
          GROUP BY GROUPING SETS ((event, held), ())
          ORDER BY interactions DESC, event, held`,
    params: scene.params.values,
    row: z.object({
      event: z.string(),
      held: z.string(),
      interactions: z.coerce.number(),
      people: z.coerce.number(),
    }),
    settings: { force_grouping_standard_compatibility: 1 },
  })
}

/** The latest events that a matcher fits. */
export async function sampleFitting(clickhouse: ClickHouse, seen: Seen, matcher: Matcher) {
  const scene = await sceneOf(clickhouse, seen)
  return clickhouse.select({
    name: 'touchpoints.sampleFitting',
    sql: `SELECT toString(e.event_id) AS id, toUnixTimestamp64Milli(e.time) AS at, toString(e.name) AS name,
                 if(e.said = '', 'other', toString(e.said)) AS channel, toJSONString(e.properties) AS properties
          FROM ${eventsFrom(scene)} WHERE ${fittingSql(scene, matcher)}
          ORDER BY e.time DESC, e.event_id DESC LIMIT 20`,
    params: scene.params.values,
    row: z.object({
      id: z.string(),
      at: z.coerce.number(),
      name: z.string(),
      channel: z.string(),
      properties: Properties,
    }),
    settings: plainNumbers,
  })
}

/** Who meets a touchpoint: rows by channel, rows by event, and one over all with how many are known. */
export async function countMeetings(clickhouse: ClickHouse, seen: Seen, touchpoint: string) {
  const scene = await sceneOf(clickhouse, seen)
  const known = `SELECT person_id FROM people FINAL WHERE workspace_id = ${scene.workspace} AND is_known`
  return clickhouse.select({
    name: 'touchpoints.countMeetings',
    sql: `SELECT grouping(channel) AS of_all_channels, grouping(event) AS of_all_events, channel, event,
                 sum(n) AS interactions, uniqExactMerge(who) AS people, uniqExactMerge(who_known) AS known
          FROM (
            SELECT toString(${channelOf(scene)}) AS channel, toString(e.name) AS event, count() AS n, uniqExactState(${personOf(scene)}) AS who,
                   uniqExactStateIf(${personOf(scene)}, ${personOf(scene)} IN (${known})) AS who_known
            FROM ${eventsFrom(scene)}
            WHERE ${inRange(scene)} AND ${isInteraction} AND ${touchpointOf(scene)} = ${scene.params.text(touchpoint)}
            GROUP BY channel, event)
          GROUP BY GROUPING SETS ((channel), (event), ())
          ORDER BY interactions DESC, channel, event`,
    params: scene.params.values,
    row: z.object({
      of_all_channels: z.coerce.number(),
      of_all_events: z.coerce.number(),
      channel: z.string(),
      event: z.string(),
      interactions: z.coerce.number(),
      people: z.coerce.number(),
      known: z.coerce.number(),
    }),
  })
}

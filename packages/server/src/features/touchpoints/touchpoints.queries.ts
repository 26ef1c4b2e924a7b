import { timePattern } from '@teia/contracts'
import { z } from 'zod'
import {
  channelOf,
  eventsFrom,
  inRange,
  isInteraction,
  jsonPath,
  openScene,
  Parameters,
  type Placing,
  personOf,
  touchpointOf,
} from '../../analytics/index.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'

/** Whose events of what time, and how they are placed while they are being rewritten. */
export type Seen = {
  workspaceId: string
  range: { from: number; to: number; timeZone: string }
  placing?: Placing | undefined
}
type Key = { workspaceId: string; since: number }
const since = 'time >= fromUnixTimestamp64Milli({since:Int64})'

/** Counts by touchpoint, and by the channels that each is met in, busiest first. */
export async function countTouchpoints(clickhouse: ClickHouse, { placing, ...seen }: Seen) {
  const scene = await openScene({ clickhouse, ...seen, ...(placing && { placing }) })
  return clickhouse.select({
    name: 'touchpoints.countTouchpoints',
    sql: `SELECT touchpoint, sum(n) AS interactions, uniqExactMerge(who) AS people,
                 arrayMap(one -> (one.2, one.1), arrayReverseSort(groupArray((n, channel)))) AS channels
          FROM (
            SELECT toString(${touchpointOf(scene)}) AS touchpoint, toString(${channelOf(scene)}) AS channel, count() AS n,
                   uniqExactState(${personOf(scene)}) AS who
            FROM ${eventsFrom(scene)} WHERE ${inRange(scene)} AND ${isInteraction} AND ${touchpointOf(scene)} != ''
            GROUP BY touchpoint, channel)
          GROUP BY touchpoint ORDER BY interactions DESC, touchpoint`,
    params: scene.params.values,
    row: z.object({
      touchpoint: z.string(),
      interactions: z.coerce.number(),
      people: z.coerce.number(),
      channels: z.array(z.tuple([z.string(), z.coerce.number()])),
    }),
  })
}

export async function countEvents(clickhouse: ClickHouse, key: Key) {
  return clickhouse.select({
    name: 'touchpoints.countEvents',
    sql: `SELECT toString(name) AS name, count() AS n FROM events
          WHERE workspace_id = {workspaceId:UUID} AND ${since} AND type IN ('track', 'page', 'screen') GROUP BY name ORDER BY n DESC LIMIT 500`,
    params: key,
    row: z.object({ name: z.string(), n: z.coerce.number() }),
  })
}

/** Times are kept as the text that was sent; a name most of whose values have their form is one of times. */
const typeOfPair = `if(countIf(match(pair.3, {timePattern:String})) * 2 > count(), 'DateTime', anyHeavy(pair.2))`
const pairsOf = (column: string) =>
  `arrayJoin(arrayMap(pair -> (pair.1, pair.2, texts[pair.1]), JSONAllPathsWithTypes(${column})::Map(String, String)::Array(Tuple(String, String)))) AS pair,
                 JSONExtract(toJSONString(${column}), 'Map(String, String)') AS texts`

/** Paths of the JSON columns with their types, from a sample of each event's rows. */
export async function listProperties(clickhouse: ClickHouse, key: Key) {
  return clickhouse.select({
    name: 'touchpoints.listProperties',
    sql: `SELECT pair.1 AS name, ${typeOfPair} AS type, arraySort(groupUniqArray(20)(event)) AS events FROM (
            SELECT toString(name) AS event, ${pairsOf('properties')}
            FROM events WHERE workspace_id = {workspaceId:UUID} AND ${since} AND type IN ('track', 'page', 'screen') LIMIT 20000)
          GROUP BY name ORDER BY name LIMIT 1000`,
    params: { ...key, timePattern },
    row: z.object({ name: z.string(), type: z.string(), events: z.array(z.string()) }),
  })
}

export async function listTraits(clickhouse: ClickHouse, workspaceId: string) {
  return clickhouse.select({
    name: 'touchpoints.listTraits',
    sql: `SELECT pair.1 AS name, ${typeOfPair} AS type FROM (
            SELECT ${pairsOf('traits')}
            FROM people WHERE workspace_id = {workspaceId:UUID} LIMIT 20000)
          GROUP BY name ORDER BY name LIMIT 500`,
    params: { workspaceId, timePattern },
    row: z.object({ name: z.string(), type: z.string() }),
  })
}

const Value = z.object({ value: z.string(), n: z.coerce.number() })
export async function countPropertyValues(
  clickhouse: ClickHouse,
  { name, ...key }: Key & { name: string; search: string },
) {
  const params = new Parameters()
  const value = name.startsWith('context.')
    ? jsonPath('e.context', name.slice(8), params)
    : jsonPath('e.properties', name, params)
  return clickhouse.select({
    name: 'touchpoints.countPropertyValues',
    sql: `SELECT ${value} AS value, count() AS n FROM events AS e
          WHERE workspace_id = {workspaceId:UUID} AND ${since} AND value != '' AND ({search:String} = '' OR positionCaseInsensitiveUTF8(value, {search:String}) > 0)
          GROUP BY value ORDER BY n DESC, value LIMIT 50`,
    params: { ...key, ...params.values },
    row: Value,
  })
}

export async function countTraitValues(
  clickhouse: ClickHouse,
  { name, ...key }: { workspaceId: string; name: string; search: string },
) {
  const params = new Parameters()
  const value = jsonPath('traits', name, params)
  return clickhouse.select({
    name: 'touchpoints.countTraitValues',
    sql: `SELECT ${value} AS value, count() AS n FROM people FINAL
          WHERE workspace_id = {workspaceId:UUID} AND value != '' AND ({search:String} = '' OR positionCaseInsensitiveUTF8(value, {search:String}) > 0)
          GROUP BY value ORDER BY n DESC, value LIMIT 50`,
    params: { ...key, ...params.values },
    row: Value,
  })
}

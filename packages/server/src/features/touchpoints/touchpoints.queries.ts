import { z } from 'zod'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'

type Key = { workspaceId: string; since: number }
const since = 'time >= fromUnixTimestamp64Milli({since:Int64})'

export async function countTouchpoints(clickhouse: ClickHouse, key: Key) {
  return clickhouse.select({
    name: 'touchpoints.countTouchpoints',
    sql: `SELECT toString(touchpoint) AS touchpoint, anyHeavy(toString(channel)) AS channel, count() AS interactions, uniqExact(person_id) AS people
          FROM events WHERE workspace_id = {workspaceId:UUID} AND ${since} AND type IN ('track', 'page', 'screen') AND touchpoint != ''
          GROUP BY touchpoint ORDER BY interactions DESC`,
    params: key,
    row: z.object({
      touchpoint: z.string(),
      channel: z.string(),
      interactions: z.coerce.number(),
      people: z.coerce.number(),
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

/** Paths of the JSON columns with their types, from a sample of each event's rows. */
export async function listProperties(clickhouse: ClickHouse, key: Key) {
  return clickhouse.select({
    name: 'touchpoints.listProperties',
    sql: `SELECT pair.1 AS name, anyHeavy(pair.2) AS type, arraySort(groupUniqArray(20)(event)) AS events FROM (
            SELECT toString(name) AS event, arrayJoin(JSONAllPathsWithTypes(properties)::Map(String, String)::Array(Tuple(String, String))) AS pair
            FROM events WHERE workspace_id = {workspaceId:UUID} AND ${since} AND type IN ('track', 'page', 'screen') LIMIT 20000)
          GROUP BY name ORDER BY name LIMIT 1000`,
    params: key,
    row: z.object({ name: z.string(), type: z.string(), events: z.array(z.string()) }),
  })
}

export async function listTraits(clickhouse: ClickHouse, workspaceId: string) {
  return clickhouse.select({
    name: 'touchpoints.listTraits',
    sql: `SELECT pair.1 AS name, anyHeavy(pair.2) AS type FROM (
            SELECT arrayJoin(JSONAllPathsWithTypes(traits)::Map(String, String)::Array(Tuple(String, String))) AS pair
            FROM people WHERE workspace_id = {workspaceId:UUID} LIMIT 20000)
          GROUP BY name ORDER BY name LIMIT 500`,
    params: { workspaceId },
    row: z.object({ name: z.string(), type: z.string() }),
  })
}

const Value = z.object({ value: z.string(), n: z.coerce.number() })
export async function countPropertyValues(
  clickhouse: ClickHouse,
  key: Key & { name: string; search: string },
) {
  return clickhouse.select({
    name: 'touchpoints.countPropertyValues',
    sql: `SELECT toString(getSubcolumn(properties, {name:String})) AS value, count() AS n FROM events
          WHERE workspace_id = {workspaceId:UUID} AND ${since} AND value != '' AND ({search:String} = '' OR positionCaseInsensitiveUTF8(value, {search:String}) > 0)
          GROUP BY value ORDER BY n DESC, value LIMIT 50`,
    params: key,
    row: Value,
  })
}

export async function countTraitValues(
  clickhouse: ClickHouse,
  key: { workspaceId: string; name: string; search: string },
) {
  return clickhouse.select({
    name: 'touchpoints.countTraitValues',
    sql: `SELECT toString(getSubcolumn(traits, {name:String})) AS value, count() AS n FROM people FINAL
          WHERE workspace_id = {workspaceId:UUID} AND value != '' AND ({search:String} = '' OR positionCaseInsensitiveUTF8(value, {search:String}) > 0)
          GROUP BY value ORDER BY n DESC, value LIMIT 50`,
    params: key,
    row: Value,
  })
}

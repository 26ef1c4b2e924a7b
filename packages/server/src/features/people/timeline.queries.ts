import { sql } from 'kysely'
import { z } from 'zod'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export async function findSourceName(db: Postgres, workspaceId: string, sourceId: string): Promise<string> {
  const { rows } = await sql<{
    name: string
  }>`SELECT name FROM sources WHERE workspace_id = ${workspaceId} AND id = ${sourceId}`.execute(db)
  return rows[0]?.name ?? ''
}

const Properties = z.union([
  z.record(z.string(), z.unknown()),
  z.string().transform((text) => JSON.parse(text) as Record<string, unknown>),
])

const Item = z.object({
  event_id: z.string(),
  time_ms: z.coerce.number(),
  name: z.string(),
  type: z.string(),
  touchpoint: z.string(),
  channel: z.string(),
  properties: Properties,
})

export type ItemRow = z.infer<typeof Item>

const itemColumns = `toString(event_id) AS event_id, toUnixTimestamp64Milli(time) AS time_ms, toString(name) AS name, toString(type) AS type,
             toString(touchpoint) AS touchpoint, toString(channel) AS channel, toJSONString(properties) AS properties`

export type TimelineFilter = {
  channel: string
  touchpoint: string
  name: string
  search: string
  from: number
  to: number
  after: [number, string] | null
  limit: number
}

/**
 * Everything of a person's identities, newest first. Identities, not the person, so that a fresh join shows at once. The day
 * comes first, as in the key of the table, so that a long life is read from its end and no further than is shown.
 */
export async function selectTimeline(
  clickhouse: ClickHouse,
  workspaceId: string,
  identityIds: readonly string[],
  filter: TimelineFilter,
): Promise<ItemRow[]> {
  return clickhouse.select({
    name: 'people.selectTimeline',
    sql: `SELECT ${itemColumns}
          FROM events
          WHERE workspace_id = {workspaceId:UUID} AND identity_id IN {identityIds:Array(UUID)}
            AND time >= fromUnixTimestamp64Milli({from:Int64}) AND time < fromUnixTimestamp64Milli({to:Int64})
            AND ({channel:String} = '' OR channel = {channel:String})
            AND ({touchpoint:String} = '' OR touchpoint = {touchpoint:String})
            AND ({name:String} = '' OR name = {name:String})
            AND ({search:String} = '' OR positionCaseInsensitiveUTF8(name, {search:String}) > 0 OR positionCaseInsensitiveUTF8(raw, {search:String}) > 0)
            AND (toUnixTimestamp64Milli(time), events.event_id) < ({afterTime:Int64}, {afterId:UInt64})
          ORDER BY toDate(time) DESC, time DESC, events.event_id DESC
          LIMIT {limit:UInt32}`,
    params: {
      workspaceId,
      identityIds: [...identityIds],
      from: filter.from,
      to: filter.to,
      channel: filter.channel,
      touchpoint: filter.touchpoint,
      name: filter.name,
      search: filter.search,
      afterTime: filter.after?.[0] ?? Number.MAX_SAFE_INTEGER,
      afterId: filter.after?.[1] ?? '0',
      limit: filter.limit,
    },
    row: Item,
  })
}

export async function selectJourney(
  clickhouse: ClickHouse,
  workspaceId: string,
  identityIds: readonly string[],
  from: number,
  to: number,
) {
  return clickhouse.select({
    name: 'people.selectJourney',
    sql: `SELECT toString(event_id) AS event_id, toUnixTimestamp64Milli(time) AS time_ms, toString(name) AS name, toString(touchpoint) AS touchpoint,
                 toString(channel) AS channel, count() OVER () AS total
          FROM events
          WHERE workspace_id = {workspaceId:UUID} AND identity_id IN {identityIds:Array(UUID)} AND type IN ('track', 'page', 'screen')
            AND time >= fromUnixTimestamp64Milli({from:Int64}) AND time < fromUnixTimestamp64Milli({to:Int64})
          ORDER BY time DESC, events.event_id DESC LIMIT 500`,
    params: { workspaceId, identityIds: [...identityIds], from, to },
    row: z.object({
      event_id: z.string(),
      time_ms: z.coerce.number(),
      name: z.string(),
      touchpoint: z.string(),
      channel: z.string(),
      total: z.coerce.number(),
    }),
  })
}

export async function selectRawEvent(clickhouse: ClickHouse, workspaceId: string, eventId: string) {
  const [row] = await clickhouse.select({
    name: 'people.selectRawEvent',
    sql: `SELECT ${itemColumns}, raw, toString(source_id) AS source_id, toUnixTimestamp64Milli(received_at) AS received_ms
          FROM events WHERE workspace_id = {workspaceId:UUID} AND events.event_id = {eventId:UInt64} LIMIT 1`,
    params: { workspaceId, eventId },
    row: Item.extend({ raw: z.string(), source_id: z.string(), received_ms: z.coerce.number() }),
  })
  return row
}

const RawItem = Item.extend({ raw: z.string(), source_id: z.string(), received_ms: z.coerce.number() })
export type RawItemRow = z.infer<typeof RawItem>

/** Everything of a person as it was accepted, oldest first, after a place. */
export async function selectRawItems(
  clickhouse: ClickHouse,
  workspaceId: string,
  identityIds: readonly string[],
  page: { after: [number, string] | null; limit: number },
): Promise<RawItemRow[]> {
  return clickhouse.select({
    name: 'people.selectRawItems',
    sql: `SELECT ${itemColumns}, raw, toString(source_id) AS source_id, toUnixTimestamp64Milli(received_at) AS received_ms
          FROM events
          WHERE workspace_id = {workspaceId:UUID} AND identity_id IN {identityIds:Array(UUID)}
            AND (toUnixTimestamp64Milli(time), events.event_id) > ({afterTime:Int64}, {afterId:UInt64})
          ORDER BY time, events.event_id LIMIT {limit:UInt32}`,
    params: {
      workspaceId,
      identityIds: [...identityIds],
      afterTime: page.after?.[0] ?? -8_000_000_000_000,
      afterId: page.after?.[1] ?? '0',
      limit: page.limit,
    },
    row: RawItem,
  })
}

import { sql } from 'kysely'
import { z } from 'zod'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import type { StampedTraits } from '../identity/index.ts'

export type PersonRow = {
  id: string
  name: string
  is_known: boolean
  email: string | null
  city: string | null
  first_seen_at: Date
  last_seen_at: Date
}
type Sort = 'lastSeen' | 'firstSeen' | 'name'
export type PeopleFilter = { search: string | null; known: boolean | null }

const orders = {
  lastSeen: { column: sql.ref('last_seen_at'), direction: sql`DESC`, sign: sql`<`, type: sql`timestamptz` },
  firstSeen: { column: sql.ref('first_seen_at'), direction: sql`DESC`, sign: sql`<`, type: sql`timestamptz` },
  name: { column: sql.ref('name'), direction: sql`ASC`, sign: sql`>`, type: sql`text` },
} as const

function matches(workspaceId: string, filter: PeopleFilter) {
  const pattern = filter.search === null ? null : `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`
  return sql`workspace_id = ${workspaceId} AND (${pattern}::text IS NULL OR search LIKE ${pattern}) AND (${filter.known}::boolean IS NULL OR is_known = ${filter.known})`
}

export async function listPeople(
  db: Postgres,
  workspaceId: string,
  filter: PeopleFilter,
  page: { sort: Sort; limit: number; after: [string, string] | null },
): Promise<PersonRow[]> {
  const order = orders[page.sort]
  const after = page.after
    ? sql`AND (${order.column}, id) ${order.sign} (${page.after[0]}::${order.type}, ${page.after[1]}::uuid)`
    : sql``
  const { rows } = await sql<PersonRow>`
    SELECT id, name, is_known, email, city, first_seen_at, last_seen_at FROM people
    WHERE ${matches(workspaceId, filter)} ${after}
    ORDER BY ${order.column} ${order.direction}, id ${order.direction} LIMIT ${page.limit}`.execute(db)
  return rows
}

export async function countPeople(db: Postgres, workspaceId: string, filter: PeopleFilter): Promise<number> {
  const { rows } = await sql<{
    n: string
  }>`SELECT count(*) AS n FROM people WHERE ${matches(workspaceId, filter)}`.execute(db)
  return Number(rows[0]?.n ?? 0)
}

export async function findPeople(
  db: Postgres,
  workspaceId: string,
  ids: readonly string[],
): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`
    SELECT id, name, is_known, email, city, first_seen_at, last_seen_at FROM people WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::uuid[])`.execute(
    db,
  )
  return rows
}

/** The person an id leads to: itself, or whom it was joined into. */
export async function findPersonOfId(
  db: Postgres,
  workspaceId: string,
  id: string,
): Promise<string | undefined> {
  const { rows } = await sql<{
    person_id: string
  }>`SELECT person_id FROM identifiers WHERE workspace_id = ${workspaceId} AND identity_id = ${id}`.execute(
    db,
  )
  return rows[0]?.person_id
}

export type IdentifierRow = {
  identity_id: string
  kind: 'userId' | 'anonymousId'
  value: string
  is_seen: boolean
  person_id: string
  first_seen_at: Date
  last_seen_at: Date
  traits: StampedTraits
  consents: StampedTraits
}
export async function listIdentifiers(
  db: Postgres,
  workspaceId: string,
  personId: string,
): Promise<IdentifierRow[]> {
  const { rows } = await sql<IdentifierRow>`
    SELECT identity_id, kind, value, is_seen, person_id, first_seen_at, last_seen_at, traits, consents FROM identifiers
    WHERE workspace_id = ${workspaceId} AND person_id = ${personId} ORDER BY kind DESC, first_seen_at`.execute(
    db,
  )
  return rows
}

export type LinkRow = {
  a: string
  b: string
  rule: 'alias' | 'identify'
  first_asserted_at: Date
  a_value: string
  b_value: string
  is_applied: boolean
  is_seen: boolean
}
export async function listLinks(
  db: Postgres,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<LinkRow[]> {
  const { rows } = await sql<LinkRow>`
    SELECT x.a, x.b, x.rule, x.first_asserted_at, ia.value AS a_value, ib.value AS b_value, ia.person_id = ib.person_id AS is_applied, ia.is_seen AND ib.is_seen AS is_seen
    FROM identity_assertions x
    JOIN identifiers ia ON ia.workspace_id = x.workspace_id AND ia.identity_id = x.a
    JOIN identifiers ib ON ib.workspace_id = x.workspace_id AND ib.identity_id = x.b
    WHERE x.workspace_id = ${workspaceId} AND (x.a = ANY(${identityIds}::uuid[]) OR x.b = ANY(${identityIds}::uuid[]))
    ORDER BY x.first_asserted_at LIMIT 200`.execute(db)
  return rows
}

export type AccountRow = { id: string; group_id: string; name: string; people: string; traits: StampedTraits }
export async function listAccountsOf(
  db: Postgres,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<AccountRow[]> {
  const { rows } = await sql<AccountRow>`
    SELECT a.id, a.group_id, a.name, a.traits,
      (SELECT count(DISTINCT i.person_id) FROM account_members m JOIN identifiers i USING (workspace_id, identity_id) WHERE m.workspace_id = a.workspace_id AND m.account_id = a.id) AS people
    FROM accounts a WHERE a.workspace_id = ${workspaceId} AND a.id IN (
      SELECT account_id FROM account_members WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[]))
    ORDER BY a.name`.execute(db)
  return rows
}

export async function listAccounts(
  db: Postgres,
  workspaceId: string,
  page: { search: string | null; limit: number; after: [string, string] | null },
): Promise<AccountRow[]> {
  const pattern = page.search === null ? null : `%${page.search.replace(/[\\%_]/g, '\\$&')}%`
  const after = page.after ? sql`AND (a.name, a.id) > (${page.after[0]}, ${page.after[1]}::uuid)` : sql``
  const { rows } = await sql<AccountRow>`
    SELECT a.id, a.group_id, a.name, a.traits,
      (SELECT count(DISTINCT i.person_id) FROM account_members m JOIN identifiers i USING (workspace_id, identity_id) WHERE m.workspace_id = a.workspace_id AND m.account_id = a.id) AS people
    FROM accounts a WHERE a.workspace_id = ${workspaceId} AND (${pattern}::text IS NULL OR a.name ILIKE ${pattern} OR a.group_id ILIKE ${pattern}) ${after}
    ORDER BY a.name, a.id LIMIT ${page.limit}`.execute(db)
  return rows
}

export async function findAccount(
  db: Postgres,
  workspaceId: string,
  id: string,
): Promise<AccountRow | undefined> {
  const { rows } = await sql<AccountRow>`
    SELECT a.id, a.group_id, a.name, a.traits,
      (SELECT count(DISTINCT i.person_id) FROM account_members m JOIN identifiers i USING (workspace_id, identity_id) WHERE m.workspace_id = a.workspace_id AND m.account_id = a.id) AS people
    FROM accounts a WHERE a.workspace_id = ${workspaceId} AND a.id = ${id}`.execute(db)
  return rows[0]
}

export async function listAccountPeople(
  db: Postgres,
  workspaceId: string,
  accountId: string,
  limit: number,
): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`
    SELECT id, name, is_known, email, city, first_seen_at, last_seen_at FROM people WHERE workspace_id = ${workspaceId} AND id IN (
      SELECT i.person_id FROM account_members m JOIN identifiers i USING (workspace_id, identity_id) WHERE m.workspace_id = ${workspaceId} AND m.account_id = ${accountId})
    ORDER BY last_seen_at DESC LIMIT ${limit}`.execute(db)
  return rows
}

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
/** Everything of a person's identities, newest first. Identities, not the person, so that a fresh join shows at once. */
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
          ORDER BY time DESC, events.event_id DESC
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

const Facts = z.object({
  interactions: z.coerce.number(),
  sessions: z.coerce.number(),
  orders: z.coerce.number(),
  total: z.coerce.number(),
  previous_total: z.coerce.number(),
  median_days: z.coerce.number().nullable(),
  days_since: z.coerce.number().nullable(),
})
export async function selectFacts(
  clickhouse: ClickHouse,
  workspaceId: string,
  identityIds: readonly string[],
  now: number,
  sessionTimeoutMs: number,
) {
  const amount =
    "ifNull(toFloat64OrNull(toString(if(toString(properties.total) != '', toString(properties.total), if(toString(properties.revenue) != '', toString(properties.revenue), toString(properties.value))))), 0)"
  const [row] = await clickhouse.select({
    name: 'people.selectFacts',
    sql: `WITH fromUnixTimestamp64Milli({now:Int64}) AS at,
               name IN ('Order Completed', 'Store Purchase', 'Marketplace Order Placed') AS is_order,
               arraySort(groupArrayIf(toUnixTimestamp64Milli(time), is_order)) AS order_times
          SELECT countIf(type IN ('track', 'page', 'screen')) AS interactions,
                 (SELECT sum(length(arrayFilter(pause -> pause >= {timeout:Int64}, arrayDifference(times))) + 1) FROM (
                    SELECT arraySort(groupArray(toUnixTimestamp64Milli(time))) AS times FROM events
                    WHERE workspace_id = {workspaceId:UUID} AND identity_id IN {identityIds:Array(UUID)} AND type IN ('track', 'page', 'screen') GROUP BY device_id)) AS sessions,
                 countIf(is_order AND time >= at - INTERVAL 365 DAY) AS orders,
                 sumIf(${amount}, is_order AND time >= at - INTERVAL 365 DAY) AS total,
                 sumIf(${amount}, is_order AND time < at - INTERVAL 365 DAY AND time >= at - INTERVAL 730 DAY) AS previous_total,
                 if(length(order_times) < 2, NULL, arrayReduce('medianExact', arrayPopFront(arrayDifference(order_times))) / 86400000) AS median_days,
                 if(empty(order_times), NULL, ({now:Int64} - order_times[-1]) / 86400000) AS days_since
          FROM events WHERE workspace_id = {workspaceId:UUID} AND identity_id IN {identityIds:Array(UUID)}`,
    params: { workspaceId, identityIds: [...identityIds], now, timeout: sessionTimeoutMs },
    row: Facts,
  })
  return row
}

export async function selectTouchpoints(
  clickhouse: ClickHouse,
  workspaceId: string,
  identityIds: readonly string[],
) {
  return clickhouse.select({
    name: 'people.selectTouchpoints',
    sql: `SELECT toString(touchpoint) AS touchpoint, toString(channel) AS channel, count() AS interactions FROM events
          WHERE workspace_id = {workspaceId:UUID} AND identity_id IN {identityIds:Array(UUID)} AND touchpoint != '' AND type IN ('track', 'page', 'screen')
          GROUP BY touchpoint, channel ORDER BY interactions DESC, touchpoint LIMIT 50`,
    params: { workspaceId, identityIds: [...identityIds] },
    row: z.object({ touchpoint: z.string(), channel: z.string(), interactions: z.coerce.number() }),
  })
}

export async function selectScores(
  clickhouse: ClickHouse,
  workspaceId: string,
  identityIds: readonly string[],
) {
  return clickhouse.select({
    name: 'people.selectScores',
    sql: `SELECT toUnixTimestamp64Milli(time) AS time_ms, lower(toString(properties.metric)) AS metric, toFloat64OrNull(toString(properties.score)) AS score FROM events
          WHERE workspace_id = {workspaceId:UUID} AND identity_id IN {identityIds:Array(UUID)} AND name = 'Survey Answered' AND score IS NOT NULL
          ORDER BY time LIMIT 200`,
    params: { workspaceId, identityIds: [...identityIds] },
    row: z.object({ time_ms: z.coerce.number(), metric: z.string(), score: z.coerce.number() }),
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

import { sql } from 'kysely'
import { z } from 'zod'
import { type SharedKind, sharedThings } from '../../platform/ocel-things.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

const Stored = z.object({
  event_id: z.string(),
  time_ms: z.coerce.number(),
  type: z.string(),
  name: z.string(),
  touchpoint: z.string(),
  channel: z.string(),
  message_id: z.string(),
  identity_id: z.string(),
  raw: z.string(),
})
export type StoredRow = z.infer<typeof Stored>

const columns = `toString(events.event_id) AS event_id, toUnixTimestamp64Milli(time) AS time_ms, toString(type) AS type, toString(name) AS name,
  toString(touchpoint) AS touchpoint, toString(channel) AS channel, message_id, toString(identity_id) AS identity_id, raw`

export type Span = { workspaceId: string; from: number; to: number }

/** The UTC days on which anything happened, oldest first, each as its start in milliseconds, and how much that was. */
export async function listDays(
  clickhouse: ClickHouse,
  span: Span,
): Promise<{ day: number; events: number }[]> {
  return clickhouse.select({
    name: 'exports.listDays',
    sql: `SELECT toUnixTimestamp(toStartOfDay(time)) * 1000 AS day, count() AS events FROM events
          WHERE workspace_id = {workspaceId:UUID} AND time >= fromUnixTimestamp64Milli({from:Int64}) AND time < fromUnixTimestamp64Milli({to:Int64})
          GROUP BY day ORDER BY day`,
    params: span,
    row: z.object({ day: z.coerce.number(), events: z.coerce.number() }),
  })
}

/** What happened in a span, oldest first, after a place. */
export async function selectStored(
  clickhouse: ClickHouse,
  span: Span,
  page: { after: [number, string] | null; limit: number },
): Promise<StoredRow[]> {
  return clickhouse.select({
    name: 'exports.selectStored',
    sql: `SELECT ${columns} FROM events
          WHERE workspace_id = {workspaceId:UUID} AND time >= fromUnixTimestamp64Milli({from:Int64}) AND time < fromUnixTimestamp64Milli({to:Int64})
            AND (toUnixTimestamp64Milli(time), events.event_id) > ({afterTime:Int64}, {afterId:UInt64})
          ORDER BY time, events.event_id LIMIT {limit:UInt32}`,
    params: {
      ...span,
      afterTime: page.after?.[0] ?? -8_000_000_000_000,
      afterId: page.after?.[1] ?? '0',
      limit: page.limit,
    },
    row: Stored,
  })
}

/** Interactions that name one thing, such as an order, as SQL over events: the thing's id, and which interactions. */
const telling = (property: string) => ({
  thing: `toString(properties.${property})`,
  rows: `FROM events
          WHERE workspace_id = {workspaceId:UUID} AND time >= fromUnixTimestamp64Milli({from:Int64}) AND time < fromUnixTimestamp64Milli({to:Int64})
            AND type IN ('track', 'page', 'screen') AND toString(properties.${property}) != ''`,
})

export async function countTelling(clickhouse: ClickHouse, span: Span, kind: SharedKind): Promise<number> {
  const [row] = await clickhouse.select({
    name: 'exports.countTelling',
    sql: `SELECT count() AS n ${telling(sharedThings[kind]).rows}`,
    params: span,
    row: z.object({ n: z.coerce.number() }),
  })
  return row?.n ?? 0
}

/** What tells of orders, or of tickets, in a span: one share of the things by their hash, all of one together, oldest first. */
export async function selectTelling(
  clickhouse: ClickHouse,
  span: Span,
  { kind, share, shares }: { kind: SharedKind; share: number; shares: number },
): Promise<StoredRow[]> {
  const { thing, rows } = telling(sharedThings[kind])
  return clickhouse.select({
    name: 'exports.selectTelling',
    sql: `SELECT ${columns} ${rows} AND cityHash64(${thing}) % {shares:UInt32} = {share:UInt32}
          ORDER BY ${thing}, time, events.event_id`,
    params: { ...span, share, shares },
    row: Stored,
  })
}

/** What these identities did in a span, oldest first. */
export async function selectOfIdentities(
  clickhouse: ClickHouse,
  span: Span,
  identityIds: readonly string[],
): Promise<StoredRow[]> {
  return clickhouse.select({
    name: 'exports.selectOfIdentities',
    sql: `SELECT ${columns} FROM events
          WHERE workspace_id = {workspaceId:UUID} AND time >= fromUnixTimestamp64Milli({from:Int64}) AND time < fromUnixTimestamp64Milli({to:Int64})
            AND events.identity_id IN {identityIds:Array(UUID)} AND type IN ('track', 'page', 'screen')
          ORDER BY time, events.event_id`,
    params: { ...span, identityIds: [...identityIds] },
    row: Stored,
  })
}

export type PersonOfExport = {
  id: string
  name: string
  known_as: string | null
  identity_ids: string[]
  accounts: string[]
}

/** People with their identifiers and the group ids of their accounts, by id, after one. */
export async function listPeople(
  db: Postgres,
  workspaceId: string,
  page: { after: string | null; limit: number },
): Promise<PersonOfExport[]> {
  const { rows } = await sql<PersonOfExport>`
    SELECT p.id, p.name,
           (SELECT min(i.value) FROM identifiers i WHERE i.workspace_id = p.workspace_id AND i.person_id = p.id AND i.kind = 'userId' AND i.is_seen) AS known_as,
           ARRAY(SELECT i.identity_id::text FROM identifiers i WHERE i.workspace_id = p.workspace_id AND i.person_id = p.id ORDER BY i.identity_id) AS identity_ids,
           ARRAY(SELECT DISTINCT a.group_id FROM identifiers i JOIN account_members m USING (workspace_id, identity_id)
                 JOIN accounts a ON a.workspace_id = m.workspace_id AND a.id = m.account_id
                 WHERE i.workspace_id = p.workspace_id AND i.person_id = p.id ORDER BY a.group_id) AS accounts
    FROM people p WHERE p.workspace_id = ${workspaceId} AND (${page.after}::uuid IS NULL OR p.id > ${page.after}::uuid)
    ORDER BY p.id LIMIT ${page.limit}`.execute(db)
  return rows
}

/** Who each identity belongs to, by identity id. */
export async function findPersons(
  db: Postgres,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ identity_id: string; person_id: string }>`
    SELECT identity_id, person_id FROM identifiers
    WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.identity_id, row.person_id]))
}

export async function listAccounts(
  db: Postgres,
  workspaceId: string,
  page: { after: string | null; limit: number },
): Promise<{ id: string; group_id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; group_id: string; name: string }>`
    SELECT id, group_id, name FROM accounts
    WHERE workspace_id = ${workspaceId} AND (${page.after}::uuid IS NULL OR id > ${page.after}::uuid) ORDER BY id LIMIT ${page.limit}`.execute(
    db,
  )
  return rows
}

/** The names of interactions in a span, by name. */
export async function listNames(clickhouse: ClickHouse, span: Span): Promise<string[]> {
  const rows = await clickhouse.select({
    name: 'exports.listNames',
    sql: `SELECT DISTINCT toString(name) AS name FROM events
          WHERE workspace_id = {workspaceId:UUID} AND time >= fromUnixTimestamp64Milli({from:Int64}) AND time < fromUnixTimestamp64Milli({to:Int64})
            AND type IN ('track', 'page', 'screen') ORDER BY name`,
    params: span,
    row: z.object({ name: z.string() }),
  })
  return rows.map((row) => row.name)
}

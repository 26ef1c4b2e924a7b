import { sql } from 'kysely'
import { z } from 'zod'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import { type Db, json } from './identity-db.ts'
import type { Readings } from './identity-rules.queries.ts'
import type { StoredMessage } from './reading.ts'

/** Where reading is among the events: they are read in the order in which they lie. */
export type EventPlace = [day: string, identityId: string, time: number, eventId: number]

const mayCarry = `type != 'signal' AND multiSearchAnyCaseInsensitiveUTF8(raw, {marks:Array(String)})`

/** The next events in which one of the marks stands, with the place of the last. */
export async function nextCarrying(
  clickhouse: ClickHouse,
  key: { workspaceId: string; marks: readonly string[]; after: EventPlace | null; limit: number },
): Promise<{ events: StoredMessage[]; last: EventPlace | null }> {
  if (key.marks.length === 0) return { events: [], last: null }
  const [day, identityId, time, eventId] = key.after ?? ['1970-01-01', noIdentity, 0, 0]
  const rows = await clickhouse.select({
    name: 'identity.nextCarrying',
    sql: `SELECT toString(toDate(time)) AS day, toString(identity_id) AS identity, event_id, toUnixTimestamp64Milli(time) AS at,
            toString(type) AS type, message_id, toString(source_id) AS source, raw
          FROM events
          WHERE workspace_id = {workspaceId:UUID} AND ${mayCarry}
            AND (toDate(time), identity_id, time, event_id)
              > (toDate({day:String}), {identityId:UUID}, fromUnixTimestamp64Milli({time:Int64}, 'UTC'), {eventId:UInt64})
          ORDER BY toDate(time), identity_id, events.time, event_id LIMIT {limit:UInt32}`,
    params: {
      workspaceId: key.workspaceId,
      marks: key.marks,
      day,
      identityId,
      time,
      eventId,
      limit: key.limit,
    },
    row: z.object({
      day: z.string(),
      identity: z.string(),
      event_id: z.coerce.number(),
      at: z.coerce.number(),
      type: z.string(),
      message_id: z.string(),
      source: z.string(),
      raw: z.string(),
    }),
  })
  const last = rows.at(-1)
  return {
    events: rows.map((row) => ({
      identityId: row.identity,
      eventId: row.event_id,
      time: row.at,
      type: row.type,
      messageId: row.message_id,
      sourceId: row.source,
      raw: row.raw,
    })),
    last: last ? [last.day, last.identity, last.at, last.event_id] : null,
  }
}
const noIdentity = '00000000-0000-0000-0000-000000000000'

/** How many events there are in which one of the marks stands. */
export async function countCarrying(
  clickhouse: ClickHouse,
  workspaceId: string,
  marks: readonly string[],
): Promise<number> {
  if (marks.length === 0) return 0
  const [row] = await clickhouse.select({
    name: 'identity.countCarrying',
    sql: `SELECT count() AS n FROM events WHERE workspace_id = {workspaceId:UUID} AND ${mayCarry}`,
    params: { workspaceId, marks },
    row: z.object({ n: z.coerce.number() }),
  })
  return row?.n ?? 0
}

type Link = { a: string; b: string; rule: string }

/** Has what somebody took back stay taken back under the link that it has become. */
export async function inheritUndone(
  db: Db,
  workspaceId: string,
  pairs: readonly (readonly [Link, Link])[],
): Promise<void> {
  if (pairs.length === 0) return
  await sql`
    UPDATE identity_assertions n SET undone_at = o.undone_at, undone_by = o.undone_by
    FROM unnest(${pairs.map(([o]) => o.a)}::uuid[], ${pairs.map(([o]) => o.b)}::uuid[], ${pairs.map(([o]) => o.rule)}::text[],
                ${pairs.map(([, n]) => n.b)}::uuid[]) AS t (a, b, rule, nb)
    JOIN identity_assertions o ON o.workspace_id = ${workspaceId} AND o.a = t.a AND o.b = t.b AND o.rule = t.rule
    WHERE n.workspace_id = ${workspaceId} AND n.a = t.a AND n.b = t.nb AND n.rule = t.rule
      AND o.undone_at IS NOT NULL AND n.undone_at IS NULL`.execute(db)
}

/** Marks links that an event says no more; those that another event still says are kept when all are read. */
export async function doubtLinks(
  db: Db,
  workspaceId: string,
  links: readonly Link[],
  readings: Readings,
): Promise<void> {
  if (links.length === 0) return
  await sql`
    UPDATE identity_assertions x SET doubted_by = t.reading
    FROM unnest(${links.map((x) => x.a)}::uuid[], ${links.map((x) => x.b)}::uuid[], ${links.map((x) => x.rule)}::text[],
                ${links.map((x) => readings[x.rule] ?? 0)}::int[]) AS t (a, b, rule, reading)
    WHERE x.workspace_id = ${workspaceId} AND x.a = t.a AND x.b = t.b AND x.rule = t.rule AND x.read_by < t.reading`.execute(
    db,
  )
}

/** Takes away some links that no event says any more. Says which. */
export async function deleteDoubted(
  db: Db,
  workspaceId: string,
  readings: Readings,
  limit: number,
): Promise<Link[]> {
  const { rows } = await sql<Link>`
    DELETE FROM identity_assertions x USING (
      SELECT a, b, rule FROM identity_assertions
      WHERE workspace_id = ${workspaceId} AND doubted_by IS NOT NULL AND read_by < (${json(readings)}::jsonb ->> rule)::int
      ORDER BY a, b, rule LIMIT ${limit}) AS t
    WHERE x.workspace_id = ${workspaceId} AND x.a = t.a AND x.b = t.b AND x.rule = t.rule
    RETURNING x.a, x.b, x.rule`.execute(db)
  return rows
}

/** Takes away identifiers that no event speaks for and no link names. */
export async function deleteUnnamed(
  db: Db,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<void> {
  await sql`
    DELETE FROM identifiers i
    WHERE i.workspace_id = ${workspaceId} AND i.identity_id = ANY(${identityIds}::uuid[]) AND NOT i.is_seen
      AND i.kind NOT IN ('userId', 'anonymousId')
      AND NOT EXISTS (SELECT FROM identity_assertions x WHERE x.workspace_id = i.workspace_id AND x.a = i.identity_id)
      AND NOT EXISTS (SELECT FROM identity_assertions x WHERE x.workspace_id = i.workspace_id AND x.b = i.identity_id)`.execute(
    db,
  )
}

/** Lets go of doubts that reading to the end has cleared. */
export async function clearDoubts(db: Db, workspaceId: string): Promise<void> {
  await sql`
    UPDATE identity_assertions SET doubted_by = NULL
    WHERE workspace_id = ${workspaceId} AND doubted_by IS NOT NULL`.execute(db)
}

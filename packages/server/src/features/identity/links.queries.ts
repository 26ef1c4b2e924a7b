import { sql } from 'kysely'
import type { Db } from './identity-db.ts'

export type LinkRow = {
  a: string
  b: string
  rule: string
  state: string
  first_asserted_at: Date
  first_message_id: string | null
  first_event_id: string | null
  source: string | null
  decided_at: Date | null
  decided_by: string | null
  undone_at: Date | null
  undone_by: string | null
  a_kind: string
  b_kind: string
  a_value: string
  b_value: string
  a_person: string
  b_person: string
  first_seen_at: Date
  last_seen_at: Date
}

/** An event has spoken for the identifier, or it is of a kind that no event speaks for. */
const isReal = (identifier: string) =>
  sql`(${sql.ref(`${identifier}.is_seen`)} OR ${sql.ref(`${identifier}.kind`)} NOT IN ('userId', 'anonymousId'))`

const columns = sql`
  x.a, x.b, x.rule, x.state, x.first_asserted_at, x.first_message_id, x.first_event_id::text, s.name AS source,
  x.decided_at, x.decided_by, x.undone_at, x.undone_by, ia.kind AS a_kind, ib.kind AS b_kind, ia.value AS a_value,
  ib.value AS b_value, ia.person_id AS a_person, ib.person_id AS b_person, ib.first_seen_at, ib.last_seen_at`
const joins = sql`
  JOIN identifiers ia ON ia.workspace_id = x.workspace_id AND ia.identity_id = x.a
  JOIN identifiers ib ON ib.workspace_id = x.workspace_id AND ib.identity_id = x.b
  LEFT JOIN sources s ON s.id = x.first_source_id`

/** What was said of the given identifiers, oldest first; what only an alias has named is left out. */
export async function listLinks(
  db: Db,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<LinkRow[]> {
  const { rows } = await sql<LinkRow>`
    SELECT ${columns} FROM identity_assertions x ${joins}
    WHERE x.workspace_id = ${workspaceId} AND (x.a = ANY(${identityIds}::uuid[]) OR x.b = ANY(${identityIds}::uuid[]))
      AND ${isReal('ia')} AND ${isReal('ib')}
    ORDER BY x.first_asserted_at, x.a, x.b, x.rule LIMIT 500`.execute(db)
  return rows
}

export type WaitingPair = { p: string; q: string; latest: Date }

/** Pairs of people whom links would join if they broke no limit, the latest link first. */
export async function listWaitingPairs(
  db: Db,
  workspaceId: string,
  page: { limit: number; after: [string, string, string] | null },
): Promise<WaitingPair[]> {
  const after = page.after
    ? sql`HAVING (max(x.first_asserted_at), least(ia.person_id, ib.person_id), greatest(ia.person_id, ib.person_id))
            < (${page.after[0]}::timestamptz, ${page.after[1]}::uuid, ${page.after[2]}::uuid)`
    : sql``
  const { rows } = await sql<WaitingPair>`
    SELECT least(ia.person_id, ib.person_id) AS p, greatest(ia.person_id, ib.person_id) AS q, max(x.first_asserted_at) AS latest
    FROM identity_assertions x ${joins} ${withPeople}
    WHERE x.workspace_id = ${workspaceId} AND x.state LIKE 'limit:%' AND ia.person_id <> ib.person_id
    GROUP BY 1, 2 ${after}
    ORDER BY latest DESC, p DESC, q DESC LIMIT ${page.limit}`.execute(db)
  return rows
}
/** A review is about two people: an address that nobody else has needs no decision. */
const withPeople = sql`
  JOIN people pa ON pa.workspace_id = x.workspace_id AND pa.id = ia.person_id
  JOIN people pb ON pb.workspace_id = x.workspace_id AND pb.id = ib.person_id`

export async function countWaitingPairs(db: Db, workspaceId: string): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    SELECT count(DISTINCT (least(ia.person_id, ib.person_id), greatest(ia.person_id, ib.person_id))) AS n
    FROM identity_assertions x ${joins} ${withPeople}
    WHERE x.workspace_id = ${workspaceId} AND x.state LIKE 'limit:%' AND ia.person_id <> ib.person_id`.execute(
    db,
  )
  return Number(rows[0]?.n ?? 0)
}

/** The links that wait between the given pairs of people. */
export async function listWaitingLinks(
  db: Db,
  workspaceId: string,
  pairs: readonly WaitingPair[],
): Promise<LinkRow[]> {
  const { rows } = await sql<LinkRow>`
    SELECT ${columns} FROM identity_assertions x ${joins}
    JOIN unnest(${pairs.map((pair) => pair.p)}::uuid[], ${pairs.map((pair) => pair.q)}::uuid[]) AS t (p, q)
      ON least(ia.person_id, ib.person_id) = t.p AND greatest(ia.person_id, ib.person_id) = t.q
    WHERE x.workspace_id = ${workspaceId} AND x.state LIKE 'limit:%'
    ORDER BY x.first_asserted_at, x.a, x.b, x.rule LIMIT 1000`.execute(db)
  return rows
}

export type SharedRow = { id: string; kind: string; value: string; last_seen_at: Date; linked: string }

/** Identifiers that so many share that they join nobody, the widest first. */
export async function listShared(db: Db, workspaceId: string, limit: number): Promise<SharedRow[]> {
  const { rows } = await sql<SharedRow>`
    SELECT i.identity_id AS id, i.kind, i.value, i.last_seen_at,
      (SELECT count(*) FROM identity_assertions x WHERE x.workspace_id = i.workspace_id AND x.b = i.identity_id)
      + (SELECT count(*) FROM identity_assertions x WHERE x.workspace_id = i.workspace_id AND x.a = i.identity_id) AS linked
    FROM identifiers i WHERE i.workspace_id = ${workspaceId} AND i.is_shared
    ORDER BY linked DESC, i.identity_id LIMIT ${limit}`.execute(db)
  return rows
}

import { sql } from 'kysely'
import type { Db } from './identity-db.ts'
import { instant } from './instants.queries.ts'

export type PersonRow = {
  id: string
  name: string
  isKnown: boolean
  email: string | null
  city: string | null
  search: string
  firstSeenAt: Date
  lastSeenAt: Date
}

export async function upsertPeople(db: Db, workspaceId: string, people: readonly PersonRow[]): Promise<void> {
  await sql`
    INSERT INTO people (workspace_id, id, name, is_known, email, city, search, first_seen_at, last_seen_at)
    SELECT ${workspaceId}::uuid, * FROM unnest(
      ${people.map((p) => p.id)}::uuid[], ${people.map((p) => p.name)}::text[], ${people.map((p) => p.isKnown)}::boolean[],
      ${people.map((p) => p.email)}::text[], ${people.map((p) => p.city)}::text[], ${people.map((p) => p.search)}::text[],
      ${people.map((p) => p.firstSeenAt.toISOString())}::timestamptz[], ${people.map((p) => p.lastSeenAt.toISOString())}::timestamptz[])
    ON CONFLICT (workspace_id, id) DO UPDATE SET
      name = excluded.name, is_known = excluded.is_known, email = excluded.email, city = excluded.city, search = excluded.search,
      first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at`.execute(db)
}

/** Widens the times of persons of whom nothing else has changed. */
export async function widenPeople(
  db: Db,
  workspaceId: string,
  rows: readonly { personId: string; firstSeenAt: number; lastSeenAt: number }[],
): Promise<void> {
  await sql`
    UPDATE people SET last_seen_at = greatest(people.last_seen_at, t.last_at), first_seen_at = least(people.first_seen_at, t.first_at)
    FROM (SELECT id, ${instant('first_ms')} AS first_at, ${instant('last_ms')} AS last_at
          FROM unnest(${rows.map((r) => r.personId)}::uuid[], ${rows.map((r) => r.firstSeenAt)}::bigint[],
                      ${rows.map((r) => r.lastSeenAt)}::bigint[]) AS u (id, first_ms, last_ms)) AS t
    WHERE workspace_id = ${workspaceId} AND people.id = t.id
      AND (t.last_at > people.last_seen_at OR t.first_at < people.first_seen_at)`.execute(db)
}

/** Persons whose history now begins earlier than known. */
export async function findEarlier(
  db: Db,
  workspaceId: string,
  rows: readonly { personId: string; firstSeenAt: number }[],
): Promise<string[]> {
  const { rows: found } = await sql<{ id: string }>`
    SELECT people.id FROM people
    JOIN unnest(${rows.map((r) => r.personId)}::uuid[], ${rows.map((r) => r.firstSeenAt)}::bigint[]) AS t (id, first_ms)
      ON people.workspace_id = ${workspaceId} AND people.id = t.id
    WHERE ${instant('first_ms')} < people.first_seen_at`.execute(db)
  return found.map((row) => row.id)
}

export async function removePeople(db: Db, workspaceId: string, ids: readonly string[]): Promise<void> {
  await sql`DELETE FROM people WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::uuid[])`.execute(db)
  await sql`DELETE FROM computed_values WHERE workspace_id = ${workspaceId} AND person_id = ANY(${ids}::uuid[])`.execute(
    db,
  )
}

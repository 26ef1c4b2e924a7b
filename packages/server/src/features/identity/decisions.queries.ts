import { sql } from 'kysely'
import type { Db } from './identity-db.ts'

export type LinkName = { a: string; b: string; rule: string }
type Decision = { at: Date; by: string }

/** Takes links back; those taken back already stay as they are. Says which it found. */
export async function undoLinks(
  db: Db,
  workspaceId: string,
  links: readonly LinkName[],
  { at, by }: Decision,
): Promise<LinkName[]> {
  const { rows } = await sql<LinkName>`
    UPDATE identity_assertions x
    SET undone_at = coalesce(x.undone_at, ${at}::timestamptz), undone_by = coalesce(x.undone_by, ${by})
    FROM ${namesOf(links)}
    WHERE x.workspace_id = ${workspaceId} AND x.a = t.a AND x.b = t.b AND x.rule = t.rule
    RETURNING x.a, x.b, x.rule`.execute(db)
  return rows
}

/** Lets links count again. Says which it found. */
export async function redoLinks(db: Db, workspaceId: string, links: readonly LinkName[]) {
  const { rows } = await sql<LinkName>`
    UPDATE identity_assertions x SET undone_at = NULL, undone_by = NULL FROM ${namesOf(links)}
    WHERE x.workspace_id = ${workspaceId} AND x.a = t.a AND x.b = t.b AND x.rule = t.rule
    RETURNING x.a, x.b, x.rule`.execute(db)
  return rows
}

const namesOf = (links: readonly LinkName[]) => sql`
  unnest(${links.map((x) => x.a)}::uuid[], ${links.map((x) => x.b)}::uuid[], ${links.map((x) => x.rule)}::text[])
  AS t (a, b, rule)`

/** Writes down that a member of staff said that two identifiers are one person. */
export async function accept(db: Db, workspaceId: string, [a, b]: readonly [string, string], by: Decision) {
  await sql`
    INSERT INTO identity_assertions (workspace_id, a, b, rule, first_asserted_at, decided_at, decided_by)
    VALUES (${workspaceId}, ${a}, ${b}, 'accepted', ${by.at}, ${by.at}, ${by.by})
    ON CONFLICT (workspace_id, a, b, rule) DO UPDATE
      SET undone_at = NULL, undone_by = NULL, decided_at = excluded.decided_at, decided_by = excluded.decided_by`.execute(
    db,
  )
}

export async function separate(db: Db, workspaceId: string, [a, b]: readonly [string, string], by: Decision) {
  await sql`
    INSERT INTO identity_separations (workspace_id, a, b, decided_at, decided_by)
    VALUES (${workspaceId}, least(${a}::uuid, ${b}::uuid), greatest(${a}::uuid, ${b}::uuid), ${by.at}, ${by.by})
    ON CONFLICT DO NOTHING`.execute(db)
}

/** Forgets that identifiers of two groups were told apart. */
export async function unseparate(
  db: Db,
  workspaceId: string,
  some: readonly string[],
  others: readonly string[],
): Promise<void> {
  await sql`
    DELETE FROM identity_separations WHERE workspace_id = ${workspaceId} AND (
      (a = ANY(${some}::uuid[]) AND b = ANY(${others}::uuid[]))
      OR (a = ANY(${others}::uuid[]) AND b = ANY(${some}::uuid[])))`.execute(db)
}

export async function forgetDuplicate(db: Db, workspaceId: string, pair: readonly [string, string]) {
  await sql`
    DELETE FROM duplicate_pairs WHERE workspace_id = ${workspaceId}
      AND a = least(${pair[0]}::uuid, ${pair[1]}::uuid) AND b = greatest(${pair[0]}::uuid, ${pair[1]}::uuid)`.execute(
    db,
  )
}

/** The person that each identifier belongs to. */
export async function findPersonsOf(db: Db, workspaceId: string, identityIds: readonly string[]) {
  const { rows } = await sql<{ identity_id: string; person_id: string }>`
    SELECT identity_id, person_id FROM identifiers
    WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.identity_id, row.person_id]))
}

export type NamedPerson = { id: string; name: string; is_known: boolean; last_seen_at: Date }

export async function namePeople(db: Db, workspaceId: string, ids: readonly string[]) {
  const { rows } = await sql<NamedPerson>`
    SELECT id, name, is_known, last_seen_at FROM people
    WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::uuid[]) ORDER BY name, id`.execute(db)
  return rows
}

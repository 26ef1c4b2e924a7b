import { sql } from 'kysely'
import type { Db } from './segments.queries.ts'

/** Puts people on a list, by the ids that they have now. Says how many were not on it. */
export async function addListed(
  db: Db,
  key: { workspaceId: string; segmentId: string },
  personIds: readonly string[],
  by: { at: Date; who: string },
): Promise<number> {
  const { numAffectedRows } = await sql`
    INSERT INTO segment_listed (workspace_id, segment_id, identity_id, added_at, added_by)
    SELECT ${key.workspaceId}::uuid, ${key.segmentId}::uuid, id, ${by.at}::timestamptz, ${by.who}
    FROM unnest(${personIds}::uuid[]) AS t (id) ON CONFLICT DO NOTHING`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Takes people off a list, by whichever of their identifiers they are on it. */
export async function removeListed(
  db: Db,
  key: { workspaceId: string; segmentId: string },
  identityIds: readonly string[],
): Promise<void> {
  await sql`
    DELETE FROM segment_listed WHERE workspace_id = ${key.workspaceId} AND segment_id = ${key.segmentId}
      AND identity_id = ANY(${identityIds}::uuid[])`.execute(db)
}

export async function countListed(db: Db, workspaceId: string, segmentId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM segment_listed WHERE workspace_id = ${workspaceId} AND segment_id = ${segmentId}`.execute(
    db,
  )
  return rows[0]?.n ?? 0
}

/** The ids under which people are on lists, of the given lists and, unless all are wanted, of the given ids. */
export async function listListed(
  db: Db,
  workspaceId: string,
  segmentIds: readonly string[],
  identityIds: readonly string[] | null,
): Promise<{ segment_id: string; identity_id: string }[]> {
  const { rows } = await sql<{ segment_id: string; identity_id: string }>`
    SELECT segment_id, identity_id FROM segment_listed
    WHERE workspace_id = ${workspaceId} AND segment_id = ANY(${segmentIds}::uuid[])
      AND (${identityIds}::uuid[] IS NULL OR identity_id = ANY(${identityIds}::uuid[]))`.execute(db)
  return rows
}

/** Forgets identifiers on all lists of a workspace. */
export async function forgetListed(
  db: Db,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    DELETE FROM segment_listed WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[])`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0)
}

export type ListedPlace = { segment_id: string; identity_id: string }
export type WholeListed = ListedPlace & { kind: string; value: string }
/** Everybody on lists by their identifiers, after a place. */
export async function listAllListed(
  db: Db,
  workspaceId: string,
  after: ListedPlace | null,
  limit: number,
): Promise<WholeListed[]> {
  const nil = '00000000-0000-0000-0000-000000000000'
  const { rows } = await sql<WholeListed>`
    SELECT x.segment_id, x.identity_id, i.kind, i.value FROM segment_listed x
    JOIN identifiers i ON i.workspace_id = x.workspace_id AND i.identity_id = x.identity_id
    WHERE x.workspace_id = ${workspaceId}
      AND (x.segment_id, x.identity_id) > (${after?.segment_id ?? nil}::uuid, ${after?.identity_id ?? nil}::uuid)
    ORDER BY x.segment_id, x.identity_id LIMIT ${limit}`.execute(db)
  return rows
}

/** Those of the ids that an identifier of somebody here has. */
export async function findIdentities(
  db: Db,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ identity_id: string }>`
    SELECT identity_id FROM identifiers WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[])`.execute(
    db,
  )
  return new Set(rows.map((row) => row.identity_id))
}

export async function countListedOf(
  db: Db,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM segment_listed WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[])`.execute(
    db,
  )
  return rows[0]?.n ?? 0
}

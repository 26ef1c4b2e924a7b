import { sql } from 'kysely'
import type { Db } from './identity-db.ts'

/** Whose identifiers these are, and whom those that join nobody are only shown with. */
export async function selectNamed(
  db: Db,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<{ asked: string; person: string }[]> {
  const { rows } = await sql<{ asked: string; person: string }>`
    SELECT identity_id AS asked, person_id AS person FROM identifiers
    WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[])
    UNION
    SELECT x.b, i.person_id FROM identity_assertions x
    JOIN identifiers i ON i.workspace_id = x.workspace_id AND i.identity_id = x.a
    WHERE x.workspace_id = ${workspaceId} AND x.b = ANY(${identityIds}::uuid[]) AND x.state IN ('shown', 'shared')`.execute(
    db,
  )
  return rows
}

import { sql } from 'kysely'
import type { Db } from './identity-db.ts'

/** From now on, says whose traits or identifiers change in a workspace. */
export async function watchPeople(db: Db, workspaceId: string): Promise<void> {
  await sql`INSERT INTO changed_people_watched (workspace_id) VALUES (${workspaceId}) ON CONFLICT DO NOTHING`.execute(
    db,
  )
}

/** Notes whose traits or identifiers have changed, and who is no more, where somebody wants to know. */
export async function noteChanged(db: Db, workspaceId: string, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return
  await sql`
    INSERT INTO changed_people (workspace_id, person_id)
    SELECT DISTINCT ${workspaceId}::uuid, id FROM unnest(${personIds}::uuid[]) AS t (id)
    WHERE EXISTS (SELECT FROM changed_people_watched WHERE workspace_id = ${workspaceId})
    ORDER BY id ON CONFLICT (workspace_id, person_id) DO UPDATE SET mark = DEFAULT`.execute(db)
}

export type ChangedPerson = { person_id: string; mark: string }
/** Some of those who have changed; they stay on the list until `takeOffChanged`. */
export async function listChanged(db: Db, workspaceId: string, limit: number): Promise<ChangedPerson[]> {
  const { rows } = await sql<ChangedPerson>`
    SELECT person_id, mark FROM changed_people WHERE workspace_id = ${workspaceId} ORDER BY mark LIMIT ${limit}`.execute(
    db,
  )
  return rows
}

/**
 * Takes off the list who has not changed again since it was read. Whoever is being noted at this moment stays on it: to
 * wait for that could be to wait for each other.
 */
export async function takeOffChanged(
  db: Db,
  workspaceId: string,
  seen: readonly ChangedPerson[],
): Promise<void> {
  if (seen.length === 0) return
  await sql`
    DELETE FROM changed_people USING (
      SELECT x.person_id FROM changed_people x
      JOIN unnest(${seen.map((row) => row.person_id)}::uuid[], ${seen.map((row) => row.mark)}::bigint[]) AS t (id, mark)
        ON t.id = x.person_id AND t.mark = x.mark
      WHERE x.workspace_id = ${workspaceId} FOR UPDATE OF x SKIP LOCKED) AS free
    WHERE changed_people.workspace_id = ${workspaceId} AND changed_people.person_id = free.person_id`.execute(
    db,
  )
}

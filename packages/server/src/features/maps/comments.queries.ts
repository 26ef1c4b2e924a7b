import { sql } from 'kysely'
import type { Db, MapKey } from './maps.queries.ts'

export type CommentRow = {
  id: string
  part: string | null
  answers: string | null
  text: string
  mentions: { id: string; name: string }[]
  written_by: string
  writer_id: string | null
  written_at: Date
  resolved_at: Date | null
}
const columns = sql`id, part, answers, text, mentions, written_by, writer_id, written_at, resolved_at`

/** Oldest first. */
export async function listComments(db: Db, { workspaceId, mapId }: MapKey): Promise<CommentRow[]> {
  const { rows } = await sql<CommentRow>`
    SELECT ${columns} FROM map_comments WHERE workspace_id = ${workspaceId} AND map_id = ${mapId}
    ORDER BY written_at, id`.execute(db)
  return rows
}

export async function insertComment(db: Db, { workspaceId, mapId }: MapKey, row: CommentRow): Promise<void> {
  await sql`
    INSERT INTO map_comments (workspace_id, map_id, ${columns})
    VALUES (${workspaceId}, ${mapId}, ${row.id}, ${row.part}, ${row.answers}, ${row.text}, ${JSON.stringify(row.mentions)}::jsonb,
            ${row.written_by}, ${row.writer_id}, ${row.written_at}, ${row.resolved_at})`.execute(db)
}

/** Whether there was one to change. */
export async function resolveComment(
  db: Db,
  { workspaceId, mapId }: MapKey,
  id: string,
  at: Date | null,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE map_comments SET resolved_at = ${at} WHERE workspace_id = ${workspaceId} AND map_id = ${mapId} AND id = ${id}`.execute(
    db,
  )
  return (numAffectedRows ?? 0n) > 0n
}

/** Takes a comment away with its answers. */
export async function deleteComment(db: Db, { workspaceId, mapId }: MapKey, id: string): Promise<void> {
  await sql`
    DELETE FROM map_comments WHERE workspace_id = ${workspaceId} AND map_id = ${mapId} AND (id = ${id} OR answers = ${id})`.execute(
    db,
  )
}

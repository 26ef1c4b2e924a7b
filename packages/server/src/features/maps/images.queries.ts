import { sql } from 'kysely'
import type { Db, MapKey } from './maps.queries.ts'

export type ImageRow = { id: string; type: string; bytes: Buffer }

/** How many images a map has beside one, and how many bytes they have. */
export async function sumImages(db: Db, { workspaceId, mapId }: MapKey, beside: string) {
  const { rows } = await sql<{ count: string; bytes: string }>`
    SELECT count(*) AS count, coalesce(sum(length(bytes)), 0) AS bytes FROM map_images
    WHERE workspace_id = ${workspaceId} AND map_id = ${mapId} AND id <> ${beside}`.execute(db)
  return { count: Number(rows[0]?.count ?? 0), bytes: Number(rows[0]?.bytes ?? 0) }
}

/** The same image again is no other one. */
export async function insertImage(db: Db, { workspaceId, mapId }: MapKey, row: ImageRow): Promise<void> {
  await sql`
    INSERT INTO map_images (workspace_id, map_id, id, type, bytes)
    VALUES (${workspaceId}, ${mapId}, ${row.id}, ${row.type}, ${row.bytes}) ON CONFLICT DO NOTHING`.execute(
    db,
  )
}

export async function findImage(db: Db, { workspaceId, mapId }: MapKey, id: string) {
  const { rows } = await sql<ImageRow>`
    SELECT id, type, bytes FROM map_images WHERE workspace_id = ${workspaceId} AND map_id = ${mapId} AND id = ${id}`.execute(
    db,
  )
  return rows[0]
}

export async function listImages(db: Db, { workspaceId, mapId }: MapKey): Promise<ImageRow[]> {
  const { rows } = await sql<ImageRow>`
    SELECT id, type, bytes FROM map_images WHERE workspace_id = ${workspaceId} AND map_id = ${mapId} ORDER BY id`.execute(
    db,
  )
  return rows
}

import type { MapDocument } from '@teia/contracts'
import { sql, type Transaction } from 'kysely'
import type { Database } from '../../storage/postgres/database.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type Trx = Transaction<Database>
export type Db = Postgres | Trx
export type MapKey = { workspaceId: string; mapId: string }
export type MapRow = {
  id: string
  document: MapDocument
  revision: number
  created_at: Date
  created_by: string
  changed_at: Date
  changed_by: string
}
const columns = sql`id, document, revision, created_at, created_by, changed_at, changed_by`

export type MapSummaryRow = Pick<MapRow, 'id' | 'revision' | 'changed_at' | 'changed_by'> & {
  name: string
  description: string
  stages: number
  steps: number
  measured: number
  has_to_be: boolean
  open_comments: string
}

/** All maps of a workspace, latest changed first, without their drawings, which may be large. */
export async function listMaps(db: Db, workspaceId: string): Promise<MapSummaryRow[]> {
  const count = (path: string) => sql`jsonb_array_length(jsonb_path_query_array(document, ${path}::jsonpath))`
  const { rows } = await sql<MapSummaryRow>`
    SELECT id, revision, changed_at, changed_by, document ->> 'name' AS name, document ->> 'description' AS description,
      ${count('$.asIs.stages[*]')} AS stages, ${count('$.asIs.stages[*].steps[*]')} AS steps,
      ${count('$.asIs.stages[*].steps[*].matcher')} AS measured, coalesce(document -> 'toBe' <> 'null'::jsonb, false) AS has_to_be, (
      SELECT count(*) FROM map_comments c
      WHERE c.workspace_id = m.workspace_id AND c.map_id = m.id AND c.answers IS NULL AND c.resolved_at IS NULL
    ) AS open_comments
    FROM maps m WHERE workspace_id = ${workspaceId} ORDER BY changed_at DESC, id`.execute(db)
  return rows
}

export async function countMaps(db: Db, workspaceId: string): Promise<number> {
  const { rows } = await sql<{
    n: string
  }>`SELECT count(*) AS n FROM maps WHERE workspace_id = ${workspaceId}`.execute(db)
  return Number(rows[0]?.n ?? 0)
}

/** `lock`: nobody else changes it until the transaction ends. */
export async function findMap(db: Db, { workspaceId, mapId }: MapKey, lock = false) {
  const { rows } = await sql<MapRow>`
    SELECT ${columns} FROM maps WHERE workspace_id = ${workspaceId} AND id = ${mapId} ${lock ? sql`FOR UPDATE` : sql``}`.execute(
    db,
  )
  return rows[0]
}

export async function findMaps(db: Db, workspaceId: string, ids: readonly string[]): Promise<MapRow[]> {
  const { rows } = await sql<MapRow>`
    SELECT ${columns} FROM maps WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::uuid[])`.execute(db)
  return rows
}

/** Writes a map under its id, and its version beside it. */
export async function saveMap(db: Db, workspaceId: string, row: MapRow): Promise<void> {
  const document = JSON.stringify(row.document)
  await sql`
    INSERT INTO maps (workspace_id, id, document, revision, created_at, created_by, changed_at, changed_by)
    VALUES (${workspaceId}, ${row.id}, ${document}::jsonb, ${row.revision}, ${row.created_at}, ${row.created_by}, ${row.changed_at}, ${row.changed_by})
    ON CONFLICT (workspace_id, id) DO UPDATE SET
      document = excluded.document, revision = excluded.revision, changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(
    db,
  )
  await sql`
    INSERT INTO map_versions (workspace_id, map_id, revision, document, changed_at, changed_by)
    VALUES (${workspaceId}, ${row.id}, ${row.revision}, ${document}::jsonb, ${row.changed_at}, ${row.changed_by})`.execute(
    db,
  )
}

/** Takes a map away with all that hangs on it. */
export async function deleteMap(db: Db, { workspaceId, mapId }: MapKey): Promise<void> {
  await sql`DELETE FROM maps WHERE workspace_id = ${workspaceId} AND id = ${mapId}`.execute(db)
}

export type VersionRow = { revision: number; changed_at: Date; changed_by: string }
/** Latest first, those before a revision. */
export async function listVersions(db: Db, { workspaceId, mapId }: MapKey, before: number, limit: number) {
  const { rows } = await sql<VersionRow>`
    SELECT revision, changed_at, changed_by FROM map_versions
    WHERE workspace_id = ${workspaceId} AND map_id = ${mapId} AND revision < ${before}
    ORDER BY revision DESC LIMIT ${limit}`.execute(db)
  return rows
}

export async function findVersion(db: Db, { workspaceId, mapId }: MapKey, revision: number) {
  const { rows } = await sql<VersionRow & { document: MapDocument }>`
    SELECT revision, document, changed_at, changed_by FROM map_versions
    WHERE workspace_id = ${workspaceId} AND map_id = ${mapId} AND revision = ${revision}`.execute(db)
  return rows[0]
}

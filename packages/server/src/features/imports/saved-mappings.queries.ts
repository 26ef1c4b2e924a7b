import type { ImportMapping } from '@teia/contracts'
import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type SavedMappingRow = { name: string; mapping: ImportMapping; updated_at: Date }
export async function listMappings(
  db: Postgres,
  workspaceId: string,
  page: { limit: number; after: string },
): Promise<SavedMappingRow[]> {
  const { rows } = await sql<SavedMappingRow>`
    SELECT name, mapping, updated_at FROM import_mappings WHERE workspace_id = ${workspaceId} AND name > ${page.after} ORDER BY name LIMIT ${page.limit}`.execute(
    db,
  )
  return rows
}

export async function findMapping(
  db: Postgres,
  workspaceId: string,
  name: string,
): Promise<SavedMappingRow | undefined> {
  const { rows } = await sql<SavedMappingRow>`
    SELECT name, mapping, updated_at FROM import_mappings WHERE workspace_id = ${workspaceId} AND name = ${name}`.execute(
    db,
  )
  return rows[0]
}

export async function upsertMapping(
  db: Postgres,
  row: { workspaceId: string; name: string; mapping: ImportMapping; now: Date },
) {
  await sql`
    INSERT INTO import_mappings (workspace_id, name, mapping, updated_at)
    VALUES (${row.workspaceId}, ${row.name}, ${JSON.stringify(row.mapping)}::jsonb, ${row.now})
    ON CONFLICT (workspace_id, name) DO UPDATE SET mapping = excluded.mapping, updated_at = excluded.updated_at`.execute(
    db,
  )
}

export async function deleteMapping(db: Postgres, workspaceId: string, name: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    DELETE FROM import_mappings WHERE workspace_id = ${workspaceId} AND name = ${name}`.execute(db)
  return numAffectedRows === 1n
}

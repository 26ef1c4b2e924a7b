import type { Source, SourceSettings } from '@teia/contracts'
import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type SourceRow = {
  id: string
  workspace_id: string
  name: string
  kind: Source['kind']
  write_key: string
  enabled: boolean
  settings: Partial<SourceSettings>
  created_at: Date
  last_event_at: Date | null
}

export async function listSources(db: Postgres, workspaceId: string): Promise<SourceRow[]> {
  const { rows } = await sql<SourceRow>`
    SELECT s.id, s.workspace_id, s.name, s.kind, s.write_key, s.enabled, s.settings, s.created_at,
           (SELECT max(minute) FROM source_minutes m WHERE m.source_id = s.id AND m.accepted > 0) AS last_event_at
    FROM sources s WHERE s.workspace_id = ${workspaceId} AND s.deleted_at IS NULL ORDER BY s.created_at, s.id`.execute(
    db,
  )
  return rows
}

export async function findSourceByWriteKey(db: Postgres, writeKey: string) {
  const { rows } = await sql<{
    id: string
    workspace_id: string
    enabled: boolean
    kind: Source['kind']
    settings: object
  }>`
    SELECT id, workspace_id, enabled, kind, settings FROM sources WHERE write_key = ${writeKey} AND deleted_at IS NULL`.execute(
    db,
  )
  return rows[0]
}

export async function insertSource(
  db: Postgres,
  row: { id: string; workspaceId: string; name: string; kind: string; writeKey: string; createdAt: Date },
): Promise<void> {
  await sql`
    INSERT INTO sources (id, workspace_id, name, kind, write_key, created_at)
    VALUES (${row.id}, ${row.workspaceId}, ${row.name}, ${row.kind}, ${row.writeKey}, ${row.createdAt}) ON CONFLICT (write_key) DO NOTHING`.execute(
    db,
  )
}

export async function updateSource(
  db: Postgres,
  row: { id: string; name: string; enabled: boolean; settings: SourceSettings },
): Promise<void> {
  await sql`UPDATE sources SET name = ${row.name}, enabled = ${row.enabled}, settings = ${JSON.stringify(row.settings)}::jsonb WHERE id = ${row.id}`.execute(
    db,
  )
}

export async function deleteSource(db: Postgres, id: string, now: Date): Promise<void> {
  await sql`UPDATE sources SET deleted_at = ${now}, enabled = false WHERE id = ${id}`.execute(db)
}

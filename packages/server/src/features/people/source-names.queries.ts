import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

/** The names of a workspace's sources by id, those taken away included. */
export async function nameSources(db: Postgres, workspaceId: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM sources WHERE workspace_id = ${workspaceId}`.execute(db)
  return new Map(rows.map((row) => [row.id, row.name]))
}

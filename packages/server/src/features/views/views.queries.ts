import type { ViewList } from '@teia/contracts'
import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type ViewRow = {
  id: string
  list: ViewList
  name: string
  search: Record<string, unknown>
  is_shared: boolean
  owner_id: string
  owner: string
  updated_at: Date
}

const columns = sql`id, list, name, search, is_shared, owner_id, owner, updated_at`

/** What somebody sees of one list, or of all: their own views first, then those that are shared. At most 500. */
export async function listViews(
  db: Postgres,
  key: { workspaceId: string; ownerId: string; list: ViewList | null },
): Promise<ViewRow[]> {
  const { rows } = await sql<ViewRow>`
    SELECT * FROM (
      SELECT ${columns} FROM saved_views
      WHERE workspace_id = ${key.workspaceId} AND (is_shared OR owner_id = ${key.ownerId})
        AND (${key.list}::text IS NULL OR list = ${key.list}::text)
      ORDER BY owner_id <> ${key.ownerId}, list, lower(name), id LIMIT 500
    ) seen ORDER BY list, lower(name), id`.execute(db)
  return rows
}

/** All that somebody sees by its id, after one. */
export async function listViewsAfter(
  db: Postgres,
  key: { workspaceId: string; ownerId: string },
  after: string,
  limit: number,
): Promise<ViewRow[]> {
  const { rows } = await sql<ViewRow>`
    SELECT ${columns} FROM saved_views
    WHERE workspace_id = ${key.workspaceId} AND (is_shared OR owner_id = ${key.ownerId}) AND id > ${after}::uuid
    ORDER BY id LIMIT ${limit}`.execute(db)
  return rows
}

/** How many views somebody keeps. */
export async function countOwnViews(
  db: Postgres,
  key: { workspaceId: string; ownerId: string },
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM saved_views WHERE workspace_id = ${key.workspaceId} AND owner_id = ${key.ownerId}`.execute(
    db,
  )
  return rows[0]?.n ?? 0
}

export async function insertView(
  db: Postgres,
  row: Omit<ViewRow, 'updated_at'> & { workspaceId: string; now: Date },
): Promise<void> {
  await sql`
    INSERT INTO saved_views (id, workspace_id, list, name, search, is_shared, owner_id, owner, updated_at)
    VALUES (${row.id}, ${row.workspaceId}, ${row.list}, ${row.name}, ${JSON.stringify(row.search)}::jsonb, ${row.is_shared},
            ${row.owner_id}, ${row.owner}, ${row.now})`.execute(db)
}

/** Views by their ids, whoever keeps them: for those who may not see one, its answer must not go out. */
export async function findViews(
  db: Postgres,
  workspaceId: string,
  ids: readonly string[],
): Promise<ViewRow[]> {
  const { rows } = await sql<ViewRow>`
    SELECT ${columns} FROM saved_views WHERE workspace_id = ${workspaceId} AND id = ANY(${[...ids]}::uuid[])`.execute(
    db,
  )
  return rows
}

/** Writes views under their ids; of one that is there already the newer stays. Says which were written. */
export async function upsertViews(
  db: Postgres,
  workspaceId: string,
  views: readonly object[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO saved_views AS known (workspace_id, ${columns})
    SELECT ${workspaceId}::uuid, t.* FROM jsonb_to_recordset(${JSON.stringify(views)}::jsonb) AS t
      (id uuid, list text, name text, search jsonb, is_shared boolean, owner_id text, owner text, updated_at timestamptz)
    ON CONFLICT (workspace_id, id) DO UPDATE SET
      name = excluded.name, search = excluded.search, is_shared = excluded.is_shared, updated_at = excluded.updated_at
      WHERE excluded.updated_at > known.updated_at
    RETURNING id`.execute(db)
  return new Set(rows.map((row) => row.id))
}

export async function updateView(
  db: Postgres,
  row: Pick<ViewRow, 'id' | 'name' | 'search' | 'is_shared'> & { workspaceId: string; now: Date },
): Promise<void> {
  await sql`
    UPDATE saved_views SET name = ${row.name}, search = ${JSON.stringify(row.search)}::jsonb, is_shared = ${row.is_shared}, updated_at = ${row.now}
    WHERE workspace_id = ${row.workspaceId} AND id = ${row.id}`.execute(db)
}

export async function deleteView(db: Postgres, workspaceId: string, id: string): Promise<void> {
  await sql`DELETE FROM saved_views WHERE workspace_id = ${workspaceId} AND id = ${id}`.execute(db)
}

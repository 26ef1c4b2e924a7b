import type { CatalogueEntry, TouchpointDefinition } from '@teia/contracts'
import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type CatalogueState = { version: number; pending: string[]; pending_since: Date | null }
export type StateRow = CatalogueState & { workspace_id: string }

/** The state of each catalogue that was ever changed. */
export async function findStates(db: Postgres, workspaceIds: readonly string[]): Promise<StateRow[]> {
  const { rows } = await sql<StateRow>`
    SELECT workspace_id, version, pending, pending_since FROM touchpoint_catalogues
    WHERE workspace_id = ANY(${[...workspaceIds]}::uuid[])`.execute(db)
  return rows
}

/** Workspaces whose stored events are not all placed by the catalogue as it stands. */
export async function listPending(db: Postgres): Promise<string[]> {
  const { rows } = await sql<{ workspace_id: string }>`
    SELECT workspace_id FROM touchpoint_catalogues WHERE pending != '{}' ORDER BY pending_since`.execute(db)
  return rows.map((row) => row.workspace_id)
}

/** The touchpoints of a catalogue in their order of precedence. */
export async function listEntries(db: Postgres, workspaceId: string): Promise<CatalogueEntry[]> {
  const { rows } = await sql<CatalogueEntry>`
    SELECT id, place, revision, definition FROM touchpoints
    WHERE workspace_id = ${workspaceId} ORDER BY place, id`.execute(db)
  return rows
}

/** Makes the catalogue of a workspace out of the first one, unless there is one. Says whether it was made. */
export async function insertCatalogue(
  db: Postgres,
  row: { workspaceId: string; entries: readonly CatalogueEntry[]; now: Date },
): Promise<boolean> {
  const made = await sql`
    INSERT INTO touchpoint_catalogues (workspace_id, version) VALUES (${row.workspaceId}, 1)
    ON CONFLICT DO NOTHING RETURNING 1`.execute(db)
  if (made.rows.length === 0) return false
  const entries = JSON.stringify(row.entries)
  await sql`
    INSERT INTO touchpoints (workspace_id, id, place, revision, definition)
    SELECT ${row.workspaceId}::uuid, id, place, revision, definition
    FROM jsonb_to_recordset(${entries}::jsonb) AS one(id text, place integer, revision integer, definition jsonb)`.execute(
    db,
  )
  await sql`
    INSERT INTO touchpoint_versions (workspace_id, touchpoint_id, revision, definition, changed_by, changed_at)
    SELECT ${row.workspaceId}::uuid, id, revision, definition, 'system', ${row.now}::timestamptz
    FROM jsonb_to_recordset(${entries}::jsonb) AS one(id text, revision integer, definition jsonb)`.execute(
    db,
  )
  return true
}

/** Locks the state of a catalogue until the transaction ends. */
export async function lockState(db: Postgres, workspaceId: string): Promise<CatalogueState | undefined> {
  const { rows } = await sql<CatalogueState>`
    SELECT version, pending, pending_since FROM touchpoint_catalogues
    WHERE workspace_id = ${workspaceId} FOR UPDATE`.execute(db)
  return rows[0]
}

/** Counts the catalogue up, and adds to the names of events that are to be placed anew. */
export async function saveState(
  db: Postgres,
  row: { workspaceId: string; events: readonly string[]; now: Date },
): Promise<void> {
  await sql`
    UPDATE touchpoint_catalogues SET
      version = version + 1,
      pending = ARRAY(SELECT DISTINCT unnest(pending || ${[...row.events]}::text[]) ORDER BY 1),
      pending_since = CASE WHEN pending = '{}' AND ${row.events.length} > 0 THEN ${row.now}::timestamptz ELSE pending_since END
    WHERE workspace_id = ${row.workspaceId}`.execute(db)
}

/** Everything is placed by this version; false when the catalogue has changed since. */
export async function clearPending(
  db: Postgres,
  row: { workspaceId: string; version: number },
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE touchpoint_catalogues SET pending = '{}', pending_since = NULL
    WHERE workspace_id = ${row.workspaceId} AND version = ${row.version} RETURNING 1`.execute(db)
  return rows.length > 0
}

/** Writes one touchpoint and its version; `definition` null removes it. The next revision follows the last one ever. */
export async function saveEntry(
  db: Postgres,
  row: {
    workspaceId: string
    id: string
    place: number
    definition: TouchpointDefinition | null
    changedBy: string
    now: Date
  },
): Promise<void> {
  const definition = row.definition && JSON.stringify(row.definition)
  const { rows } = await sql<{ revision: number }>`
    INSERT INTO touchpoint_versions (workspace_id, touchpoint_id, revision, definition, changed_by, changed_at)
    SELECT ${row.workspaceId}::uuid, ${row.id}::text, coalesce(max(revision), 0) + 1, ${definition}::jsonb,
           ${row.changedBy}::text, ${row.now}::timestamptz
    FROM touchpoint_versions WHERE workspace_id = ${row.workspaceId}::uuid AND touchpoint_id = ${row.id}
    RETURNING revision`.execute(db)
  if (definition === null)
    await sql`DELETE FROM touchpoints WHERE workspace_id = ${row.workspaceId} AND id = ${row.id}`.execute(db)
  else
    await sql`
      INSERT INTO touchpoints (workspace_id, id, place, revision, definition)
      VALUES (${row.workspaceId}, ${row.id}, ${row.place}, ${rows[0]?.revision ?? 1}, ${definition}::jsonb)
      ON CONFLICT (workspace_id, id) DO UPDATE SET
        place = EXCLUDED.place, revision = EXCLUDED.revision, definition = EXCLUDED.definition`.execute(db)
}

/** Gives every touchpoint the place that its id has in the list. */
export async function savePlaces(
  db: Postgres,
  row: { workspaceId: string; ids: readonly string[] },
): Promise<void> {
  await sql`
    UPDATE touchpoints SET place = wanted.place - 1
    FROM unnest(${[...row.ids]}::text[]) WITH ORDINALITY AS wanted(id, place)
    WHERE touchpoints.workspace_id = ${row.workspaceId} AND touchpoints.id = wanted.id`.execute(db)
}

export type VersionRow = {
  revision: number
  definition: TouchpointDefinition | null
  changed_by: string
  changed_at: Date
}

/** Every state of a touchpoint, the newest first; also of one that was removed. */
export async function listVersions(db: Postgres, workspaceId: string, id: string): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    SELECT revision, definition, changed_by, changed_at FROM touchpoint_versions
    WHERE workspace_id = ${workspaceId} AND touchpoint_id = ${id} ORDER BY revision DESC LIMIT 200`.execute(
    db,
  )
  return rows
}

/** Ids that a touchpoint has or had: none is given twice, as its versions belong to it. */
export async function listKnownIds(db: Postgres, workspaceId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT touchpoint_id AS id FROM touchpoint_versions WHERE workspace_id = ${workspaceId}`.execute(
    db,
  )
  return rows.map((row) => row.id)
}

/** Frees the name of a touchpoint that gets another one later in the transaction. */
export async function parkName(db: Postgres, row: { workspaceId: string; id: string }): Promise<void> {
  await sql`
    UPDATE touchpoints SET definition = jsonb_set(definition, '{name}', to_jsonb(chr(1) || id))
    WHERE workspace_id = ${row.workspaceId} AND id = ${row.id}`.execute(db)
}

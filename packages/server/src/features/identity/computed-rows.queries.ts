import type { ComputedTraitDefinition } from '@teia/contracts'
import { sql } from 'kysely'
import { type Db, json } from './identity-db.ts'

export type DefinitionRow = {
  id: string
  name: string
  definition: ComputedTraitDefinition
  created_at: Date
  created_by: string
  counted_at: Date | null
}

export async function listDefinitions(db: Db, workspaceId: string): Promise<DefinitionRow[]> {
  const { rows } = await sql<DefinitionRow>`
    SELECT id, name, definition, created_at, created_by, counted_at FROM computed_traits
    WHERE workspace_id = ${workspaceId} ORDER BY name`.execute(db)
  return rows
}

/** False when the workspace has one of this name. */
export async function insertDefinition(
  db: Db,
  workspaceId: string,
  row: Pick<DefinitionRow, 'id' | 'definition' | 'created_at' | 'created_by'>,
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO computed_traits (workspace_id, id, name, definition, created_at, created_by)
    VALUES (${workspaceId}, ${row.id}, ${row.definition.name}, ${json(row.definition)}::jsonb, ${row.created_at}, ${row.created_by})
    ON CONFLICT DO NOTHING RETURNING id`.execute(db)
  return rows.length > 0
}

export async function deleteDefinition(db: Db, workspaceId: string, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    DELETE FROM computed_traits WHERE workspace_id = ${workspaceId} AND id = ${id} RETURNING name`.execute(db)
  return rows[0]?.name
}

/** How many people have a value of each computed trait. */
export async function countValues(db: Db, workspaceId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ name: string; n: string }>`
    SELECT key AS name, count(*) AS n FROM computed_values, jsonb_object_keys(traits) AS key
    WHERE workspace_id = ${workspaceId} GROUP BY key`.execute(db)
  return new Map(rows.map((row) => [row.name, Number(row.n)]))
}

export type ValuesRow = { person_id: string; traits: Record<string, unknown>; counted_at: Date }

export async function findValues(db: Db, workspaceId: string, personIds: readonly string[]) {
  const { rows } = await sql<ValuesRow>`
    SELECT person_id, traits, counted_at FROM computed_values
    WHERE workspace_id = ${workspaceId} AND person_id = ANY(${personIds}::uuid[])`.execute(db)
  return rows
}

/** Keeps what was counted of people who are there. Says of whom it is not what it was. */
export async function saveValues(
  db: Db,
  workspaceId: string,
  rows: readonly { personId: string; traits: Record<string, unknown> }[],
  at: Date,
): Promise<string[]> {
  const { rows: changed } = await sql<{ person_id: string }>`
    INSERT INTO computed_values AS known (workspace_id, person_id, traits, counted_at)
    SELECT ${workspaceId}::uuid, t.id, t.traits, ${at}::timestamptz
    FROM unnest(${rows.map((row) => row.personId)}::uuid[], ${rows.map((row) => json(row.traits))}::jsonb[]) AS t (id, traits)
    JOIN people ON people.workspace_id = ${workspaceId} AND people.id = t.id
    WHERE t.traits <> '{}'::jsonb OR EXISTS (
      SELECT FROM computed_values WHERE workspace_id = ${workspaceId} AND person_id = t.id)
    ON CONFLICT (workspace_id, person_id) DO UPDATE SET traits = excluded.traits, counted_at = excluded.counted_at
      WHERE known.traits <> excluded.traits
    RETURNING person_id`.execute(db)
  return changed.map((row) => row.person_id)
}

/**
 * Notes that the computed traits of people are to be counted anew, where the workspace has any. Whoever waits already
 * gets a new mark, so that a count under way, which may not know of this change, does not take them off the list. Whoever
 * calls it holds `lockIdentities`: otherwise two who mark could wait for each other.
 */
export async function markForCounting(
  db: Db,
  workspaceId: string,
  personIds: readonly string[],
): Promise<void> {
  if (personIds.length === 0) return
  await sql`
    INSERT INTO computed_waiting (workspace_id, person_id)
    SELECT DISTINCT ${workspaceId}::uuid, id FROM unnest(${personIds}::uuid[]) AS t (id)
    WHERE EXISTS (SELECT FROM computed_cursors WHERE workspace_id = ${workspaceId})
    ORDER BY id ON CONFLICT (workspace_id, person_id) DO UPDATE SET mark = DEFAULT`.execute(db)
}

/** As `markForCounting`, for all people of a workspace. */
export async function markEverybody(db: Db, workspaceId: string): Promise<void> {
  await sql`
    INSERT INTO computed_waiting (workspace_id, person_id)
    SELECT workspace_id, id FROM people WHERE workspace_id = ${workspaceId} ORDER BY id
    ON CONFLICT (workspace_id, person_id) DO UPDATE SET mark = DEFAULT`.execute(db)
}

export type WaitingRow = { person_id: string; mark: string }
/** People who wait to be counted; they stay on the list until `takeOffWaiting`. */
export async function listWaiting(db: Db, workspaceId: string, limit: number): Promise<WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`
    SELECT person_id, mark FROM computed_waiting WHERE workspace_id = ${workspaceId}
    ORDER BY person_id LIMIT ${limit}`.execute(db)
  return rows
}

/** Takes off the list who has not been marked since it was read. Says how many. */
export async function takeOffWaiting(
  db: Db,
  workspaceId: string,
  counted: readonly WaitingRow[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    DELETE FROM computed_waiting USING unnest(
      ${counted.map((row) => row.person_id)}::uuid[], ${counted.map((row) => row.mark)}::bigint[]) AS t (id, mark)
    WHERE workspace_id = ${workspaceId} AND person_id = t.id AND computed_waiting.mark = t.mark`.execute(db)
  return Number(numAffectedRows ?? 0)
}

export async function listCounted(db: Db): Promise<string[]> {
  const { rows } = await sql<{ workspace_id: string }>`
    SELECT workspace_id FROM computed_cursors ORDER BY workspace_id`.execute(db)
  return rows.map((row) => row.workspace_id)
}

/** Begins to count in what comes from now on; an earlier beginning stays. */
export async function beginCounting(db: Db, workspaceId: string, at: Date): Promise<void> {
  await sql`
    INSERT INTO computed_cursors (workspace_id, event_id, rolled_at) VALUES (${workspaceId}, 0, ${at})
    ON CONFLICT DO NOTHING`.execute(db)
}

export type CursorRow = { event_id: string; rolled_at: Date }
/** Takes the right to count for a workspace until the transaction ends; undefined while another does. */
export async function takeCursor(db: Db, workspaceId: string): Promise<CursorRow | undefined> {
  const { rows } = await sql<CursorRow>`
    SELECT event_id, rolled_at FROM computed_cursors WHERE workspace_id = ${workspaceId} FOR UPDATE SKIP LOCKED`.execute(
    db,
  )
  return rows[0]
}

export async function saveCursor(
  db: Db,
  workspaceId: string,
  eventId: string,
  rolledAt: Date,
): Promise<void> {
  await sql`
    UPDATE computed_cursors SET event_id = ${eventId}::numeric, rolled_at = ${rolledAt} WHERE workspace_id = ${workspaceId}`.execute(
    db,
  )
}

/** Says that everybody has been counted by these definitions until a time. */
export async function saveCounted(
  db: Db,
  workspaceId: string,
  definitionIds: readonly string[],
  at: Date,
): Promise<void> {
  await sql`
    UPDATE computed_traits SET counted_at = ${at}
    WHERE workspace_id = ${workspaceId} AND id = ANY(${definitionIds}::uuid[])`.execute(db)
}

import type { IdentityRules } from '@teia/contracts'
import { sql } from 'kysely'
import { type Db, json } from './identity-db.ts'

/** By kind of identifier: the reading since which its values are read as now; none where they always were. */
export type Readings = Readonly<Record<string, number>>
export type RulesRow = {
  version: number
  rules: IdentityRules
  readings: Readings
  changed_at: Date
  changed_by: string
}

/** The rules that a workspace has made its own. */
export async function findRules(db: Db, workspaceId: string): Promise<RulesRow | undefined> {
  const { rows } = await sql<RulesRow>`
    SELECT version, rules, readings, changed_at, changed_by FROM identity_rules WHERE workspace_id = ${workspaceId}`.execute(
    db,
  )
  return rows[0]
}

/** Writes the next version of the rules, with the kinds whose values they read anew; false when they are not at `version` any more. */
export async function saveRules(
  db: Db,
  workspaceId: string,
  row: {
    version: number
    rules: IdentityRules
    readAnew: readonly string[]
    changedAt: Date
    changedBy: string
  },
): Promise<boolean> {
  const isReadAnew = row.readAnew.length > 0 ? 1 : 0
  const { rows } = await sql`
    INSERT INTO identity_rules AS known (workspace_id, version, rules, reading, readings, changed_at, changed_by)
    SELECT ${workspaceId}::uuid, ${row.version + 1}::int, ${json(row.rules)}::jsonb, ${isReadAnew}::int,
           ${json(Object.fromEntries(row.readAnew.map((kind) => [kind, 1])))}::jsonb, ${row.changedAt}::timestamptz, ${row.changedBy}
    WHERE ${row.version}::int = 0 OR EXISTS (SELECT FROM identity_rules WHERE workspace_id = ${workspaceId})
    ON CONFLICT (workspace_id) DO UPDATE SET
      version = excluded.version, rules = excluded.rules, reading = known.reading + excluded.reading,
      readings = known.readings || (SELECT coalesce(jsonb_object_agg(kind, known.reading + 1), '{}') FROM jsonb_object_keys(excluded.readings) AS kind),
      changed_at = excluded.changed_at, changed_by = excluded.changed_by
      WHERE known.version = ${row.version}
    RETURNING version`.execute(db)
  return rows.length > 0
}

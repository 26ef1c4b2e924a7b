import { sql } from 'kysely'
import type { Db } from './identity-db.ts'

export type DecidedLink = {
  a_kind: string
  a_value: string
  b_kind: string
  b_value: string
  rule: string
  first_asserted_at: Date
  decided_at: Date | null
  decided_by: string | null
  undone_at: Date | null
  undone_by: string | null
}
/** Where a page of decisions ends: the two identifiers by kind and value, and the rule. */
export type DecisionPlace = readonly [string, string, string, string, string]

/** A decision about two who are equal in it is written in the order of their values, as ids differ between workspaces. */
const turned = sql`x.rule = 'accepted' AND (ia.kind, ia.value) > (ib.kind, ib.value)`

/** Links that somebody made or took back, in the order of what they are between. */
export async function listDecidedLinks(
  db: Db,
  workspaceId: string,
  after: DecisionPlace,
  limit: number,
): Promise<DecidedLink[]> {
  const { rows } = await sql<DecidedLink>`
    SELECT * FROM (
      SELECT CASE WHEN ${turned} THEN ib.kind ELSE ia.kind END COLLATE "C" AS a_kind,
             CASE WHEN ${turned} THEN ib.value ELSE ia.value END COLLATE "C" AS a_value,
             CASE WHEN ${turned} THEN ia.kind ELSE ib.kind END COLLATE "C" AS b_kind,
             CASE WHEN ${turned} THEN ia.value ELSE ib.value END COLLATE "C" AS b_value,
             x.rule COLLATE "C" AS rule, x.first_asserted_at, x.decided_at, x.decided_by, x.undone_at, x.undone_by
      FROM identity_assertions x
      JOIN identifiers ia ON ia.workspace_id = x.workspace_id AND ia.identity_id = x.a
      JOIN identifiers ib ON ib.workspace_id = x.workspace_id AND ib.identity_id = x.b
      WHERE x.workspace_id = ${workspaceId} AND (x.rule = 'accepted' OR x.undone_at IS NOT NULL)
    ) AS t
    WHERE (a_kind, a_value, b_kind, b_value, rule) > (${after[0]}, ${after[1]}, ${after[2]}, ${after[3]}, ${after[4]})
    ORDER BY a_kind, a_value, b_kind, b_value, rule LIMIT ${limit}`.execute(db)
  return rows
}

export type DecidedSeparation = Pick<DecidedLink, 'a_kind' | 'a_value' | 'b_kind' | 'b_value'> & {
  decided_at: Date
  decided_by: string
}

/** Pairs that somebody said are not one person, in the order of their values. */
export async function listDecidedSeparations(
  db: Db,
  workspaceId: string,
  after: DecisionPlace,
  limit: number,
): Promise<DecidedSeparation[]> {
  const { rows } = await sql<DecidedSeparation>`
    SELECT * FROM (
      SELECT CASE WHEN (ia.kind, ia.value) > (ib.kind, ib.value) THEN ib.kind ELSE ia.kind END COLLATE "C" AS a_kind,
             CASE WHEN (ia.kind, ia.value) > (ib.kind, ib.value) THEN ib.value ELSE ia.value END COLLATE "C" AS a_value,
             CASE WHEN (ia.kind, ia.value) > (ib.kind, ib.value) THEN ia.kind ELSE ib.kind END COLLATE "C" AS b_kind,
             CASE WHEN (ia.kind, ia.value) > (ib.kind, ib.value) THEN ia.value ELSE ib.value END COLLATE "C" AS b_value,
             x.decided_at, x.decided_by
      FROM identity_separations x
      JOIN identifiers ia ON ia.workspace_id = x.workspace_id AND ia.identity_id = x.a
      JOIN identifiers ib ON ib.workspace_id = x.workspace_id AND ib.identity_id = x.b
      WHERE x.workspace_id = ${workspaceId}
    ) AS t
    WHERE (a_kind, a_value, b_kind, b_value) > (${after[0]}, ${after[1]}, ${after[2]}, ${after[3]})
    ORDER BY a_kind, a_value, b_kind, b_value LIMIT ${limit}`.execute(db)
  return rows
}

export type LinkToWrite = {
  a: string
  b: string
  rule: string
  first_asserted_at: string
  decided_at: string | null
  decided_by: string | null
  undone_at: string | null
  undone_by: string | null
}

/** Makes links what somebody decided of them elsewhere. Says which that changed. */
export async function writeDecidedLinks(
  db: Db,
  workspaceId: string,
  links: readonly LinkToWrite[],
): Promise<Pick<LinkToWrite, 'a' | 'b' | 'rule'>[]> {
  const { rows } = await sql<Pick<LinkToWrite, 'a' | 'b' | 'rule'>>`
    INSERT INTO identity_assertions AS known
      (workspace_id, a, b, rule, first_asserted_at, decided_at, decided_by, undone_at, undone_by)
    SELECT ${workspaceId}::uuid, t.* FROM jsonb_to_recordset(${JSON.stringify(links)}::jsonb) AS t
      (a uuid, b uuid, rule text, first_asserted_at timestamptz, decided_at timestamptz, decided_by text, undone_at timestamptz, undone_by text)
    ON CONFLICT (workspace_id, a, b, rule) DO UPDATE SET
      undone_at = excluded.undone_at, undone_by = excluded.undone_by,
      decided_at = coalesce(known.decided_at, excluded.decided_at), decided_by = coalesce(known.decided_by, excluded.decided_by)
      WHERE (known.undone_at IS NULL) <> (excluded.undone_at IS NULL)
    RETURNING a, b, rule`.execute(db)
  return rows
}

/** Writes pairs that are not one person; `a` is the smaller. Says which are new. */
export async function writeDecidedSeparations(
  db: Db,
  workspaceId: string,
  pairs: readonly { a: string; b: string; decided_at: string; decided_by: string }[],
): Promise<{ a: string; b: string }[]> {
  const { rows } = await sql<{ a: string; b: string }>`
    INSERT INTO identity_separations (workspace_id, a, b, decided_at, decided_by)
    SELECT ${workspaceId}::uuid, t.* FROM jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) AS t
      (a uuid, b uuid, decided_at timestamptz, decided_by text)
    ON CONFLICT DO NOTHING RETURNING a, b`.execute(db)
  return rows
}

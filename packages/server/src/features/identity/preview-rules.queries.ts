import { sql } from 'kysely'
import type { Db } from './identity-db.ts'
import type { Assertion, GraphNode } from './identity-graph.ts'

export type PersonNode = GraphNode & { personId: string; isSeen: boolean }

/** Every identifier of a workspace with its person. */
export async function listNodes(db: Db, workspaceId: string): Promise<PersonNode[]> {
  const { rows } = await sql<PersonNode>`
    SELECT identity_id AS id, kind, value, person_id AS "personId", is_seen AS "isSeen"
    FROM identifiers WHERE workspace_id = ${workspaceId}`.execute(db)
  return rows
}

export async function listAssertions(db: Db, workspaceId: string): Promise<Assertion[]> {
  const { rows } = await sql<{ a: string; b: string; rule: string; at: Date; is_undone: boolean }>`
    SELECT a, b, rule, first_asserted_at AS at, undone_at IS NOT NULL AS is_undone
    FROM identity_assertions WHERE workspace_id = ${workspaceId}`.execute(db)
  return rows.map(({ a, b, rule, at, is_undone }) => ({
    a,
    b,
    rule,
    firstAssertedAt: at.getTime(),
    isUndone: is_undone,
  }))
}

export async function listSeparations(db: Db, workspaceId: string): Promise<[string, string][]> {
  const { rows } = await sql<{ a: string; b: string }>`
    SELECT a, b FROM identity_separations WHERE workspace_id = ${workspaceId}`.execute(db)
  return rows.map(({ a, b }) => [a, b])
}

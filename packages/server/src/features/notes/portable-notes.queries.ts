import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type WholeNote = {
  id: string
  about_kind: string
  about_value: string
  kind: 'note' | 'task'
  text: string
  due_at: Date | null
  /** The e-mail of a member. */
  assignee: string | null
  done_at: Date | null
  done_by: string | null
  written_by: string
  written_at: Date
  changed_at: Date | null
  is_brought_in: boolean
  stated_author: string | null
}

/** Every note of a workspace by its id, after one. */
export async function listAllNotes(
  db: Postgres,
  workspaceId: string,
  after: string,
  limit: number,
): Promise<WholeNote[]> {
  const { rows } = await sql<WholeNote>`
    SELECT n.id, coalesce(i.kind, 'groupId') AS about_kind, coalesce(i.value, a.group_id) AS about_value, n.kind, n.text, n.due_at, u.email AS assignee, n.done_at, n.done_by,
           n.written_by, n.written_at, n.changed_at, n.is_brought_in, n.stated_author
    FROM person_notes n
    LEFT JOIN identifiers i ON i.workspace_id = n.workspace_id AND i.identity_id = n.identity_id
    LEFT JOIN accounts a ON a.workspace_id = n.workspace_id AND a.id = n.account_id
    LEFT JOIN member m ON m."organizationId" = n.workspace_id::text AND m."userId" = n.assignee_id
    LEFT JOIN "user" u ON u.id = m."userId"
    WHERE n.workspace_id = ${workspaceId} AND n.id > ${after}::uuid
      AND (i.identity_id IS NOT NULL OR a.id IS NOT NULL) ORDER BY n.id LIMIT ${limit}`.execute(db)
  return rows
}

/** Those of the ids that an identifier of somebody here has, or an account. */
export async function findKnown(
  db: Postgres,
  workspaceId: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT identity_id AS id FROM identifiers
    WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${[...ids]}::uuid[])
    UNION ALL SELECT id FROM accounts WHERE workspace_id = ${workspaceId} AND id = ANY(${[...ids]}::uuid[])`.execute(
    db,
  )
  return new Set(rows.map((row) => row.id))
}

/**
 * Writes notes under their ids; of one that is there already the newer stays, under the author whom it has, and is
 * marked as changed. Says which were written.
 */
export async function upsertNotes(
  db: Postgres,
  workspaceId: string,
  notes: readonly object[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO person_notes AS known
      (workspace_id, id, identity_id, account_id, kind, text, due_at, assignee_id, done_at, done_by, written_by, written_at, changed_at,
       is_brought_in, stated_author)
    SELECT ${workspaceId}::uuid, t.* FROM jsonb_to_recordset(${JSON.stringify(notes)}::jsonb) AS t
      (id uuid, identity_id uuid, account_id uuid, kind text, text text, due_at timestamptz, assignee_id text, done_at timestamptz, done_by text,
       written_by text, written_at timestamptz, changed_at timestamptz, is_brought_in boolean, stated_author text)
    ON CONFLICT (workspace_id, id) DO UPDATE SET
      text = excluded.text, due_at = excluded.due_at, assignee_id = excluded.assignee_id, done_at = excluded.done_at,
      done_by = excluded.done_by, changed_at = coalesce(excluded.changed_at, excluded.written_at)
      WHERE coalesce(excluded.changed_at, excluded.written_at) > coalesce(known.changed_at, known.written_at)
    RETURNING id`.execute(db)
  return new Set(rows.map((row) => row.id))
}

import type { NoteChange } from '@teia/contracts'
import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

/** Whom a note is about: a person by the identifiers that name them, or an account. */
export type About = { identityIds: readonly string[] } | { accountId: string }
export type NoteRow = {
  id: string
  person_id: string | null
  account_id: string | null
  kind: 'note' | 'task'
  text: string
  due_at: Date | null
  assignee_id: string | null
  assignee_name: string | null
  done_at: Date | null
  done_by: string | null
  written_by: string
  written_at: Date
  changed_at: Date | null
  is_brought_in: boolean
  stated_author: string | null
}

/** Who carries the note's identifier now is the person that the note stands beside. */
export const notes = sql`
  SELECT n.id, coalesce(i.person_id, n.identity_id) AS person_id, n.account_id, n.kind, n.text, n.due_at, n.assignee_id, u.name AS assignee_name,
         n.done_at, n.done_by, n.written_by, n.written_at, n.changed_at, n.is_brought_in, n.stated_author
  FROM person_notes n
  LEFT JOIN identifiers i ON i.workspace_id = n.workspace_id AND i.identity_id = n.identity_id
  LEFT JOIN member m ON m."organizationId" = n.workspace_id::text AND m."userId" = n.assignee_id
  LEFT JOIN "user" u ON u.id = m."userId"`

/** Open tasks first, by due time; then everything else, newest first. */
export async function listNotes(db: Postgres, workspaceId: string, about: About): Promise<NoteRow[]> {
  const isAbout =
    'accountId' in about
      ? sql`n.account_id = ${about.accountId}`
      : sql`n.identity_id = ANY(${about.identityIds}::uuid[])`
  const { rows } = await sql<NoteRow>`
    ${notes} WHERE n.workspace_id = ${workspaceId} AND ${isAbout}
    ORDER BY n.kind = 'task' AND n.done_at IS NULL DESC,
             CASE WHEN n.kind = 'task' AND n.done_at IS NULL THEN n.due_at END NULLS LAST, n.written_at DESC, n.id DESC
    LIMIT 500`.execute(db)
  return rows
}

export async function findNote(db: Postgres, workspaceId: string, id: string): Promise<NoteRow | undefined> {
  const { rows } =
    await sql<NoteRow>`${notes} WHERE n.workspace_id = ${workspaceId} AND n.id = ${id}`.execute(db)
  return rows[0]
}

export async function insertNote(
  db: Postgres,
  row: {
    id: string
    workspaceId: string
    identityId: string | null
    accountId: string | null
    kind: string
    text: string
    dueAt: string | null
    assigneeId: string | null
    writtenBy: string
    writtenAt: Date
  },
): Promise<void> {
  await sql`
    INSERT INTO person_notes (id, workspace_id, identity_id, account_id, kind, text, due_at, assignee_id, written_by, written_at)
    VALUES (${row.id}, ${row.workspaceId}, ${row.identityId}, ${row.accountId}, ${row.kind}, ${row.text}, ${row.dueAt}::timestamptz, ${row.assigneeId},
            ${row.writtenBy}, ${row.writtenAt})`.execute(db)
}

/** Changes what is named; `isDone` keeps the time and the name of the first who said so. */
export async function updateNote(
  db: Postgres,
  row: { workspaceId: string; id: string; change: NoteChange; by: string; at: Date },
): Promise<void> {
  const { change } = row
  const sets = [
    ...(change.text === undefined ? [] : [sql`text = ${change.text}`]),
    ...(change.dueAt === undefined ? [] : [sql`due_at = ${change.dueAt}::timestamptz`]),
    ...(change.assigneeId === undefined ? [] : [sql`assignee_id = ${change.assigneeId}`]),
    ...(change.isDone === undefined
      ? []
      : change.isDone
        ? [sql`done_at = coalesce(done_at, ${row.at})`, sql`done_by = coalesce(done_by, ${row.by})`]
        : [sql`done_at = NULL`, sql`done_by = NULL`]),
    sql`changed_at = ${row.at}`,
  ]
  await sql`UPDATE person_notes SET ${sql.join(sets)} WHERE workspace_id = ${row.workspaceId} AND id = ${row.id}`.execute(
    db,
  )
}

export async function deleteNote(db: Postgres, workspaceId: string, id: string): Promise<void> {
  await sql`DELETE FROM person_notes WHERE workspace_id = ${workspaceId} AND id = ${id}`.execute(db)
}

/** Removes what was written beside these identifiers. Says how many notes that were. */
export async function deleteNotesOf(
  db: Postgres,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    DELETE FROM person_notes WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[])`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0)
}

export async function countNotesOf(
  db: Postgres,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    SELECT count(*) AS n FROM person_notes WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[])`.execute(
    db,
  )
  return Number(rows[0]?.n ?? 0)
}

import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { type NoteRow, notes } from './notes.queries.ts'

export type TaskRow = NoteRow & {
  person_name: string | null
  accounts: { id: string; name: string }[]
  /** Where the task stands in the order of its list. */
  place: string
}

type TaskFilter = {
  /** A member of staff; empty: nobody yet; null: whoever it is. */
  assigneeId: string | null
  isDone: boolean
  search: string | null
  limit: number
  after: [string, string] | null
}

/** Open tasks by due time, those without one at the end; done ones with the latest first. */
export async function listTasks(db: Postgres, workspaceId: string, page: TaskFilter): Promise<TaskRow[]> {
  const pattern = page.search === null ? null : `%${page.search.replace(/[\\%_]/g, '\\$&')}%`
  const [at, beyond, direction] = page.isDone
    ? [sql`own.done_at`, sql`<`, sql`DESC`]
    : [sql`coalesce(own.due_at, '9999-01-01'::timestamptz)`, sql`>`, sql`ASC`]
  const { rows } = await sql<TaskRow>`
    SELECT t.*, of_person.accounts, to_char(t.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS place FROM (
      SELECT own.*, ${at} AS at, p.name AS person_name
      FROM (${notes} WHERE n.workspace_id = ${workspaceId} AND n.kind = 'task' AND (n.done_at IS NOT NULL) = ${page.isDone}
              AND (${page.assigneeId}::text IS NULL OR coalesce(n.assignee_id, '') = ${page.assigneeId})) own
      LEFT JOIN people p ON p.workspace_id = ${workspaceId} AND p.id = own.person_id
      LEFT JOIN accounts about ON about.workspace_id = ${workspaceId} AND about.id = own.account_id
      WHERE (${pattern}::text IS NULL OR own.text ILIKE ${pattern} OR p.name ILIKE ${pattern} OR about.name ILIKE ${pattern})
        AND (${page.after?.[0] ?? null}::timestamptz IS NULL
             OR (${at}, own.id) ${beyond} (${page.after?.[0] ?? null}::timestamptz, ${page.after?.[1] ?? null}::uuid))
      ORDER BY at ${direction}, own.id ${direction} LIMIT ${page.limit}
    ) t
    CROSS JOIN LATERAL (
      SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object('id', a.id, 'name', a.name)), '[]') AS accounts
      FROM accounts a WHERE a.workspace_id = ${workspaceId} AND a.id IN (
        SELECT t.account_id UNION ALL
        SELECT am.account_id FROM identifiers i
        JOIN account_members am ON am.workspace_id = i.workspace_id AND am.identity_id = i.identity_id
        WHERE i.workspace_id = ${workspaceId} AND i.person_id = t.person_id)
    ) of_person
    ORDER BY t.at ${direction}, t.id ${direction}`.execute(db)
  return rows
}

export type TaskCountRow = { open: number; overdue: number; mine: number; mine_overdue: number }

/** Counts what is open: of everybody, and of one member of staff. */
export async function countTasks(
  db: Postgres,
  workspaceId: string,
  assigneeId: string,
  now: Date,
): Promise<TaskCountRow> {
  const { rows } = await sql<TaskCountRow>`
    SELECT count(*)::int AS open,
           count(*) FILTER (WHERE due_at < ${now})::int AS overdue,
           count(*) FILTER (WHERE assignee_id = ${assigneeId})::int AS mine,
           count(*) FILTER (WHERE assignee_id = ${assigneeId} AND due_at < ${now})::int AS mine_overdue
    FROM person_notes WHERE workspace_id = ${workspaceId} AND kind = 'task' AND done_at IS NULL`.execute(db)
  return rows[0] ?? { open: 0, overdue: 0, mine: 0, mine_overdue: 0 }
}

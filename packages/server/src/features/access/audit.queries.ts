import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type AuditRow = {
  id: string
  time: Date
  actor: string
  action: string
  subject: string
  before: unknown
  after: unknown
}

export async function insertAudit(
  db: Postgres,
  row: {
    workspaceId: string
    time: Date
    actor: string
    action: string
    subject: string
    before: unknown
    after: unknown
  },
): Promise<void> {
  await sql`
    INSERT INTO audit_entries (workspace_id, time, actor, action, subject, before, after)
    VALUES (${row.workspaceId}, ${row.time}, ${row.actor}, ${row.action}, ${row.subject}, ${JSON.stringify(row.before ?? null)}::jsonb,
            ${JSON.stringify(row.after ?? null)}::jsonb)`.execute(db)
}

export async function listAudit(
  db: Postgres,
  workspaceId: string,
  page: { limit: number; before: string | null },
): Promise<AuditRow[]> {
  const { rows } = await sql<AuditRow>`
    SELECT id, time, actor, action, subject, before, after FROM audit_entries
    WHERE workspace_id = ${workspaceId} AND (${page.before}::bigint IS NULL OR id < ${page.before}::bigint)
    ORDER BY id DESC LIMIT ${page.limit}`.execute(db)
  return rows
}

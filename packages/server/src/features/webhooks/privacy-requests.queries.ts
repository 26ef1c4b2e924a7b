import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type PrivacyRequestRow = {
  id: string
  source_id: string
  kind: 'access' | 'erase' | 'erase_all'
  subject: Record<string, unknown>
  state: 'received'
  received_at: Date
  due_at: Date
}

/** A request that the source has told of before adds nothing. */
export async function insertPrivacyRequest(
  db: Postgres,
  row: {
    id: string
    workspaceId: string
    sourceId: string
    messageId: string
    kind: string
    subject: object
    receivedAt: Date
    dueAt: Date
  },
): Promise<void> {
  await sql`
    INSERT INTO privacy_requests (id, workspace_id, source_id, message_id, kind, subject, received_at, due_at)
    VALUES (${row.id}, ${row.workspaceId}, ${row.sourceId}, ${row.messageId}, ${row.kind},
            ${JSON.stringify(row.subject)}::jsonb, ${row.receivedAt}, ${row.dueAt})
    ON CONFLICT (source_id, message_id) DO NOTHING`.execute(db)
}

/** Newest first, continuing after `after`. */
export async function listPrivacyRequests(
  db: Postgres,
  page: { workspaceId: string; limit: number; after: { time: string; id: string } | null },
): Promise<PrivacyRequestRow[]> {
  const { rows } = await sql<PrivacyRequestRow>`
    SELECT id, source_id, kind, subject, state, received_at, due_at FROM privacy_requests
    WHERE workspace_id = ${page.workspaceId}
      AND (${page.after?.time ?? null}::timestamptz IS NULL OR (received_at, id) < (${page.after?.time ?? null}::timestamptz, ${page.after?.id ?? null}::uuid))
    ORDER BY received_at DESC, id DESC LIMIT ${page.limit}`.execute(db)
  return rows
}

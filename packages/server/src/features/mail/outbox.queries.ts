import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

/** What became of a letter so far. */
export type Delivery = {
  about_id: string
  state: 'waiting' | 'sent' | 'failed'
  attempts: number
  last_error: string | null
  at: Date
}
export type NewEmail = {
  id: string
  workspaceId: string | null
  kind: string
  aboutId: string
  to: string
  subject: string
  text: string
  html: string
  createdAt: Date
  expiresAt: Date
}
export type DueEmail = {
  id: string
  kind: string
  recipient: string
  subject: string
  body_text: string
  body_html: string
  attempts: number
  expires_at: Date
}

export async function insertEmail(db: Postgres, row: NewEmail): Promise<void> {
  await sql`
    INSERT INTO outgoing_emails (id, workspace_id, kind, about_id, recipient, subject, body_text, body_html, next_attempt_at, expires_at,
                                 created_at)
    VALUES (${row.id}, ${row.workspaceId}, ${row.kind}, ${row.aboutId}, ${row.to}, ${row.subject}, ${row.text}, ${row.html},
            ${row.createdAt}, ${row.expiresAt}, ${row.createdAt})`.execute(db)
}

/** Takes letters that are due for this server until `leaseUntil`; another server then takes other ones. */
export async function claimDueEmails(
  db: Postgres,
  claim: { now: Date; leaseUntil: Date; limit: number },
): Promise<DueEmail[]> {
  const { rows } = await sql<DueEmail>`
    UPDATE outgoing_emails SET attempts = attempts + 1, next_attempt_at = ${claim.leaseUntil}
    WHERE id IN (
      SELECT id FROM outgoing_emails WHERE state = 'waiting' AND next_attempt_at <= ${claim.now}
      ORDER BY next_attempt_at LIMIT ${claim.limit} FOR UPDATE SKIP LOCKED)
    RETURNING id, kind, recipient, subject, body_text, body_html, attempts, expires_at`.execute(db)
  return rows
}

export async function endEmail(
  db: Postgres,
  row: { id: string; state: 'sent' | 'failed'; error: string | null; at: Date },
): Promise<void> {
  await sql`
    UPDATE outgoing_emails SET state = ${row.state}, last_error = ${row.error}, ended_at = ${row.at}, body_text = '', body_html = ''
    WHERE id = ${row.id} AND state = 'waiting'`.execute(db)
}

export async function postponeEmail(
  db: Postgres,
  row: { id: string; error: string; nextAttemptAt: Date },
): Promise<void> {
  await sql`
    UPDATE outgoing_emails SET last_error = ${row.error}, next_attempt_at = ${row.nextAttemptAt}
    WHERE id = ${row.id} AND state = 'waiting'`.execute(db)
}

/** Forgets letters about something that is void now. One that is on its way to the mail server still arrives. */
export async function withdrawEmails(db: Postgres, kind: string, aboutId: string): Promise<void> {
  await sql`DELETE FROM outgoing_emails WHERE kind = ${kind} AND about_id = ${aboutId}`.execute(db)
}

/** The newest letter about each of these, if there is one. */
export async function findDeliveries(
  db: Postgres,
  kind: string,
  aboutIds: readonly string[],
): Promise<Map<string, Delivery>> {
  if (aboutIds.length === 0) return new Map()
  const { rows } = await sql<Delivery>`
    SELECT DISTINCT ON (about_id) about_id, state, attempts, last_error, coalesce(ended_at, created_at) AS at
    FROM outgoing_emails WHERE kind = ${kind} AND about_id = ANY(${[...aboutIds]}) ORDER BY about_id, created_at DESC`.execute(
    db,
  )
  return new Map(rows.map((row) => [row.about_id, row]))
}

export async function deleteEndedEmails(db: Postgres, before: Date): Promise<void> {
  await sql`DELETE FROM outgoing_emails WHERE state <> 'waiting' AND created_at < ${before}`.execute(db)
}

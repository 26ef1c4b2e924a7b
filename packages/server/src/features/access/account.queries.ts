import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type LinkKind = 'password-reset' | 'email-change'
export type LinkRow = { user_id: string; new_email: string | null }

export async function insertLink(
  db: Postgres,
  row: {
    tokenHash: Buffer
    kind: LinkKind
    userId: string
    newEmail: string | null
    createdAt: Date
    expiresAt: Date
  },
): Promise<void> {
  await sql`
    INSERT INTO account_links (token_hash, kind, user_id, new_email, created_at, expires_at)
    VALUES (${row.tokenHash}, ${row.kind}, ${row.userId}, ${row.newEmail}, ${row.createdAt}, ${row.expiresAt})`.execute(
    db,
  )
}

/** How many links of a kind an account was sent since then. */
export async function countLinks(db: Postgres, userId: string, kind: LinkKind, since: Date): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    SELECT count(*) AS n FROM account_links
    WHERE user_id = ${userId} AND kind = ${kind} AND created_at > ${since}`.execute(db)
  return Number(rows[0]?.n ?? 0)
}

/** Uses a link up, together with all others of its kind and account. Of two calls at once, one gets it. */
export async function useLink(
  db: Postgres,
  link: { tokenHash: Buffer; kind: LinkKind; now: Date },
): Promise<LinkRow | undefined> {
  const { rows } = await sql<LinkRow>`
    UPDATE account_links SET used_at = ${link.now}
    WHERE token_hash = ${link.tokenHash} AND kind = ${link.kind} AND used_at IS NULL AND expires_at > ${link.now}
    RETURNING user_id, new_email`.execute(db)
  if (rows[0])
    await sql`
      UPDATE account_links SET used_at = ${link.now}
      WHERE user_id = ${rows[0].user_id} AND kind = ${link.kind} AND used_at IS NULL`.execute(db)
  return rows[0]
}

export async function deleteOldLinks(db: Postgres, before: Date): Promise<void> {
  await sql`DELETE FROM account_links WHERE expires_at < ${before}`.execute(db)
}

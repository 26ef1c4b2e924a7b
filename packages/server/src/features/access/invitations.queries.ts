import type { Role } from '@teia/contracts'
import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type InvitationRow = {
  id: string
  email: string
  role: Role
  created_at: Date
  expires_at: Date
  invited_by: string
  workspace_id: string
  workspace_name: string
}

export async function listInvitations(
  db: Postgres,
  workspaceId: string,
  now: Date,
): Promise<InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`
    SELECT i.id, i.email, i.role, i."createdAt" AS created_at, i."expiresAt" AS expires_at, u.name AS invited_by,
           i."organizationId" AS workspace_id, o.name AS workspace_name
    FROM invitation i JOIN "user" u ON u.id = i."inviterId" JOIN organization o ON o.id = i."organizationId"
    WHERE i."organizationId" = ${workspaceId} AND i.status = 'pending' AND i."expiresAt" > ${now} ORDER BY i."createdAt"`.execute(
    db,
  )
  return rows
}

export async function insertInvitation(
  db: Postgres,
  row: {
    id: string
    workspaceId: string
    email: string
    role: Role
    expiresAt: Date
    inviterId: string
    createdAt: Date
    tokenHash: string
  },
): Promise<void> {
  await sql`
    INSERT INTO invitation (id, "organizationId", email, role, status, "expiresAt", "inviterId", "createdAt", token_hash)
    VALUES (${row.id}, ${row.workspaceId}, ${row.email}, ${row.role}, 'pending', ${row.expiresAt}, ${row.inviterId}, ${row.createdAt},
            ${row.tokenHash})`.execute(db)
}

export async function findInvitationByToken(
  db: Postgres,
  tokenHash: string,
  now: Date,
): Promise<InvitationRow | undefined> {
  const { rows } = await sql<InvitationRow>`
    SELECT i.id, i.email, i.role, i."createdAt" AS created_at, i."expiresAt" AS expires_at, u.name AS invited_by,
           i."organizationId" AS workspace_id, o.name AS workspace_name
    FROM invitation i JOIN "user" u ON u.id = i."inviterId" JOIN organization o ON o.id = i."organizationId"
    WHERE i.token_hash = ${tokenHash} AND i.status = 'pending' AND i."expiresAt" > ${now}`.execute(db)
  return rows[0]
}

/** Serialises calls about one invitation until the transaction ends. */
export async function lockInvitation(db: Postgres, id: string): Promise<void> {
  await sql`SELECT 1 FROM invitation WHERE id = ${id} FOR UPDATE`.execute(db)
}

/** Gives an open invitation another link and another end; the old link is void. */
export async function renewInvitation(
  db: Postgres,
  row: { id: string; tokenHash: string; expiresAt: Date },
): Promise<void> {
  await sql`
    UPDATE invitation SET token_hash = ${row.tokenHash}, "expiresAt" = ${row.expiresAt}
    WHERE id = ${row.id} AND status = 'pending'`.execute(db)
}

export async function closeInvitation(
  db: Postgres,
  id: string,
  status: 'accepted' | 'canceled',
): Promise<void> {
  await sql`UPDATE invitation SET status = ${status}, token_hash = NULL WHERE id = ${id}`.execute(db)
}

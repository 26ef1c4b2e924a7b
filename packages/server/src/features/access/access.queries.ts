import type { Language, Role, Scope } from '@teia/contracts'
import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type WorkspaceRow = {
  id: string
  name: string
  slug: string
  time_zone: string
  language: Language
  currency: string
  session_timeout_minutes: number
  is_demo: boolean
}

export async function countUsers(db: Postgres): Promise<number> {
  const { rows } = await sql<{ n: string }>`SELECT count(*) AS n FROM "user"`.execute(db)
  return Number(rows[0]?.n ?? 0)
}

export async function findUserByEmail(db: Postgres, email: string) {
  const { rows } = await sql<{ id: string; name: string; email: string }>`
    SELECT id, name, email FROM "user" WHERE lower(email) = lower(${email})`.execute(db)
  return rows[0]
}

export async function insertWorkspace(db: Postgres, row: WorkspaceRow & { createdAt: Date }): Promise<void> {
  await sql`INSERT INTO organization (id, name, slug, "createdAt") VALUES (${row.id}, ${row.name}, ${row.slug}, ${row.createdAt})`.execute(
    db,
  )
  await sql`
    INSERT INTO workspaces (id, name, slug, time_zone, language, currency, session_timeout_minutes, is_demo, created_at)
    VALUES (${row.id}, ${row.name}, ${row.slug}, ${row.time_zone}, ${row.language}, ${row.currency}, ${row.session_timeout_minutes},
            ${row.is_demo}, ${row.createdAt})`.execute(db)
}

export async function insertMember(
  db: Postgres,
  row: { id: string; workspaceId: string; userId: string; role: Role; at: Date },
): Promise<void> {
  await sql`
    INSERT INTO member (id, "organizationId", "userId", role, "createdAt")
    VALUES (${row.id}, ${row.workspaceId}, ${row.userId}, ${row.role}, ${row.at}) ON CONFLICT DO NOTHING`.execute(
    db,
  )
}

export async function listWorkspaces(db: Postgres, userId: string) {
  const { rows } = await sql<WorkspaceRow & { role: Role }>`
    SELECT w.*, m.role FROM workspaces w JOIN member m ON m."organizationId" = w.id::text
    WHERE m."userId" = ${userId} ORDER BY w.created_at`.execute(db)
  return rows
}

export async function findWorkspace(db: Postgres, id: string) {
  const { rows } = await sql<WorkspaceRow>`SELECT * FROM workspaces WHERE id = ${id}`.execute(db)
  return rows[0]
}

export async function updateWorkspace(db: Postgres, row: WorkspaceRow): Promise<void> {
  await sql`
    UPDATE workspaces SET name = ${row.name}, time_zone = ${row.time_zone}, language = ${row.language}, currency = ${row.currency},
      session_timeout_minutes = ${row.session_timeout_minutes} WHERE id = ${row.id}`.execute(db)
}

export async function findRole(db: Postgres, workspaceId: string, userId: string): Promise<Role | undefined> {
  const { rows } = await sql<{ role: Role }>`
    SELECT role FROM member WHERE "organizationId" = ${workspaceId} AND "userId" = ${userId}`.execute(db)
  return rows[0]?.role
}

export type MemberRow = {
  id: string
  user_id: string
  name: string
  email: string
  role: Role
  joined_at: Date
}
export async function listMembers(db: Postgres, workspaceId: string): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    SELECT m.id, u.id AS user_id, u.name, u.email, m.role, m."createdAt" AS joined_at
    FROM member m JOIN "user" u ON u.id = m."userId" WHERE m."organizationId" = ${workspaceId} ORDER BY m."createdAt", m.id`.execute(
    db,
  )
  return rows
}
/** Serialises changes of one workspace's members until the transaction ends. */
export async function lockMembers(db: Postgres, workspaceId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${workspaceId}, 8))`.execute(db)
}
export async function updateMemberRole(
  db: Postgres,
  workspaceId: string,
  memberId: string,
  role: Role,
): Promise<void> {
  await sql`UPDATE member SET role = ${role} WHERE id = ${memberId} AND "organizationId" = ${workspaceId}`.execute(
    db,
  )
}
export async function deleteMember(db: Postgres, workspaceId: string, memberId: string): Promise<void> {
  await sql`DELETE FROM member WHERE id = ${memberId} AND "organizationId" = ${workspaceId}`.execute(db)
}

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
export async function closeInvitation(
  db: Postgres,
  id: string,
  status: 'accepted' | 'canceled',
): Promise<void> {
  await sql`UPDATE invitation SET status = ${status}, token_hash = NULL WHERE id = ${id}`.execute(db)
}

export type ApiKeyRow = {
  id: string
  workspace_id: string
  name: string
  prefix: string
  scopes: Scope[]
  created_by: string
  created_at: Date
  last_used_at: Date | null
  expires_at: Date | null
}
export async function findApiKeyByHash(
  db: Postgres,
  keyHash: Buffer,
  now: Date,
): Promise<ApiKeyRow | undefined> {
  const { rows } = await sql<ApiKeyRow>`
    SELECT id, workspace_id, name, prefix, scopes, created_by, created_at, last_used_at, expires_at FROM api_keys
    WHERE key_hash = ${keyHash} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})`.execute(
    db,
  )
  return rows[0]
}
export async function touchApiKey(db: Postgres, id: string, now: Date): Promise<void> {
  await sql`UPDATE api_keys SET last_used_at = ${now} WHERE id = ${id} AND (last_used_at IS NULL OR last_used_at < ${new Date(now.getTime() - 60_000)})`.execute(
    db,
  )
}
export async function listApiKeys(db: Postgres, workspaceId: string): Promise<ApiKeyRow[]> {
  const { rows } = await sql<ApiKeyRow>`
    SELECT id, workspace_id, name, prefix, scopes, created_by, created_at, last_used_at, expires_at FROM api_keys
    WHERE workspace_id = ${workspaceId} AND revoked_at IS NULL ORDER BY created_at, id`.execute(db)
  return rows
}
export async function insertApiKey(
  db: Postgres,
  row: {
    id: string
    workspaceId: string
    name: string
    prefix: string
    keyHash: Buffer
    scopes: readonly Scope[]
    createdBy: string
    createdAt: Date
    expiresAt: Date | null
  },
): Promise<void> {
  await sql`
    INSERT INTO api_keys (id, workspace_id, name, prefix, key_hash, scopes, created_by, created_at, expires_at)
    VALUES (${row.id}, ${row.workspaceId}, ${row.name}, ${row.prefix}, ${row.keyHash}, ${[...row.scopes]}, ${row.createdBy}, ${row.createdAt},
            ${row.expiresAt}) ON CONFLICT (key_hash) DO NOTHING`.execute(db)
}
export async function revokeApiKey(db: Postgres, workspaceId: string, id: string, now: Date): Promise<void> {
  await sql`UPDATE api_keys SET revoked_at = ${now} WHERE id = ${id} AND workspace_id = ${workspaceId}`.execute(
    db,
  )
}

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

export async function findDemoWorkspace(db: Postgres) {
  const { rows } = await sql<{ id: string; created_at: Date; demo_filled_at: Date | null }>`
    SELECT id, created_at, demo_filled_at FROM workspaces WHERE is_demo ORDER BY created_at LIMIT 1`.execute(
    db,
  )
  return rows[0]
}

export async function setDemoFilled(db: Postgres, workspaceId: string, now: Date): Promise<void> {
  await sql`UPDATE workspaces SET demo_filled_at = ${now} WHERE id = ${workspaceId}`.execute(db)
}

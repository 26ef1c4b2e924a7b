import type { Role } from '@teia/contracts'
import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

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

import type { Language, Role } from '@teia/contracts'
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

export async function insertWorkspace(db: Postgres, row: WorkspaceRow & { createdAt: Date }): Promise<void> {
  await sql`INSERT INTO organization (id, name, slug, "createdAt") VALUES (${row.id}, ${row.name}, ${row.slug}, ${row.createdAt})`.execute(
    db,
  )
  await sql`
    INSERT INTO workspaces (id, name, slug, time_zone, language, currency, session_timeout_minutes, is_demo, created_at)
    VALUES (${row.id}, ${row.name}, ${row.slug}, ${row.time_zone}, ${row.language}, ${row.currency}, ${row.session_timeout_minutes},
            ${row.is_demo}, ${row.createdAt})`.execute(db)
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

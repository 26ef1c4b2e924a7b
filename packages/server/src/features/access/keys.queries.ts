import type { Scope } from '@teia/contracts'
import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type ApiKeyRow = {
  id: string
  workspace_id: string
  name: string
  prefix: string
  scopes: Scope[]
  is_owner: boolean
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
    SELECT id, workspace_id, name, prefix, scopes, is_owner, created_by, created_at, last_used_at, expires_at FROM api_keys
    WHERE key_hash = ${keyHash} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})`.execute(
    db,
  )
  return rows[0]
}

/** A key that is neither revoked nor expired. */
export async function findLivingKey(
  db: Postgres,
  workspaceId: string,
  id: string,
  now: Date,
): Promise<Pick<ApiKeyRow, 'scopes'> | undefined> {
  const { rows } = await sql<Pick<ApiKeyRow, 'scopes'>>`
    SELECT scopes FROM api_keys WHERE workspace_id = ${workspaceId} AND id = ${id}
      AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})`.execute(db)
  return rows[0]
}

export async function touchApiKey(db: Postgres, id: string, now: Date): Promise<void> {
  await sql`UPDATE api_keys SET last_used_at = ${now} WHERE id = ${id} AND (last_used_at IS NULL OR last_used_at < ${new Date(now.getTime() - 60_000)})`.execute(
    db,
  )
}

export async function listApiKeys(db: Postgres, workspaceId: string): Promise<ApiKeyRow[]> {
  const { rows } = await sql<ApiKeyRow>`
    SELECT id, workspace_id, name, prefix, scopes, is_owner, created_by, created_at, last_used_at, expires_at FROM api_keys
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
    isOwner: boolean
    createdBy: string
    createdAt: Date
    expiresAt: Date | null
  },
): Promise<void> {
  await sql`
    INSERT INTO api_keys (id, workspace_id, name, prefix, key_hash, scopes, is_owner, created_by, created_at, expires_at)
    VALUES (${row.id}, ${row.workspaceId}, ${row.name}, ${row.prefix}, ${row.keyHash}, ${[...row.scopes]}, ${row.isOwner}, ${row.createdBy}, ${row.createdAt},
            ${row.expiresAt}) ON CONFLICT (key_hash) DO NOTHING`.execute(db)
}

export async function revokeApiKey(db: Postgres, workspaceId: string, id: string, now: Date): Promise<void> {
  await sql`UPDATE api_keys SET revoked_at = ${now} WHERE id = ${id} AND workspace_id = ${workspaceId}`.execute(
    db,
  )
}

import type { WebhookMapping, WebhookProvider, WebhookSignature } from '@teia/contracts'
import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type WebhookRow = {
  source_id: string
  workspace_id: string
  address: string
  verify_token: string
  signature: WebhookSignature
  mapping: WebhookMapping | null
}

export async function findWebhook(db: Postgres, sourceId: string): Promise<WebhookRow | undefined> {
  const { rows } = await sql<WebhookRow>`
    SELECT source_id, workspace_id, address, verify_token, signature, mapping FROM webhooks WHERE source_id = ${sourceId}`.execute(
    db,
  )
  return rows[0]
}

/** Also finds webhooks of sources that were removed or are switched off. */
export async function findWebhookByAddress(db: Postgres, address: string) {
  const { rows } = await sql<
    WebhookRow & {
      kind: WebhookProvider
      enabled: boolean
      settings: object
      is_removed: boolean
      secrets: string[]
    }
  >`
    SELECT w.source_id, w.workspace_id, w.address, w.verify_token, w.signature, w.mapping, s.kind, s.enabled, s.settings,
           s.deleted_at IS NOT NULL AS is_removed,
           ARRAY(SELECT sealed FROM webhook_secrets t WHERE t.source_id = w.source_id ORDER BY created_at DESC, id) AS secrets
    FROM webhooks w JOIN sources s ON s.id = w.source_id WHERE w.address = ${address}`.execute(db)
  return rows[0]
}

/** Two who ask at once make one webhook. */
export async function insertWebhook(
  db: Postgres,
  row: {
    sourceId: string
    workspaceId: string
    address: string
    verifyToken: string
    signature: WebhookSignature
    createdAt: Date
  },
): Promise<void> {
  await sql`
    INSERT INTO webhooks (source_id, workspace_id, address, verify_token, signature, created_at)
    VALUES (${row.sourceId}, ${row.workspaceId}, ${row.address}, ${row.verifyToken}, ${JSON.stringify(row.signature)}::jsonb, ${row.createdAt})
    ON CONFLICT (source_id) DO NOTHING`.execute(db)
}

export async function updateWebhook(
  db: Postgres,
  row: { sourceId: string; signature: WebhookSignature; mapping: WebhookMapping | null },
): Promise<void> {
  await sql`
    UPDATE webhooks SET signature = ${JSON.stringify(row.signature)}::jsonb,
      mapping = ${row.mapping === null ? null : JSON.stringify(row.mapping)}::jsonb
    WHERE source_id = ${row.sourceId}`.execute(db)
}

export type SecretRow = { id: string; sealed: string; hint: string; created_at: Date }
export async function listSecrets(db: Postgres, sourceId: string): Promise<SecretRow[]> {
  const { rows } = await sql<SecretRow>`
    SELECT id, sealed, hint, created_at FROM webhook_secrets WHERE source_id = ${sourceId} ORDER BY created_at DESC, id`.execute(
    db,
  )
  return rows
}

export async function insertSecret(
  db: Postgres,
  row: { id: string; sourceId: string; sealed: string; hint: string; createdAt: Date },
): Promise<void> {
  await sql`
    INSERT INTO webhook_secrets (id, source_id, sealed, hint, created_at)
    VALUES (${row.id}, ${row.sourceId}, ${row.sealed}, ${row.hint}, ${row.createdAt})`.execute(db)
}

/** Says whether there was one. */
export async function deleteSecret(db: Postgres, sourceId: string, secretId: string): Promise<boolean> {
  const { rows } = await sql`
    DELETE FROM webhook_secrets WHERE source_id = ${sourceId} AND id::text = ${secretId} RETURNING id`.execute(
    db,
  )
  return rows.length > 0
}

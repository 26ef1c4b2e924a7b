import type { Source } from '@teia/contracts'
import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type SourceRow = {
  id: string
  workspace_id: string
  name: string
  kind: Source['kind']
  write_key: string
  enabled: boolean
  created_at: Date
  last_event_at: Date | null
}

export async function listSources(db: Postgres, workspaceId: string): Promise<SourceRow[]> {
  const { rows } = await sql<SourceRow>`
    SELECT s.id, s.workspace_id, s.name, s.kind, s.write_key, s.enabled, s.created_at,
           (SELECT max(minute) FROM source_minutes m WHERE m.source_id = s.id AND m.accepted > 0) AS last_event_at
    FROM sources s WHERE s.workspace_id = ${workspaceId} AND s.deleted_at IS NULL ORDER BY s.created_at, s.id`.execute(
    db,
  )
  return rows
}

export async function findSourceByWriteKey(db: Postgres, writeKey: string) {
  const { rows } = await sql<{ id: string; workspace_id: string; enabled: boolean }>`
    SELECT id, workspace_id, enabled FROM sources WHERE write_key = ${writeKey} AND deleted_at IS NULL`.execute(
    db,
  )
  return rows[0]
}

export async function insertSource(
  db: Postgres,
  row: { id: string; workspaceId: string; name: string; kind: string; writeKey: string; createdAt: Date },
): Promise<void> {
  await sql`
    INSERT INTO sources (id, workspace_id, name, kind, write_key, created_at)
    VALUES (${row.id}, ${row.workspaceId}, ${row.name}, ${row.kind}, ${row.writeKey}, ${row.createdAt}) ON CONFLICT (write_key) DO NOTHING`.execute(
    db,
  )
}

export async function updateSource(
  db: Postgres,
  row: { id: string; name: string; enabled: boolean },
): Promise<void> {
  await sql`UPDATE sources SET name = ${row.name}, enabled = ${row.enabled} WHERE id = ${row.id}`.execute(db)
}

export async function deleteSource(db: Postgres, id: string, now: Date): Promise<void> {
  await sql`UPDATE sources SET deleted_at = ${now}, enabled = false WHERE id = ${id}`.execute(db)
}

export type MinuteRow = {
  minute: Date
  accepted: number
  refused: number
  duplicate: number
  reasons: Record<string, number>
}
export async function listMinutes(db: Postgres, sourceId: string, since: Date): Promise<MinuteRow[]> {
  const { rows } = await sql<MinuteRow>`
    SELECT minute, accepted, refused, duplicate, reasons FROM source_minutes WHERE source_id = ${sourceId} AND minute >= ${since} ORDER BY minute`.execute(
    db,
  )
  return rows
}

export async function addMinute(
  db: Postgres,
  row: {
    sourceId: string
    minute: Date
    accepted: number
    refused: number
    duplicate: number
    reasons: object
  },
): Promise<void> {
  await sql`
    INSERT INTO source_minutes AS m (source_id, minute, accepted, refused, duplicate, reasons)
    VALUES (${row.sourceId}, ${row.minute}, ${row.accepted}, ${row.refused}, ${row.duplicate}, ${JSON.stringify(row.reasons)}::jsonb)
    ON CONFLICT (source_id, minute) DO UPDATE SET
      accepted = m.accepted + excluded.accepted, refused = m.refused + excluded.refused, duplicate = m.duplicate + excluded.duplicate,
      reasons = (
        SELECT coalesce(jsonb_object_agg(reason, coalesce((m.reasons ->> reason)::int, 0) + coalesce((excluded.reasons ->> reason)::int, 0)), '{}')
        FROM jsonb_object_keys(m.reasons || excluded.reasons) AS reason)`.execute(db)
}

export async function forgetMinutes(db: Postgres, before: Date): Promise<void> {
  await sql`DELETE FROM source_minutes WHERE minute < ${before}`.execute(db)
}

export type RefusalRow = {
  id: string
  received_at: Date
  reason: string
  detail: string
  body: Record<string, unknown>
}
export async function listRefusals(db: Postgres, sourceId: string, limit: number): Promise<RefusalRow[]> {
  const { rows } = await sql<RefusalRow>`
    SELECT id, received_at, reason, detail, body FROM refusals WHERE source_id = ${sourceId} ORDER BY id DESC LIMIT ${limit}`.execute(
    db,
  )
  return rows
}

/** Adds refusals and keeps the newest 1,000 of the source. */
export async function addRefusals(
  db: Postgres,
  row: {
    workspaceId: string
    sourceId: string
    receivedAt: Date
    refused: { reason: string; detail: string; body: unknown }[]
  },
): Promise<void> {
  const { refused } = row
  await sql`
    INSERT INTO refusals (workspace_id, source_id, received_at, reason, detail, body)
    SELECT ${row.workspaceId}::uuid, ${row.sourceId}::uuid, ${row.receivedAt}::timestamptz, * FROM unnest(
      ${refused.map((r) => r.reason)}::text[], ${refused.map((r) => r.detail)}::text[], ${refused.map((r) => JSON.stringify(r.body ?? null))}::jsonb[])`.execute(
    db,
  )
  await sql`
    DELETE FROM refusals WHERE source_id = ${row.sourceId} AND id <= (
      SELECT id FROM refusals WHERE source_id = ${row.sourceId} ORDER BY id DESC OFFSET 1000 LIMIT 1)`.execute(
    db,
  )
}

export async function insertDeadLetter(
  db: Postgres,
  row: {
    workspaceId: string
    sourceId: string
    eventId: number
    failedAt: Date
    reason: string
    detail: string
    body: unknown
  },
): Promise<void> {
  await sql`
    INSERT INTO dead_letters (workspace_id, source_id, event_id, failed_at, reason, detail, body)
    VALUES (${row.workspaceId}, ${row.sourceId}, ${row.eventId}, ${row.failedAt}, ${row.reason}, ${row.detail}, ${JSON.stringify(row.body)}::jsonb)
    ON CONFLICT DO NOTHING`.execute(db)
}

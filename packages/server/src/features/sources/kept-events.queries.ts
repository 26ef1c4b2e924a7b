import type { Fault, KeptEvent } from '@teia/contracts'
import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import type { Client, KeptDelivery } from '../ingest/index.ts'

export type RefusalRow = {
  id: string
  received_at: Date
  reason: string
  detail: string
  faults: Fault[]
  body: Record<string, unknown>
}
export async function listRefusals(db: Postgres, sourceId: string, limit: number): Promise<RefusalRow[]> {
  const { rows } = await sql<RefusalRow>`
    SELECT id, received_at, reason, detail, faults, body FROM refusals WHERE source_id = ${sourceId} ORDER BY id DESC LIMIT ${limit}`.execute(
    db,
  )
  return rows
}

/** Events of a source that were accepted and could not be processed, newest first. */
export async function listDeadLetters(db: Postgres, sourceId: string, limit: number): Promise<RefusalRow[]> {
  const { rows } = await sql<RefusalRow>`
    SELECT 'parked-' || id AS id, failed_at AS received_at, reason, detail, faults, body FROM dead_letters
    WHERE source_id = ${sourceId} ORDER BY dead_letters.id DESC LIMIT ${limit}`.execute(db)
  return rows
}

/** Adds refusals and keeps the newest 1,000 of the source. */
export async function addRefusals(
  db: Postgres,
  row: {
    workspaceId: string
    sourceId: string
    receivedAt: Date
    refused: {
      reason: string
      detail: string
      faults: Fault[]
      client: Client | null
      delivery: KeptDelivery | null
      body: unknown
    }[]
  },
): Promise<void> {
  const { refused } = row
  await sql`
    INSERT INTO refusals (workspace_id, source_id, received_at, reason, detail, faults, client, delivery, body)
    SELECT ${row.workspaceId}::uuid, ${row.sourceId}::uuid, ${row.receivedAt}::timestamptz, * FROM unnest(
      ${refused.map((r) => r.reason)}::text[], ${refused.map((r) => r.detail)}::text[],
      ${refused.map((r) => JSON.stringify(r.faults))}::jsonb[],
      ${refused.map((r) => (r.client ? JSON.stringify(r.client) : null))}::jsonb[],
      ${refused.map((r) => (r.delivery ? JSON.stringify(r.delivery) : null))}::jsonb[],
      ${refused.map((r) => JSON.stringify(r.body ?? null))}::jsonb[])`.execute(db)
  await sql`
    DELETE FROM refusals WHERE source_id = ${row.sourceId} AND id <= (
      SELECT id FROM refusals WHERE source_id = ${row.sourceId} ORDER BY id DESC OFFSET 1000 LIMIT 1)`.execute(
    db,
  )
}

/** Says whether it was not there yet. */
export async function insertDeadLetter(
  db: Postgres,
  row: {
    workspaceId: string
    sourceId: string
    eventId: number | null
    failedAt: Date
    reason: string
    detail: string
    faults: Fault[]
    client: Client | null
    body: unknown
  },
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO dead_letters (workspace_id, source_id, event_id, failed_at, reason, detail, faults, client, body)
    VALUES (${row.workspaceId}, ${row.sourceId}, ${row.eventId}, ${row.failedAt}, ${row.reason}, ${row.detail},
            ${JSON.stringify(row.faults)}::jsonb, ${row.client && JSON.stringify(row.client)}::jsonb, ${JSON.stringify(row.body)}::jsonb)
    ON CONFLICT DO NOTHING RETURNING id`.execute(db)
  return rows.length > 0
}

export type KeptRow = RefusalRow & { position: string }
type KeptKey = { sourceId: string; reason: string | null; before: string | null; limit: number }

/** Events that were kept aside, newest first, after a position. */
export async function pageOfDeadLetters(db: Postgres, key: KeptKey): Promise<KeptRow[]> {
  const { rows } = await sql<KeptRow>`
    SELECT 'parked-' || id AS id, id AS position, failed_at AS received_at, reason, detail, faults, body FROM dead_letters
    WHERE source_id = ${key.sourceId} AND (${key.reason}::text IS NULL OR reason = ${key.reason}::text)
      AND (${key.before}::bigint IS NULL OR id < ${key.before}::bigint)
    ORDER BY dead_letters.id DESC LIMIT ${key.limit}`.execute(db)
  return rows
}

/** Refusals that are kept to be looked at, newest first, after a position. */
export async function pageOfRefusals(db: Postgres, key: KeptKey): Promise<KeptRow[]> {
  const { rows } = await sql<KeptRow>`
    SELECT id::text AS id, id AS position, received_at, reason, detail, faults, body FROM refusals
    WHERE source_id = ${key.sourceId} AND (${key.reason}::text IS NULL OR reason = ${key.reason}::text)
      AND (${key.before}::bigint IS NULL OR id < ${key.before}::bigint)
    ORDER BY refusals.id DESC LIMIT ${key.limit}`.execute(db)
  return rows
}

export async function countKept(
  db: Postgres,
  kind: KeptEvent['kind'],
  sourceId: string,
): Promise<{ reason: string; count: number }[]> {
  const table = tableOf(kind)
  const { rows } = await sql<{ reason: string; count: number }>`
    SELECT reason, count(*)::float8 AS count FROM ${table} WHERE source_id = ${sourceId} GROUP BY reason ORDER BY count DESC, reason`.execute(
    db,
  )
  return rows
}

const tableOf = (kind: KeptEvent['kind']) => sql.table(kind === 'kept_aside' ? 'dead_letters' : 'refusals')

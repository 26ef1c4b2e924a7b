import { sql } from 'kysely'
import { type Db, json } from './identity-db.ts'

export type OutboxPayload = { kind: 'people' | 'overrides'; rows: Record<string, unknown>[] }

/** Queues rows for ClickHouse in the transaction of the change they tell of. */
export async function queueForClickHouse(db: Db, payload: OutboxPayload): Promise<void> {
  await sql`INSERT INTO identity_outbox (kind, payload) VALUES (${payload.kind}, ${json(payload.rows)}::jsonb)`.execute(
    db,
  )
}

export async function readOutbox(db: Db) {
  const { rows } = await sql<{ id: string; kind: OutboxPayload['kind']; payload: Record<string, unknown>[] }>`
    SELECT id, kind, payload FROM identity_outbox ORDER BY id LIMIT 200`.execute(db)
  return rows
}

/** By id and not up to an id: numbers become visible out of order when two transactions commit at once. */
export async function clearOutbox(db: Db, ids: readonly string[]): Promise<void> {
  await sql`DELETE FROM identity_outbox WHERE id = ANY(${ids}::bigint[])`.execute(db)
}

import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type IdempotentAnswer = { request_hash: Buffer; status: number | null; body: unknown; is_new: boolean }
type Key = { workspaceId: string; key: string; route: string }

const DAY_MS = 86_400_000
/** No call runs this long: a server was killed during it, and nobody will ever answer. */
const ABANDONED_MS = 120_000

/** Takes the key for a first call, or returns what the first call left. Keys older than a day are taken anew. */
export async function claimKey(
  db: Postgres,
  key: Key & { requestHash: Buffer; now: Date },
): Promise<IdempotentAnswer | undefined> {
  const { workspaceId, route, requestHash, now } = key
  const { rows } = await sql<IdempotentAnswer>`
    INSERT INTO idempotent_answers AS known (workspace_id, key, route, request_hash, created_at)
    VALUES (${workspaceId}, ${key.key}, ${route}, ${requestHash}, ${now})
    ON CONFLICT (workspace_id, key, route) DO UPDATE SET
      request_hash = excluded.request_hash, status = NULL, body = NULL, created_at = excluded.created_at
      WHERE known.created_at < ${new Date(now.getTime() - DAY_MS)}
        OR (known.status IS NULL AND known.created_at < ${new Date(now.getTime() - ABANDONED_MS)})
    RETURNING request_hash, status, body, true AS is_new`.execute(db)
  if (rows[0]) return rows[0]
  const found = await sql<IdempotentAnswer>`
    SELECT request_hash, status, body, false AS is_new FROM idempotent_answers
    WHERE workspace_id = ${workspaceId} AND key = ${key.key} AND route = ${route}`.execute(db)
  return found.rows[0]
}

export async function saveAnswer(
  db: Postgres,
  key: Key,
  answer: { status: number; body: string },
): Promise<void> {
  await sql`
    UPDATE idempotent_answers SET status = ${answer.status}, body = ${JSON.stringify(answer.body)}::jsonb
    WHERE workspace_id = ${key.workspaceId} AND key = ${key.key} AND route = ${key.route}`.execute(db)
}

export async function releaseKey(db: Postgres, key: Key): Promise<void> {
  await sql`
    DELETE FROM idempotent_answers
    WHERE workspace_id = ${key.workspaceId} AND key = ${key.key} AND route = ${key.route} AND status IS NULL`.execute(
    db,
  )
}

/** Forgets answers that nobody may ask for any more. */
export async function deleteOldAnswers(db: Postgres, now: Date): Promise<void> {
  await sql`DELETE FROM idempotent_answers WHERE created_at < ${new Date(now.getTime() - DAY_MS)}`.execute(db)
}

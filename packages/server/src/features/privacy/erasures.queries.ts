import type { ErasureReceipt } from '@teia/contracts'
import { sql } from 'kysely'
import { z } from 'zod'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type ErasureRow = {
  id: string
  workspace_id: string
  person_id: string
  state: 'running' | 'done' | 'lifted'
  reason: string
  requested_by: string
  requested_at: Date
  ended_at: Date | null
  lifted_at: Date | null
  identity_ids: string[]
  receipts: ErasureReceipt[]
  tries: number
  waiting_for: ErasureReceipt['store'] | null
  next_try_at: Date | null
}

/** Writes down whom to erase and keeps the hashes of the identifiers; from then on their events are dropped. */
export async function insertErasure(
  db: Postgres,
  row: {
    id: string
    workspaceId: string
    personId: string
    reason: string
    by: string
    at: Date
    identityIds: readonly string[]
  },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`
      INSERT INTO erasures (id, workspace_id, person_id, state, reason, requested_by, requested_at, identity_ids)
      VALUES (${row.id}, ${row.workspaceId}, ${row.personId}, 'running', ${row.reason}, ${row.by}, ${row.at}, ${row.identityIds}::uuid[])`.execute(
      trx,
    )
    await sql`
      INSERT INTO erased_identities (workspace_id, identity_id, erasure_id)
      SELECT ${row.workspaceId}::uuid, id, ${row.id}::uuid FROM unnest(${row.identityIds}::uuid[]) AS id
      ON CONFLICT (workspace_id, identity_id) DO UPDATE SET erasure_id = excluded.erasure_id`.execute(trx)
  })
}

export async function findErasure(
  db: Postgres,
  workspaceId: string,
  id: string,
): Promise<ErasureRow | undefined> {
  const { rows } = await sql<ErasureRow>`
    SELECT * FROM erasures WHERE workspace_id = ${workspaceId} AND id = ${id}`.execute(db)
  return rows[0]
}

/** The erasure at work on a person, if there is one. */
export async function findRunning(
  db: Postgres,
  workspaceId: string,
  personId: string,
): Promise<ErasureRow | undefined> {
  const { rows } = await sql<ErasureRow>`
    SELECT * FROM erasures WHERE workspace_id = ${workspaceId} AND person_id = ${personId} AND state = 'running' LIMIT 1`.execute(
    db,
  )
  return rows[0]
}

/** Newest first, continuing after `after`. */
export async function listErasures(
  db: Postgres,
  workspaceId: string,
  page: { limit: number; after: [string, string] | null },
): Promise<ErasureRow[]> {
  const { rows } = await sql<ErasureRow>`
    SELECT * FROM erasures WHERE workspace_id = ${workspaceId}
      AND (${page.after?.[0] ?? null}::timestamptz IS NULL OR (requested_at, id) < (${page.after?.[0] ?? null}::timestamptz, ${page.after?.[1] ?? null}::uuid))
    ORDER BY requested_at DESC, id DESC LIMIT ${page.limit}`.execute(db)
  return rows
}

/** Erasures that the last stop has interrupted, oldest first. */
export async function listInterrupted(db: Postgres): Promise<ErasureRow[]> {
  const { rows } = await sql<ErasureRow>`
    SELECT * FROM erasures WHERE state = 'running' ORDER BY requested_at, id`.execute(db)
  return rows
}

/** Writes what was done; a step that is done ends the waiting. */
export async function saveReceipts(
  db: Postgres,
  id: string,
  receipts: readonly ErasureReceipt[],
): Promise<void> {
  await sql`
    UPDATE erasures SET receipts = ${JSON.stringify(receipts)}::jsonb, tries = 0, waiting_for = NULL, next_try_at = NULL
    WHERE id = ${id}`.execute(db)
}

/** Writes down that a step has failed. */
export async function saveWaiting(
  db: Postgres,
  id: string,
  waiting: { store: ErasureReceipt['store']; tries: number; nextTryAt: Date },
): Promise<void> {
  await sql`
    UPDATE erasures SET tries = ${waiting.tries}, waiting_for = ${waiting.store}, next_try_at = ${waiting.nextTryAt}
    WHERE id = ${id}`.execute(db)
}

export async function markDone(db: Postgres, id: string, at: Date): Promise<void> {
  await sql`UPDATE erasures SET state = 'done', ended_at = ${at} WHERE id = ${id} AND state = 'running'`.execute(
    db,
  )
}

export async function markLifted(db: Postgres, id: string, at: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`DELETE FROM erased_identities WHERE erasure_id = ${id}`.execute(trx)
    await sql`UPDATE erasures SET state = 'lifted', lifted_at = ${at} WHERE id = ${id}`.execute(trx)
  })
}

/** Of these workspaces, those in which anybody was erased. */
export async function listWorkspacesWithErased(
  db: Postgres,
  workspaceIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM unnest(${workspaceIds}::uuid[]) AS id
    WHERE EXISTS (SELECT FROM erased_identities WHERE workspace_id = id)`.execute(db)
  return new Set(rows.map((row) => row.id))
}

/** Which of these identities were erased. */
export async function findErased(
  db: Postgres,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ identity_id: string }>`
    SELECT identity_id FROM erased_identities
    WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[])`.execute(db)
  return new Set(rows.map((row) => row.identity_id))
}

type Whose = { workspaceId: string; identityIds: readonly string[] }

export async function countEvents(clickhouse: ClickHouse, whose: Whose): Promise<number> {
  const [row] = await clickhouse.select({
    name: 'privacy.countEvents',
    sql: `SELECT count() AS n FROM events
          WHERE workspace_id = {workspaceId:UUID} AND identity_id IN {identityIds:Array(UUID)}`,
    params: { workspaceId: whose.workspaceId, identityIds: [...whose.identityIds] },
    row: z.object({ n: z.coerce.number() }),
  })
  return row?.n ?? 0
}

/** Begins to rewrite the parts that hold these events without them. It goes on when the asker is gone. */
export async function beginToDeleteEvents(
  clickhouse: ClickHouse,
  whose: Whose & { erasureId: string },
): Promise<void> {
  await clickhouse.command({
    name: 'privacy.deleteEvents',
    // The id tells this deletion among others in system.mutations.
    sql: `ALTER TABLE events DELETE
          WHERE workspace_id = {workspaceId:UUID} AND identity_id IN {identityIds:Array(UUID)} AND {erasureId:String} != ''`,
    params: {
      workspaceId: whose.workspaceId,
      identityIds: [...whose.identityIds],
      erasureId: whose.erasureId,
    },
    settings: { mutations_sync: 0 },
  })
}

const unfinished = `database = currentDatabase() AND table = 'events' AND NOT is_done AND position(command, {erasureId:String}) > 0`

/** Whether the deletion of an erasure is at work, and whether the engine has failed at it. */
export async function findDeletion(
  clickhouse: ClickHouse,
  erasureId: string,
): Promise<{ running: number; failing: number }> {
  const [row] = await clickhouse.select({
    name: 'privacy.findDeletion',
    sql: `SELECT count() AS running, countIf(latest_fail_reason != '') AS failing FROM system.mutations WHERE ${unfinished}`,
    params: { erasureId },
    row: z.object({ running: z.coerce.number(), failing: z.coerce.number() }),
  })
  return row ?? { running: 0, failing: 0 }
}

/** Gives a deletion up that fails: it would keep every later one from its parts. */
export function withdrawDeletion(clickhouse: ClickHouse, erasureId: string): Promise<void> {
  return clickhouse.command({
    name: 'privacy.withdrawDeletion',
    sql: `KILL MUTATION WHERE ${unfinished}`,
    params: { erasureId },
  })
}

import { sql } from 'kysely'
import { type Db, json } from './identity-db.ts'

export type WorkKind = 'rules' | 'duplicates' | 'reading'
export type WorkRow = {
  workspace_id: string
  kind: WorkKind
  state: 'running' | 'done' | 'cancelled' | 'failed'
  done: string
  total: string | null
  place: unknown
  started_at: Date
  ended_at: Date | null
  problem: string | null
}

/** Starts work from its beginning, also when it runs already. */
export async function beginWork(
  db: Db,
  workspaceId: string,
  kind: WorkKind,
  total: number | null,
  at: Date,
): Promise<void> {
  await sql`
    INSERT INTO identity_work (workspace_id, kind, state, total, started_at)
    VALUES (${workspaceId}, ${kind}, 'running', ${total}, ${at})
    ON CONFLICT (workspace_id, kind) DO UPDATE SET
      state = 'running', done = 0, total = excluded.total, place = NULL, started_at = excluded.started_at,
      ended_at = NULL, problem = NULL`.execute(db)
}

export async function findWork(db: Db, workspaceId: string, kind: WorkKind): Promise<WorkRow | undefined> {
  const { rows } = await sql<WorkRow>`
    SELECT * FROM identity_work WHERE workspace_id = ${workspaceId} AND kind = ${kind}`.execute(db)
  return rows[0]
}

export async function listRunningWork(db: Db, kind: WorkKind): Promise<string[]> {
  const { rows } = await sql<{ workspace_id: string }>`
    SELECT workspace_id FROM identity_work WHERE kind = ${kind} AND state = 'running' ORDER BY started_at`.execute(
    db,
  )
  return rows.map((row) => row.workspace_id)
}

/** Takes running work until the transaction ends; undefined when it runs no more, or elsewhere. */
export async function takeWork(db: Db, workspaceId: string, kind: WorkKind): Promise<WorkRow | undefined> {
  const { rows } = await sql<WorkRow>`
    SELECT * FROM identity_work
    WHERE workspace_id = ${workspaceId} AND kind = ${kind} AND state = 'running' FOR UPDATE SKIP LOCKED`.execute(
    db,
  )
  return rows[0]
}

export async function saveProgress(
  db: Db,
  workspaceId: string,
  kind: WorkKind,
  progress: { done: number; total?: number; place: unknown },
): Promise<void> {
  await sql`
    UPDATE identity_work SET done = ${progress.done}, place = ${json(progress.place)}::jsonb,
      total = coalesce(${progress.total ?? null}::bigint, total)
    WHERE workspace_id = ${workspaceId} AND kind = ${kind}`.execute(db)
}

export async function endWork(
  db: Db,
  workspaceId: string,
  kind: WorkKind,
  end: { state: 'done' | 'cancelled' | 'failed'; at: Date; problem?: string },
): Promise<void> {
  await sql`
    UPDATE identity_work SET state = ${end.state}, ended_at = ${end.at}, problem = ${end.problem ?? null}
    WHERE workspace_id = ${workspaceId} AND kind = ${kind} AND state = 'running'`.execute(db)
}

/** The next identifiers of a workspace, by id, that any link names. */
export async function nextIdentifiers(
  db: Db,
  workspaceId: string,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ identity_id: string }>`
    SELECT identity_id FROM identifiers
    WHERE workspace_id = ${workspaceId} AND (${after}::uuid IS NULL OR identity_id > ${after}::uuid)
    ORDER BY identity_id LIMIT ${limit}`.execute(db)
  return rows.map((row) => row.identity_id)
}

export async function countIdentifiers(db: Db, workspaceId: string): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    SELECT count(*) AS n FROM identifiers WHERE workspace_id = ${workspaceId}`.execute(db)
  return Number(rows[0]?.n ?? 0)
}

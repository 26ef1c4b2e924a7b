import type { Fault, ImportMapping, ImportState } from '@teia/contracts'
import { sql } from 'kysely'
import type { RequestIdentity } from '../../platform/request-identity.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { insertRejects } from './rejects.queries.ts'
import type { Detection, Place, Reject, WaitingLine } from './thread-messages.ts'

/** One uploaded file as it is kept with its import. */
export type StoredFile = {
  fileId: string
  entry?: string
  name: string
  bytes: number
  sha256: string
  detection: Detection | null
}

export type ImportRow = {
  id: string
  workspace_id: string
  source_id: string | null
  state: ImportState
  created_at: Date
  started_at: Date | null
  ended_at: Date | null
  files: StoredFile[]
  mapping: ImportMapping | null
  fingerprint: string | null
  rows: string
  accepted: string
  rejected: string
  duplicates: string
  events: string
  bytes_read: string
  bytes_total: string
  place: Place | null
  faults: Fault[]
  /** The words of imports that ended before faults were kept. */
  problem: string | null
  /** Null: before this was kept, or the server itself. */
  started_by: RequestIdentity | null
}

export async function insertImport(
  db: Postgres,
  row: { id: string; workspaceId: string; sourceId: string | null; now: Date },
) {
  await sql`
    INSERT INTO imports (id, workspace_id, source_id, state, created_at)
    VALUES (${row.id}, ${row.workspaceId}, ${row.sourceId}, 'uploading', ${row.now})`.execute(db)
}

export async function findImport(
  db: Postgres,
  workspaceId: string,
  id: string,
): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`
    SELECT * FROM imports WHERE workspace_id = ${workspaceId} AND id::text = ${id}`.execute(db)
  return rows[0]
}

export async function listImports(
  db: Postgres,
  workspaceId: string,
  page: { limit: number; before: [string, string] | null },
): Promise<ImportRow[]> {
  const [time, id] = page.before ?? [null, null]
  const { rows } = await sql<ImportRow>`
    SELECT * FROM imports
    WHERE workspace_id = ${workspaceId} AND (${time}::timestamptz IS NULL OR (created_at, id) < (${time}::timestamptz, ${id}::uuid))
    ORDER BY created_at DESC, id DESC LIMIT ${page.limit}`.execute(db)
  return rows
}

/** Imports that a stop of the server has interrupted, oldest first. */
export async function listInterrupted(db: Postgres): Promise<ImportRow[]> {
  const { rows } = await sql<ImportRow>`
    SELECT * FROM imports WHERE state IN ('running', 'uploading') ORDER BY started_at, created_at`.execute(db)
  return rows
}

export async function saveUpload(
  db: Postgres,
  row: {
    id: string
    files: readonly StoredFile[]
    bytesTotal: number
    mapping: ImportMapping | null
  },
) {
  await sql`
    UPDATE imports SET state = 'draft', files = ${JSON.stringify(row.files)}::jsonb, bytes_total = ${row.bytesTotal},
      mapping = ${row.mapping === null ? null : JSON.stringify(row.mapping)}::jsonb
    WHERE id = ${row.id}`.execute(db)
}

/** Says whether there was a draft to change. */
export async function saveMapping(
  db: Postgres,
  row: { id: string; mapping: ImportMapping; files: readonly StoredFile[] },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE imports SET mapping = ${JSON.stringify(row.mapping)}::jsonb, files = ${JSON.stringify(row.files)}::jsonb, problem = NULL, faults = '[]'
    WHERE id = ${row.id} AND state = 'draft'`.execute(db)
  return numAffectedRows === 1n
}

/** Says whether there was a draft to start. */
export async function markStarted(
  db: Postgres,
  row: {
    id: string
    sourceId: string
    fingerprint: string
    faults: readonly Fault[]
    startedBy: RequestIdentity | null
    now: Date
  },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE imports SET state = 'running', source_id = ${row.sourceId}, fingerprint = ${row.fingerprint}, faults = ${JSON.stringify(row.faults)}::jsonb,
      started_at = ${row.now}, started_by = ${row.startedBy && JSON.stringify(row.startedBy)}::jsonb, place = '{"file":0,"row":0}'
    WHERE id = ${row.id} AND state = 'draft'`.execute(db)
  return numAffectedRows === 1n
}

export async function findSame(
  db: Postgres,
  row: { workspaceId: string; fingerprint: string; id: string },
): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`
    SELECT * FROM imports WHERE workspace_id = ${row.workspaceId} AND fingerprint = ${row.fingerprint} AND state = 'done' AND id <> ${row.id}
    ORDER BY ended_at DESC LIMIT 1`.execute(db)
  return rows[0]
}

/** Ends an import as a repetition of another: its rows are all duplicates, its rejected rows the same. */
export async function markRepeated(
  db: Postgres,
  row: { id: string; same: ImportRow; faults: readonly Fault[]; now: Date },
) {
  const { same } = row
  await db.transaction().execute(async (trx) => {
    await sql`
      UPDATE imports SET state = 'done', ended_at = ${row.now}, rows = ${same.rows}, rejected = ${same.rejected}, accepted = 0, events = 0,
        duplicates = ${same.accepted}::bigint + ${same.duplicates}::bigint, bytes_read = bytes_total, faults = ${JSON.stringify(row.faults)}::jsonb
      WHERE id = ${row.id}`.execute(trx)
    await sql`
      INSERT INTO import_rejects (import_id, file, line, faults, reason, raw)
      SELECT ${row.id}::uuid, file, line, faults, reason, raw FROM import_rejects WHERE import_id = ${same.id} ORDER BY n`.execute(
      trx,
    )
  })
}

export type Counts = {
  rows: number
  accepted: number
  rejected: number
  duplicates: number
  events: number
  bytesRead: number
}

/** Writes how far an import is, together with the rows that were rejected on the way there, and those that wait. */
export async function saveCheckpoint(
  db: Postgres,
  row: {
    id: string
    place: Place
    counts: Counts
    rejects: readonly Reject[]
    lines: readonly WaitingLine[]
  },
) {
  const { counts, rejects, lines } = row
  await db.transaction().execute(async (trx) => {
    await insertRejects(trx, row.id, rejects)
    if (lines.length > 0)
      await sql`
        INSERT INTO import_lines (import_id, file, line, type, body)
        SELECT ${row.id}::uuid, * FROM unnest(${lines.map((l) => l.file)}::text[], ${lines.map((l) => l.line)}::bigint[],
          ${lines.map((l) => l.type)}::text[], ${lines.map((l) => l.body)}::text[])`.execute(trx)
    await sql`
      UPDATE imports SET place = ${JSON.stringify(row.place)}::jsonb, rows = ${counts.rows}, accepted = ${counts.accepted},
        rejected = ${counts.rejected}, duplicates = ${counts.duplicates}, events = ${counts.events}, bytes_read = ${counts.bytesRead}
      WHERE id = ${row.id}`.execute(trx)
  })
}

/** Ends an import that has not ended; says whether it did. Without faults, those that were known stay. */
export async function markEnded(
  db: Postgres,
  row: { id: string; state: 'done' | 'failed' | 'cancelled'; faults: readonly Fault[]; now: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE imports SET state = ${row.state}, ended_at = ${row.now}, faults = CASE WHEN ${row.faults.length} > 0 THEN ${JSON.stringify(row.faults)}::jsonb ELSE faults END
    WHERE id = ${row.id} AND state IN ('uploading', 'draft', 'running')`.execute(db)
  if (numAffectedRows === 1n) await sql`DELETE FROM import_lines WHERE import_id = ${row.id}`.execute(db)
  return numAffectedRows === 1n
}

export async function listOldDrafts(db: Postgres, before: Date): Promise<Pick<ImportRow, 'id' | 'files'>[]> {
  const { rows } = await sql<Pick<ImportRow, 'id' | 'files'>>`
    SELECT id, files FROM imports WHERE state = 'draft' AND created_at < ${before} ORDER BY created_at LIMIT 500`.execute(
    db,
  )
  return rows
}

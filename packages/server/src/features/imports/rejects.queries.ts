import type { Fault } from '@teia/contracts'
import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import type { Reject } from './thread-messages.ts'

export async function insertRejects(
  db: Postgres,
  importId: string,
  rejects: readonly Reject[],
): Promise<void> {
  if (rejects.length === 0) return
  await sql`
    INSERT INTO import_rejects (import_id, file, line, faults, raw)
    SELECT ${importId}::uuid, * FROM unnest(${rejects.map((r) => r.file)}::text[], ${rejects.map((r) => r.line)}::bigint[],
      ${rejects.map((r) => JSON.stringify(r.faults))}::jsonb[], ${rejects.map((r) => r.raw)}::text[])`.execute(
    db,
  )
}

/** `reason` has the words of rows that were rejected before faults were kept. */
export type RejectRow = {
  n: string
  file: string
  line: string
  faults: Fault[] | null
  reason: string | null
  raw: string
}
export async function listRejects(
  db: Postgres,
  importId: string,
  after: string,
  limit: number,
): Promise<RejectRow[]> {
  const { rows } = await sql<RejectRow>`
    SELECT n, file, line, faults, reason, raw FROM import_rejects WHERE import_id = ${importId} AND n > ${after}::bigint ORDER BY n LIMIT ${limit}`.execute(
    db,
  )
  return rows
}

const ofPerson = (workspaceId: string, values: readonly string[], column: 'raw' | 'body') => sql`
  import_id IN (SELECT id FROM imports WHERE workspace_id = ${workspaceId})
  AND EXISTS (SELECT FROM unnest(${values}::text[]) AS value WHERE position(value IN ${sql.ref(column)}) > 0)`

/** Removes rows in which one of these values stands: rejected ones, and those that wait to be brought in. */
export async function deleteRejectsOf(
  db: Postgres,
  workspaceId: string,
  values: readonly string[],
): Promise<number> {
  const rejected = await sql`
    DELETE FROM import_rejects WHERE ${ofPerson(workspaceId, values, 'raw')}`.execute(db)
  const waiting = await sql`
    DELETE FROM import_lines WHERE ${ofPerson(workspaceId, values, 'body')}`.execute(db)
  return Number(rejected.numAffectedRows ?? 0) + Number(waiting.numAffectedRows ?? 0)
}

export async function countRejectsOf(
  db: Postgres,
  workspaceId: string,
  values: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    SELECT (SELECT count(*) FROM import_rejects WHERE ${ofPerson(workspaceId, values, 'raw')})
         + (SELECT count(*) FROM import_lines WHERE ${ofPerson(workspaceId, values, 'body')}) AS n`.execute(
    db,
  )
  return Number(rows[0]?.n ?? 0)
}

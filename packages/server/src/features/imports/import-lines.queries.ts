import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import type { Counts } from './imports.queries.ts'
import { insertRejects } from './rejects.queries.ts'
import type { Reject } from './thread-messages.ts'

export type LineRow = { n: string; file: string; line: string; body: string }

/** The first rows of an import that wait to become something of one type, in the order of the files. */
export async function listWaitingLines(
  db: Postgres,
  importId: string,
  type: string,
  limit: number,
): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`
    SELECT n, file, line, body FROM import_lines WHERE import_id = ${importId} AND type = ${type}
    ORDER BY n LIMIT ${limit}`.execute(db)
  return rows
}

/** Takes lines away that have become what they are, or were refused, and writes down how many that are now. */
export async function settleLines(
  db: Postgres,
  row: { id: string; lines: readonly string[]; counts: Counts; rejects: readonly Reject[] },
): Promise<void> {
  const { counts } = row
  await db.transaction().execute(async (trx) => {
    await insertRejects(trx, row.id, row.rejects)
    await sql`
      DELETE FROM import_lines WHERE import_id = ${row.id} AND n = ANY(${[...row.lines]}::bigint[])`.execute(
      trx,
    )
    await sql`
      UPDATE imports SET accepted = ${counts.accepted}, rejected = ${counts.rejected}, duplicates = ${counts.duplicates}
      WHERE id = ${row.id}`.execute(trx)
  })
}

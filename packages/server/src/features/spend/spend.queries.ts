import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

/** A line of spend; of touchpoints the channel is the id. */
export type SpendLine = { by: string; day: string; channel: string; amount: number; currency: string }
export type SpendRow = SpendLine & { changed_at: Date; changed_by: string }
export type SpendSelection = {
  workspaceId: string
  by?: string | undefined
  from?: string | undefined
  to?: string | undefined
  channel?: string | undefined
}

const columns = sql`named_by AS by, day::text AS day, channel, amount::float8 AS amount, currency, changed_at, changed_by`

function isSelected({ workspaceId, by, from, to, channel }: SpendSelection) {
  return sql`workspace_id = ${workspaceId} AND (${by ?? null}::text IS NULL OR named_by = ${by ?? null}::text)
    AND (${from ?? null}::date IS NULL OR day >= ${from ?? null}::date) AND (${to ?? null}::date IS NULL OR day <= ${to ?? null}::date)
    AND (${channel ?? null}::text IS NULL OR channel = ${channel ?? null}::text)`
}

/** Lines after a place, latest day first. */
export async function listSpend(
  db: Postgres,
  selection: SpendSelection,
  { after, limit }: { after: readonly [day: string, by: string, channel: string] | null; limit: number },
): Promise<SpendRow[]> {
  const [day, by, channel] = after ?? [null, null, null]
  const { rows } = await sql<SpendRow>`
    SELECT ${columns} FROM spend
    WHERE ${isSelected(selection)} AND (${day}::date IS NULL OR day < ${day}::date
      OR (day = ${day}::date AND (named_by, channel) > (${by}::text, ${channel}::text)))
    ORDER BY spend.day DESC, named_by, channel LIMIT ${limit}`.execute(db)
  return rows
}

/** Writes lines over those of the same day and channel. Says how many are new or changed. */
export async function upsertSpend(
  db: Postgres,
  workspaceId: string,
  lines: readonly SpendLine[],
  change: { now: Date; by: string },
): Promise<number> {
  const { rows } = await sql`
    INSERT INTO spend AS known (workspace_id, named_by, day, channel, amount, currency, changed_at, changed_by)
    SELECT ${workspaceId}::uuid, t.by, t.day, t.channel, t.amount, t.currency, ${change.now}, ${change.by}
    FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS t
      (by text, day date, channel text, amount numeric(20, 6), currency text)
    ON CONFLICT (workspace_id, named_by, day, channel) DO UPDATE SET
      amount = excluded.amount, currency = excluded.currency, changed_at = excluded.changed_at, changed_by = excluded.changed_by
      WHERE (known.amount, known.currency) <> (excluded.amount, excluded.currency)
    RETURNING 1`.execute(db)
  return rows.length
}

/** Which of some lines are there, whatever their amount. */
export async function findSpend(
  db: Postgres,
  workspaceId: string,
  lines: readonly Pick<SpendLine, 'by' | 'day' | 'channel'>[],
): Promise<SpendRow[]> {
  const { rows } = await sql<SpendRow>`
    SELECT ${columns} FROM spend
    WHERE workspace_id = ${workspaceId} AND (named_by, day, channel) IN (
      SELECT t.by, t.day, t.channel FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS t (by text, day date, channel text)
    )`.execute(db)
  return rows
}

/** Removes what is selected. Says how much that was, by currency. */
export async function deleteSpend(
  db: Postgres,
  selection: SpendSelection,
): Promise<{ currency: string; lines: number; amount: number }[]> {
  const { rows } = await sql<{ currency: string; lines: number; amount: number }>`
    WITH removed AS (DELETE FROM spend WHERE ${isSelected(selection)} RETURNING currency, amount)
    SELECT currency, count(*)::int AS lines, sum(amount)::float8 AS amount FROM removed GROUP BY currency ORDER BY currency`.execute(
    db,
  )
  return rows
}

/** Sums of some days by channel and currency, with the number of days. */
export async function sumSpend(db: Postgres, selection: SpendSelection) {
  const { rows } = await sql<{ channel: string; currency: string; amount: number; days: number }>`
    SELECT channel, currency, sum(amount)::float8 AS amount, count(*)::int AS days FROM spend
    WHERE ${isSelected(selection)} GROUP BY channel, currency ORDER BY channel, currency`.execute(db)
  return rows
}

/** On how many days any spend is known in a currency. */
export async function countSpendDays(db: Postgres, selection: SpendSelection, currency: string) {
  const { rows } = await sql<{ days: number }>`
    SELECT count(DISTINCT day)::int AS days FROM spend WHERE ${isSelected(selection)} AND currency = ${currency}`.execute(
    db,
  )
  return rows[0]?.days ?? 0
}

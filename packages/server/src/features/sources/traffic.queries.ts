import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

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

type Counts = { accepted: number; refused: number; duplicate: number; reasons: object }

/** Adds to the counts of a minute and of its hour. */
export async function addMinute(
  db: Postgres,
  row: Counts & { sourceId: string; minute: Date },
): Promise<void> {
  await sql`
    INSERT INTO source_minutes AS m (source_id, minute, accepted, refused, duplicate, reasons)
    VALUES (${row.sourceId}, ${row.minute}, ${row.accepted}, ${row.refused}, ${row.duplicate}, ${JSON.stringify(row.reasons)}::jsonb)
    ON CONFLICT (source_id, minute) DO UPDATE SET
      accepted = m.accepted + excluded.accepted, refused = m.refused + excluded.refused, duplicate = m.duplicate + excluded.duplicate,
      reasons = (
        SELECT coalesce(jsonb_object_agg(reason, coalesce((m.reasons ->> reason)::int, 0) + coalesce((excluded.reasons ->> reason)::int, 0)), '{}')
        FROM jsonb_object_keys(m.reasons || excluded.reasons) AS reason)`.execute(db)
  await addHour(db, row)
}

export async function addHour(db: Postgres, row: Counts & { sourceId: string; minute: Date }): Promise<void> {
  await sql`
    INSERT INTO source_hours AS h (source_id, hour, accepted, refused, duplicate, reasons)
    VALUES (${row.sourceId}, date_trunc('hour', ${row.minute}::timestamptz, 'UTC'), ${row.accepted}, ${row.refused}, ${row.duplicate}, ${JSON.stringify(row.reasons)}::jsonb)
    ON CONFLICT (source_id, hour) DO UPDATE SET
      accepted = h.accepted + excluded.accepted, refused = h.refused + excluded.refused, duplicate = h.duplicate + excluded.duplicate,
      reasons = (
        SELECT coalesce(jsonb_object_agg(reason, coalesce((h.reasons ->> reason)::bigint, 0) + coalesce((excluded.reasons ->> reason)::bigint, 0)), '{}')
        FROM jsonb_object_keys(h.reasons || excluded.reasons) AS reason)`.execute(db)
}

export type SpanRow = {
  span: Date
  accepted: number
  refused: number
  duplicate: number
  reasons: Record<string, number>
}

/** Hours or days of a time zone that have something in them, oldest first. */
export async function listSpans(
  db: Postgres,
  key: { sourceId: string; since: Date; by: 'hour' | 'day'; timeZone: string },
): Promise<SpanRow[]> {
  const { rows } = await sql<SpanRow>`
    WITH own AS (
      SELECT date_trunc(${key.by}::text, hour, ${key.timeZone}::text) AS span, accepted, refused, duplicate, reasons
      FROM source_hours WHERE source_id = ${key.sourceId} AND hour >= ${key.since}
    ), counted AS (
      SELECT span, reason, sum(n::bigint) AS n FROM own, jsonb_each_text(reasons) AS each(reason, n) GROUP BY span, reason
    )
    SELECT span, sum(accepted)::float8 AS accepted, sum(refused)::float8 AS refused, sum(duplicate)::float8 AS duplicate,
           coalesce((SELECT jsonb_object_agg(c.reason, c.n) FROM counted c WHERE c.span = own.span), '{}') AS reasons
    FROM own GROUP BY span ORDER BY span`.execute(db)
  return rows
}

/** Every hour or day from one to another, as the time zone cuts them. */
export async function listSpanStarts(
  db: Postgres,
  key: { since: Date; until: Date; by: 'hour' | 'day'; timeZone: string },
): Promise<Date[]> {
  const step = key.by === 'hour' ? '1 hour' : '1 day'
  const { rows } = await sql<{ span: Date }>`
    SELECT generate_series(date_trunc(${key.by}::text, ${key.since}::timestamptz, ${key.timeZone}::text), ${key.until}::timestamptz, ${step}::interval, ${key.timeZone}::text) AS span`.execute(
    db,
  )
  return rows.map((row) => row.span)
}

/** Forgets minutes and hours that no view can show any more. */
export async function forgetCounts(db: Postgres, before: { minute: Date; hour: Date }): Promise<void> {
  await sql`DELETE FROM source_minutes WHERE minute < ${before.minute}`.execute(db)
  await sql`DELETE FROM source_hours WHERE hour < ${before.hour}`.execute(db)
}

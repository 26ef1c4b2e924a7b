import { sql } from 'kysely'
import { z } from 'zod'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type PlanRow = {
  event: string
  version: number
  schema: Record<string, unknown> | null
  created_by: string
  created_at: Date
}

/** The newest version of each event that is in the plan. */
export async function listPlanEvents(db: Postgres, sourceId: string): Promise<PlanRow[]> {
  const { rows } = await sql<PlanRow>`
    SELECT event, version, schema, created_by, created_at FROM (
      SELECT DISTINCT ON (event) * FROM plan_events WHERE source_id = ${sourceId} ORDER BY event, version DESC
    ) AS newest WHERE schema IS NOT NULL ORDER BY event`.execute(db)
  return rows
}

export async function listPlanVersions(
  db: Postgres,
  sourceId: string,
  event: string | null,
): Promise<PlanRow[]> {
  const { rows } = await sql<PlanRow>`
    SELECT event, version, schema, created_by, created_at FROM plan_events
    WHERE source_id = ${sourceId} AND (${event}::text IS NULL OR event = ${event}::text)
    ORDER BY created_at DESC, version DESC, event LIMIT 200`.execute(db)
  return rows
}

/** Adds the next version. Two who change an event at once: the second is refused by the key. */
export async function insertPlanVersion(
  db: Postgres,
  row: {
    sourceId: string
    event: string
    schema: Record<string, unknown> | null
    createdBy: string
    createdAt: Date
  },
): Promise<void> {
  await sql`
    INSERT INTO plan_events (source_id, event, version, schema, created_by, created_at)
    SELECT ${row.sourceId}::uuid, ${row.event}::text, coalesce(max(version), 0) + 1,
           ${row.schema === null ? null : JSON.stringify(row.schema)}::jsonb, ${row.createdBy}::text, ${row.createdAt}::timestamptz
    FROM plan_events WHERE source_id = ${row.sourceId}::uuid AND event = ${row.event}::text`.execute(db)
}

/** The latest of each event name, at most 50 of each and 2,000 in all. */
export async function listSamples(
  clickhouse: ClickHouse,
  key: { workspaceId: string; sourceId: string; since: string },
) {
  return clickhouse.select({
    name: 'sources.listSamples',
    sql: `SELECT name, raw FROM events
          WHERE workspace_id = {workspaceId: UUID} AND source_id = {sourceId: UUID}
            AND time >= parseDateTime64BestEffort({since: String}, 3)
          ORDER BY time DESC LIMIT 50 BY name LIMIT 2000`,
    params: key,
    row: z.object({ name: z.string(), raw: z.string() }),
  })
}

/** Which events have come since, how often, how many of them against the plan, and when last. */
export async function listSeenEvents(
  clickhouse: ClickHouse,
  key: { workspaceId: string; sourceId: string; since: string },
) {
  return clickhouse.select({
    name: 'sources.listSeenEvents',
    sql: `SELECT name, count() AS seen, countIf(isNotNull(context.violations)) AS flagged,
                 toUnixTimestamp64Milli(max(time)) AS last
          FROM events
          WHERE workspace_id = {workspaceId: UUID} AND source_id = {sourceId: UUID}
            AND time >= parseDateTime64BestEffort({since: String}, 3)
          GROUP BY name ORDER BY seen DESC, name LIMIT 1000`,
    params: key,
    row: z.object({
      name: z.string(),
      seen: z.coerce.number(),
      flagged: z.coerce.number(),
      last: z.coerce.number(),
    }),
  })
}

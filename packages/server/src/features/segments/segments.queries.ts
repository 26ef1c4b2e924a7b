import type { Fault, SegmentRule } from '@teia/contracts'
import { sql, type Transaction } from 'kysely'
import type { Database } from '../../storage/postgres/database.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type Db = Postgres | Trx
export type Trx = Transaction<Database>
const json = (value: unknown) => (value === null ? null : JSON.stringify(value))

export type SegmentRow = {
  id: string
  name: string
  description: string
  kind: 'live' | 'list'
  rule: SegmentRule | null
  version: number
  state: 'counting' | 'live' | 'failed'
  fault: Fault | null
  members: string
  people: string
  counted_at: Date | null
  parts: number
  parts_done: number
  count_ms: string
  created_at: Date
  created_by: string
  changed_at: Date
  changed_by: string
}
const columns = sql`id, name, description, kind, rule, version, state, fault, members, people, counted_at, parts, parts_done, count_ms, created_at, created_by, changed_at, changed_by`

/** All segments of a workspace, by name. `lock`: nobody changes any of them until the transaction ends. */
export async function listSegments(db: Db, workspaceId: string): Promise<SegmentRow[]> {
  const { rows } = await sql<SegmentRow>`
    SELECT ${columns} FROM segments WHERE workspace_id = ${workspaceId} ORDER BY lower(name)`.execute(db)
  return rows
}

/** Has changes of a workspace's segments wait for each other until the transaction ends. */
export async function lockSegments(db: Db, workspaceId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`segments ${workspaceId}`}, 0))`.execute(db)
}

/** Writes a segment under its id, and its version beside it. */
export async function saveSegment(
  db: Db,
  workspaceId: string,
  row: Omit<SegmentRow, 'members' | 'people' | 'counted_at' | 'fault' | keyof Progress>,
): Promise<void> {
  await sql`
    INSERT INTO segments (workspace_id, id, name, description, kind, rule, version, state, created_at, created_by, changed_at, changed_by)
    VALUES (${workspaceId}, ${row.id}, ${row.name}, ${row.description}, ${row.kind}, ${json(row.rule)}::jsonb, ${row.version},
            ${row.state}, ${row.created_at}, ${row.created_by}, ${row.changed_at}, ${row.changed_by})
    ON CONFLICT (workspace_id, id) DO UPDATE SET
      name = excluded.name, description = excluded.description, rule = excluded.rule, version = excluded.version,
      state = excluded.state, fault = NULL, parts_done = 0, count_ms = 0, changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(
    db,
  )
  await sql`
    INSERT INTO segment_versions (workspace_id, segment_id, version, name, description, rule, changed_at, changed_by)
    VALUES (${workspaceId}, ${row.id}, ${row.version}, ${row.name}, ${row.description}, ${json(row.rule)}::jsonb, ${row.changed_at}, ${row.changed_by})
    ON CONFLICT DO NOTHING`.execute(db)
}

export async function deleteSegment(db: Db, workspaceId: string, id: string): Promise<void> {
  for (const table of ['segment_versions', 'segment_listed', 'segment_moves'])
    await sql`DELETE FROM ${sql.table(table)} WHERE workspace_id = ${workspaceId} AND segment_id = ${id}`.execute(
      db,
    )
  await sql`DELETE FROM segments WHERE workspace_id = ${workspaceId} AND id = ${id}`.execute(db)
}

export type VersionRow = Pick<
  SegmentRow,
  'version' | 'name' | 'description' | 'rule' | 'changed_at' | 'changed_by'
>
export async function listVersions(db: Db, workspaceId: string, id: string): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    SELECT version, name, description, rule, changed_at, changed_by FROM segment_versions
    WHERE workspace_id = ${workspaceId} AND segment_id = ${id} ORDER BY version DESC LIMIT 500`.execute(db)
  return rows
}

/** Has segments counted anew, all their people. */
export async function countAnew(db: Db, workspaceId: string, ids: readonly string[]): Promise<void> {
  await sql`
    UPDATE segments SET state = 'counting', fault = NULL, parts_done = 0, count_ms = 0
    WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::uuid[])`.execute(db)
}

/** How far everybody has been gone through for a segment. */
export type Progress = Pick<SegmentRow, 'parts' | 'parts_done' | 'count_ms'>
/** Says how far counting a version has come; of a newer version nothing is said. */
export async function saveProgress(
  db: Db,
  workspaceId: string,
  { id, version }: Pick<SegmentRow, 'id' | 'version'>,
  { parts, parts_done, count_ms }: Progress,
): Promise<void> {
  await sql`
    UPDATE segments SET parts = ${parts}, parts_done = ${parts_done}, count_ms = ${count_ms}
    WHERE workspace_id = ${workspaceId} AND id = ${id} AND version = ${version}`.execute(db)
}

/** Says what counting a version has found; of a newer version nothing is said. */
export async function saveCounted(
  db: Db,
  workspaceId: string,
  row: { id: string; version: number; state: 'live' | 'failed'; fault: Fault | null; at: Date },
): Promise<void> {
  await sql`
    UPDATE segments SET state = ${row.state}, fault = ${json(row.fault)}::jsonb, counted_at = ${row.at}, parts_done = 0, count_ms = 0
    WHERE workspace_id = ${workspaceId} AND id = ${row.id} AND version = ${row.version}`.execute(db)
}

export async function saveSizes(
  db: Db,
  workspaceId: string,
  sizes: readonly { id: string; members: number }[],
  people: number,
): Promise<void> {
  await sql`
    UPDATE segments SET members = t.members, people = ${people}
    FROM unnest(${sizes.map((one) => one.id)}::uuid[], ${sizes.map((one) => one.members)}::bigint[]) AS t (id, members)
    WHERE workspace_id = ${workspaceId} AND segments.id = t.id`.execute(db)
}

/** How many came in and left since a day, by segment. */
export async function sumMoves(db: Db, workspaceId: string, since: Date) {
  const { rows } = await sql<{ segment_id: string; entered: string; departed: string }>`
    SELECT segment_id, sum(entered) AS entered, sum(departed) AS departed FROM segment_moves
    WHERE workspace_id = ${workspaceId} AND day > ${since}::timestamptz::date GROUP BY segment_id`.execute(db)
  return new Map(
    rows.map((row) => [row.segment_id, { entered: Number(row.entered), left: Number(row.departed) }]),
  )
}

export async function addMoves(
  db: Db,
  workspaceId: string,
  at: Date,
  moves: readonly { segmentId: string; entered: number; left: number }[],
): Promise<void> {
  if (moves.length === 0) return
  await sql`
    INSERT INTO segment_moves AS known (workspace_id, segment_id, day, entered, departed)
    SELECT ${workspaceId}::uuid, t.id, (${at}::timestamptz AT TIME ZONE 'UTC')::date, t.entered, t.departed
    FROM unnest(${moves.map((m) => m.segmentId)}::uuid[], ${moves.map((m) => m.entered)}::int[], ${moves.map((m) => m.left)}::int[])
      AS t (id, entered, departed)
    ON CONFLICT (workspace_id, segment_id, day) DO UPDATE SET
      entered = known.entered + excluded.entered, departed = known.departed + excluded.departed`.execute(db)
}

export type RoundRow = { event_id: string; round: string; catalogue_version: number }
/** From now on memberships of a workspace follow what happens; an earlier beginning stays. */
export async function beginRounds(
  db: Db,
  workspaceId: string,
  eventId: string,
  catalogueVersion: number,
): Promise<void> {
  await sql`
    INSERT INTO segment_rounds (workspace_id, event_id, round, catalogue_version)
    VALUES (${workspaceId}, ${eventId}::numeric, 0, ${catalogueVersion}) ON CONFLICT DO NOTHING`.execute(db)
}

export async function listRounds(db: Db): Promise<string[]> {
  const { rows } = await sql<{ workspace_id: string }>`
    SELECT workspace_id FROM segment_rounds ORDER BY workspace_id`.execute(db)
  return rows.map((row) => row.workspace_id)
}

/** Takes the right to keep memberships of a workspace until the transaction ends; undefined while another does. */
export async function takeRound(db: Db, workspaceId: string): Promise<RoundRow | undefined> {
  const { rows } = await sql<RoundRow>`
    SELECT event_id, round, catalogue_version FROM segment_rounds WHERE workspace_id = ${workspaceId} FOR UPDATE SKIP LOCKED`.execute(
    db,
  )
  return rows[0]
}

export async function saveRound(db: Db, workspaceId: string, row: RoundRow): Promise<void> {
  await sql`
    UPDATE segment_rounds SET event_id = ${row.event_id}::numeric, round = ${row.round}::bigint, catalogue_version = ${row.catalogue_version}
    WHERE workspace_id = ${workspaceId}`.execute(db)
}

import { sql } from 'kysely'
import type { Db } from './identity-db.ts'
import type { Assertion, LinkOutcome } from './identity-graph.ts'
import type { Readings } from './identity-rules.queries.ts'
import type { MadeAssertion } from './identity-touches.ts'
import { instant } from './instants.queries.ts'

/**
 * Adds assertions, or moves the first event of known ones back. What an event
 * said by an earlier reading of its kind, it may say no more.
 * Returns those that are new, moved or said for the first time in this reading.
 */
export async function addAssertions(
  db: Db,
  workspaceId: string,
  assertions: readonly MadeAssertion[],
  readings: Readings,
) {
  if (assertions.length === 0) return []
  const { rows } = await sql<{ a: string; b: string }>`
    INSERT INTO identity_assertions AS known
      (workspace_id, a, b, rule, first_asserted_at, first_message_id, first_event_id, first_source_id, read_by)
    SELECT ${workspaceId}::uuid, a, b, rule, ${instant('at')}, message, event, source, read_by
    FROM unnest(${assertions.map((x) => x.a)}::uuid[], ${assertions.map((x) => x.b)}::uuid[],
                ${assertions.map((x) => x.rule)}::text[], ${assertions.map((x) => x.firstAssertedAt)}::bigint[],
                ${assertions.map((x) => x.messageId)}::text[], ${assertions.map((x) => x.eventId)}::bigint[],
                ${assertions.map((x) => x.sourceId)}::uuid[], ${assertions.map((x) => readings[x.rule] ?? 0)}::int[])
      AS t (a, b, rule, at, message, event, source, read_by)
    ON CONFLICT (workspace_id, a, b, rule) DO UPDATE SET
      (first_asserted_at, first_message_id, first_event_id, first_source_id) = (
        SELECT x.at, x.message, x.event, x.source FROM (VALUES
          (excluded.read_by, excluded.first_asserted_at, excluded.first_message_id, excluded.first_event_id, excluded.first_source_id),
          (known.read_by, known.first_asserted_at, known.first_message_id, known.first_event_id, known.first_source_id))
          AS x (reading, at, message, event, source)
        ORDER BY x.reading DESC, x.at, x.message COLLATE "C" NULLS FIRST LIMIT 1),
      read_by = greatest(known.read_by, excluded.read_by)
      WHERE excluded.first_asserted_at < known.first_asserted_at
         OR (excluded.first_asserted_at = known.first_asserted_at
             AND excluded.first_message_id COLLATE "C" < known.first_message_id)
         OR known.read_by < excluded.read_by
    RETURNING a, b`.execute(db)
  return rows
}

export type StoredAssertion = Assertion & { outcome: string }
type AssertionRow = {
  a: string
  b: string
  rule: string
  at: Date
  state: string
  is_undone: boolean
}

/** What is said of the given identifiers. `far`: those of which only what they say themselves is wanted. */
export async function loadAssertions(
  db: Db,
  workspaceId: string,
  identityIds: readonly string[],
  far: readonly string[],
): Promise<StoredAssertion[]> {
  const { rows } = await sql<AssertionRow>`
    SELECT a, b, rule, first_asserted_at AS at, state, undone_at IS NOT NULL AS is_undone FROM identity_assertions
    WHERE workspace_id = ${workspaceId} AND a = ANY(${[...identityIds, ...far]}::uuid[])
    UNION
    SELECT a, b, rule, first_asserted_at, state, undone_at IS NOT NULL FROM identity_assertions
    WHERE workspace_id = ${workspaceId} AND b = ANY(${identityIds}::uuid[])`.execute(db)
  return rows.map((row) => ({
    a: row.a,
    b: row.b,
    rule: row.rule,
    firstAssertedAt: row.at.getTime(),
    isUndone: row.is_undone,
    outcome: row.state,
  }))
}

export async function saveOutcomes(
  db: Db,
  workspaceId: string,
  changes: readonly { a: string; b: string; rule: string; outcome: LinkOutcome }[],
): Promise<void> {
  if (changes.length === 0) return
  await sql`
    UPDATE identity_assertions SET state = t.state
    FROM unnest(${changes.map((x) => x.a)}::uuid[], ${changes.map((x) => x.b)}::uuid[],
                ${changes.map((x) => x.rule)}::text[], ${changes.map((x) => x.outcome)}::text[]) AS t (a, b, rule, state)
    WHERE workspace_id = ${workspaceId} AND identity_assertions.a = t.a AND identity_assertions.b = t.b
      AND identity_assertions.rule = t.rule`.execute(db)
}

/** Pairs of identifiers of which somebody said that they are not the same, where both are among the given. */
export async function loadSeparations(
  db: Db,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<[string, string][]> {
  const { rows } = await sql<{ a: string; b: string }>`
    SELECT a, b FROM identity_separations
    WHERE workspace_id = ${workspaceId} AND a = ANY(${identityIds}::uuid[]) AND b = ANY(${identityIds}::uuid[])`.execute(
    db,
  )
  return rows.map((row) => [row.a, row.b])
}

/** Identifiers by their ids, for what lies outside the clusters at work. */
export async function loadNodes(db: Db, workspaceId: string, identityIds: readonly string[]) {
  const { rows } = await sql<{ identity_id: string; kind: string; value: string; is_shared: boolean }>`
    SELECT identity_id, kind, value, is_shared FROM identifiers
    WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[])`.execute(db)
  return rows
}

export async function markShared(
  db: Db,
  workspaceId: string,
  identityIds: readonly string[],
  isShared: boolean,
): Promise<void> {
  if (identityIds.length === 0) return
  await sql`
    UPDATE identifiers SET is_shared = ${isShared}
    WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[])`.execute(db)
}

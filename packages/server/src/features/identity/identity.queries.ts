import { sql } from 'kysely'
import { type Db, json } from './identity-db.ts'
import type { Touch } from './identity-touches.ts'
import { instant } from './instants.queries.ts'
import type { StampedTraits } from './traits.ts'

export type IdentifierRow = {
  identity_id: string
  kind: string
  value: string
  is_seen: boolean
  is_shared: boolean
  cluster_id: string
  person_id: string
  first_seen_at: Date
  last_seen_at: Date
  traits: StampedTraits
}

/** Serialises changes of one workspace's identities until the transaction ends. */
export async function lockIdentities(db: Db, workspaceId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${workspaceId}, 7))`.execute(db)
}

/** Takes the right to fold joins in until the transaction ends; false while another server folds. */
export async function tryLockFold(db: Db): Promise<boolean> {
  const { rows } = await sql<{
    taken: boolean
  }>`SELECT pg_try_advisory_xact_lock(hashtextextended('identity-fold', 7)) AS taken`.execute(db)
  return rows[0]?.taken ?? false
}

export type KnownIdentifier = {
  identity_id: string
  person_id: string
  /** Until now only an alias had named it. */
  is_newly_seen: boolean
  /** The block saw it earlier or later than was known. */
  widens: boolean
}

/** Those of the block's identifiers that are known already. */
export async function findKnown(
  db: Db,
  workspaceId: string,
  touches: readonly Touch[],
): Promise<KnownIdentifier[]> {
  const { rows } = await sql<KnownIdentifier>`
    SELECT known.identity_id, known.person_id, t.seen AND NOT known.is_seen AS is_newly_seen,
           ${instant('t.first_ms')} < known.first_seen_at OR ${instant('t.last_ms')} > known.last_seen_at AS widens
    FROM unnest(${touches.map((t) => t.identityId)}::uuid[], ${touches.map((t) => t.isSeen)}::boolean[],
                ${touches.map((t) => t.firstSeenAt)}::bigint[], ${touches.map((t) => t.lastSeenAt)}::bigint[])
      AS t (id, seen, first_ms, last_ms)
    JOIN identifiers AS known ON known.workspace_id = ${workspaceId} AND known.identity_id = t.id`.execute(db)
  return rows
}

/** Adds identifiers, each a person and a cluster of its own. */
export async function insertIdentifiers(
  db: Db,
  workspaceId: string,
  touches: readonly Touch[],
): Promise<void> {
  if (touches.length === 0) return
  await sql`
    INSERT INTO identifiers (workspace_id, identity_id, kind, value, is_seen, cluster_id, person_id, first_seen_at, last_seen_at, traits, consents)
    SELECT ${workspaceId}::uuid, id, kind, value, seen, id, id, ${instant('first_ms')}, ${instant('last_ms')}, traits, consents
    FROM unnest(${touches.map((t) => t.identityId)}::uuid[], ${touches.map((t) => t.kind)}::text[],
                ${touches.map((t) => t.value)}::text[], ${touches.map((t) => t.isSeen)}::boolean[],
                ${touches.map((t) => t.firstSeenAt)}::bigint[], ${touches.map((t) => t.lastSeenAt)}::bigint[],
                ${touches.map((t) => json(t.traits ?? {}))}::jsonb[], ${touches.map((t) => json(t.consents ?? {}))}::jsonb[])
      AS t (id, kind, value, seen, first_ms, last_ms, traits, consents)
    ORDER BY id`.execute(db)
}

/** Marks known identifiers as seen where they are, and widens their times. */
export async function widenIdentifiers(
  db: Db,
  workspaceId: string,
  touches: readonly Touch[],
): Promise<void> {
  if (touches.length === 0) return
  await sql`
    UPDATE identifiers AS known SET
      is_seen = known.is_seen OR t.seen,
      first_seen_at = least(known.first_seen_at, ${instant('t.first_ms')}),
      last_seen_at = greatest(known.last_seen_at, ${instant('t.last_ms')})
    FROM unnest(${touches.map((t) => t.identityId)}::uuid[], ${touches.map((t) => t.isSeen)}::boolean[],
                ${touches.map((t) => t.firstSeenAt)}::bigint[], ${touches.map((t) => t.lastSeenAt)}::bigint[])
      AS t (id, seen, first_ms, last_ms)
    WHERE known.workspace_id = ${workspaceId} AND known.identity_id = t.id`.execute(db)
}

/** Traits kept so far, of the identifiers that a block brings traits for. */
export async function findTraits(db: Db, workspaceId: string, identityIds: readonly string[]) {
  const { rows } = await sql<{ identity_id: string; traits: StampedTraits; consents: StampedTraits }>`
    SELECT identity_id, traits, consents FROM identifiers
    WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[])`.execute(db)
  return rows
}

export async function saveTraits(
  db: Db,
  workspaceId: string,
  rows: readonly { identityId: string; traits: StampedTraits; consents: StampedTraits }[],
): Promise<void> {
  await sql`
    UPDATE identifiers SET traits = t.traits, consents = t.consents
    FROM unnest(${rows.map((r) => r.identityId)}::uuid[], ${rows.map((r) => json(r.traits))}::jsonb[],
                ${rows.map((r) => json(r.consents))}::jsonb[]) AS t (id, traits, consents)
    WHERE workspace_id = ${workspaceId} AND identity_id = t.id`.execute(db)
}

/** All identifiers of the clusters that the given ones belong to. */
export async function loadClusters(
  db: Db,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<IdentifierRow[]> {
  const { rows } = await sql<IdentifierRow>`
    WITH clusters AS (
      SELECT DISTINCT cluster_id FROM identifiers WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[]))
    SELECT identity_id, kind, value, is_seen, is_shared, cluster_id, person_id, first_seen_at, last_seen_at, traits
    FROM identifiers
    WHERE workspace_id = ${workspaceId} AND identity_id IN (SELECT cluster_id FROM clusters) AND cluster_id = identity_id
    UNION ALL
    SELECT identity_id, kind, value, is_seen, is_shared, cluster_id, person_id, first_seen_at, last_seen_at, traits
    FROM identifiers
    WHERE workspace_id = ${workspaceId} AND cluster_id IN (SELECT cluster_id FROM clusters) AND cluster_id <> identity_id`.execute(
    db,
  )
  return rows
}

/** Identifiers of the given persons. */
export async function loadPersons(
  db: Db,
  workspaceId: string,
  personIds: readonly string[],
): Promise<IdentifierRow[]> {
  const { rows } = await sql<IdentifierRow>`
    SELECT identity_id, kind, value, is_seen, is_shared, cluster_id, person_id, first_seen_at, last_seen_at, traits
    FROM identifiers WHERE workspace_id = ${workspaceId} AND person_id = ANY(${personIds}::uuid[])`.execute(
    db,
  )
  return rows
}

/** Who has these identifiers now. */
export async function personsOfIdentities(
  db: Db,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    SELECT DISTINCT person_id FROM identifiers
    WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[])`.execute(db)
  return rows.map((row) => row.person_id)
}

export async function movePersons(
  db: Db,
  workspaceId: string,
  moves: readonly { identityId: string; personId: string; clusterId: string }[],
): Promise<void> {
  await sql`
    UPDATE identifiers SET person_id = t.person, cluster_id = t.cluster
    FROM unnest(${moves.map((m) => m.identityId)}::uuid[], ${moves.map((m) => m.personId)}::uuid[],
                ${moves.map((m) => m.clusterId)}::uuid[]) AS t (id, person, cluster)
    WHERE workspace_id = ${workspaceId} AND identity_id = t.id`.execute(db)
}

import { sql, type Transaction } from 'kysely'
import type { Database } from '../../storage/postgres/database.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import type { Assertion } from './identity-graph.ts'
import type { Touch, TouchedAccount } from './identity-touches.ts'
import type { StampedTraits } from './traits.ts'

type Db = Postgres | Transaction<Database>
export type IdentifierRow = {
  identity_id: string
  kind: 'userId' | 'anonymousId'
  value: string
  is_seen: boolean
  cluster_id: string
  person_id: string
  first_seen_at: Date
  last_seen_at: Date
  traits: StampedTraits
}
const json = (value: unknown) => JSON.stringify(value)
const times = (values: readonly number[]) => values.map((ms) => new Date(ms).toISOString())

/** Serialises changes of one workspace's identities until the transaction ends. */
export async function lockIdentities(db: Db, workspaceId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${workspaceId}, 7))`.execute(db)
}

/** Traits kept so far, of the identifiers that a block brings traits for. */
export async function findTraits(db: Db, workspaceId: string, identityIds: readonly string[]) {
  const { rows } = await sql<{ identity_id: string; traits: StampedTraits; consents: StampedTraits }>`
    SELECT identity_id, traits, consents FROM identifiers
    WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[])`.execute(db)
  return rows
}

/** Adds new identifiers, each a person and a cluster of its own, and widens the times of known ones. Says which are new. */
export async function upsertIdentifiers(db: Db, workspaceId: string, touches: readonly Touch[]) {
  const { rows } = await sql<{ identity_id: string; person_id: string; is_new: boolean }>`
    INSERT INTO identifiers AS known (workspace_id, identity_id, kind, value, is_seen, cluster_id, person_id, first_seen_at, last_seen_at)
    SELECT ${workspaceId}::uuid, id, kind, value, seen, id, id, first_at, last_at
    FROM unnest(${touches.map((t) => t.identityId)}::uuid[], ${touches.map((t) => t.kind)}::text[],
                ${touches.map((t) => t.value)}::text[], ${touches.map((t) => t.isSeen)}::boolean[],
                ${times(touches.map((t) => t.firstSeenAt))}::timestamptz[], ${times(touches.map((t) => t.lastSeenAt))}::timestamptz[])
      AS t (id, kind, value, seen, first_at, last_at)
    ORDER BY id
    ON CONFLICT (workspace_id, identity_id) DO UPDATE SET
      is_seen = known.is_seen OR excluded.is_seen,
      first_seen_at = least(known.first_seen_at, excluded.first_seen_at),
      last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at)
    RETURNING identity_id, person_id, (xmax = 0) AS is_new`.execute(db)
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

/** Adds assertions, or moves the first time of known ones back. Returns those that are new or moved. */
export async function addAssertions(db: Db, workspaceId: string, assertions: readonly Assertion[]) {
  const { rows } = await sql<{ a: string; b: string }>`
    INSERT INTO identity_assertions AS known (workspace_id, a, b, rule, first_asserted_at)
    SELECT ${workspaceId}::uuid, a, b, rule, at
    FROM unnest(${assertions.map((x) => x.a)}::uuid[], ${assertions.map((x) => x.b)}::uuid[],
                ${assertions.map((x) => x.rule)}::text[], ${times(assertions.map((x) => x.firstAssertedAt))}::timestamptz[])
      AS t (a, b, rule, at)
    ON CONFLICT (workspace_id, a, b, rule) DO UPDATE SET first_asserted_at = excluded.first_asserted_at
      WHERE excluded.first_asserted_at < known.first_asserted_at
    RETURNING a, b`.execute(db)
  return rows
}

/** All identifiers of the clusters that the given ones belong to. */
export async function loadClusters(
  db: Db,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<IdentifierRow[]> {
  const { rows } = await sql<IdentifierRow>`
    SELECT identity_id, kind, value, is_seen, cluster_id, person_id, first_seen_at, last_seen_at, traits
    FROM identifiers
    WHERE workspace_id = ${workspaceId} AND cluster_id IN (
      SELECT cluster_id FROM identifiers WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[]))`.execute(
    db,
  )
  return rows
}

export async function loadAssertions(
  db: Db,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<Assertion[]> {
  const { rows } = await sql<{ a: string; b: string; rule: Assertion['rule']; at: Date }>`
    SELECT a, b, rule, first_asserted_at AS at FROM identity_assertions
    WHERE workspace_id = ${workspaceId} AND a = ANY(${identityIds}::uuid[])`.execute(db)
  return rows.map((row) => ({ a: row.a, b: row.b, rule: row.rule, firstAssertedAt: row.at.getTime() }))
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

/** Identifiers of the given persons. */
export async function loadPersons(
  db: Db,
  workspaceId: string,
  personIds: readonly string[],
): Promise<IdentifierRow[]> {
  const { rows } = await sql<IdentifierRow>`
    SELECT identity_id, kind, value, is_seen, cluster_id, person_id, first_seen_at, last_seen_at, traits
    FROM identifiers WHERE workspace_id = ${workspaceId} AND person_id = ANY(${personIds}::uuid[])`.execute(
    db,
  )
  return rows
}

export type PersonRow = {
  id: string
  name: string
  isKnown: boolean
  email: string | null
  city: string | null
  search: string
  firstSeenAt: Date
  lastSeenAt: Date
}
export async function upsertPeople(db: Db, workspaceId: string, people: readonly PersonRow[]): Promise<void> {
  await sql`
    INSERT INTO people (workspace_id, id, name, is_known, email, city, search, first_seen_at, last_seen_at)
    SELECT ${workspaceId}::uuid, * FROM unnest(
      ${people.map((p) => p.id)}::uuid[], ${people.map((p) => p.name)}::text[], ${people.map((p) => p.isKnown)}::boolean[],
      ${people.map((p) => p.email)}::text[], ${people.map((p) => p.city)}::text[], ${people.map((p) => p.search)}::text[],
      ${people.map((p) => p.firstSeenAt.toISOString())}::timestamptz[], ${people.map((p) => p.lastSeenAt.toISOString())}::timestamptz[])
    ON CONFLICT (workspace_id, id) DO UPDATE SET
      name = excluded.name, is_known = excluded.is_known, email = excluded.email, city = excluded.city, search = excluded.search,
      first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at`.execute(db)
}

/** Widens the times of persons of whom nothing else has changed. */
export async function widenPeople(
  db: Db,
  workspaceId: string,
  rows: readonly { personId: string; firstSeenAt: number; lastSeenAt: number }[],
): Promise<void> {
  await sql`
    UPDATE people SET last_seen_at = greatest(people.last_seen_at, t.last_at), first_seen_at = least(people.first_seen_at, t.first_at)
    FROM unnest(${rows.map((r) => r.personId)}::uuid[], ${times(rows.map((r) => r.firstSeenAt))}::timestamptz[],
                ${times(rows.map((r) => r.lastSeenAt))}::timestamptz[]) AS t (id, first_at, last_at)
    WHERE workspace_id = ${workspaceId} AND people.id = t.id
      AND (t.last_at > people.last_seen_at OR t.first_at < people.first_seen_at)`.execute(db)
}

/** Persons whose history now begins earlier than known. */
export async function findEarlier(
  db: Db,
  workspaceId: string,
  rows: readonly { personId: string; firstSeenAt: number }[],
): Promise<string[]> {
  const { rows: found } = await sql<{ id: string }>`
    SELECT people.id FROM people
    JOIN unnest(${rows.map((r) => r.personId)}::uuid[], ${times(rows.map((r) => r.firstSeenAt))}::timestamptz[]) AS t (id, first_at)
      ON people.workspace_id = ${workspaceId} AND people.id = t.id
    WHERE t.first_at < people.first_seen_at`.execute(db)
  return found.map((row) => row.id)
}

/** Marks identifiers that until now only an alias had named, and says which they were. */
export async function markSeen(
  db: Db,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ identity_id: string }>`
    UPDATE identifiers SET is_seen = true
    WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[]) AND NOT is_seen
    RETURNING identity_id`.execute(db)
  return new Set(rows.map((row) => row.identity_id))
}

export async function removePeople(db: Db, workspaceId: string, ids: readonly string[]): Promise<void> {
  await sql`DELETE FROM people WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::uuid[])`.execute(db)
}

export async function findAccountTraits(db: Db, workspaceId: string, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; traits: StampedTraits }>`
    SELECT id, traits FROM accounts WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::uuid[])`.execute(
    db,
  )
  return rows
}

export async function upsertAccounts(
  db: Db,
  workspaceId: string,
  accounts: readonly (TouchedAccount & { name: string })[],
): Promise<void> {
  await sql`
    INSERT INTO accounts (workspace_id, id, group_id, name, traits)
    SELECT ${workspaceId}::uuid, * FROM unnest(${accounts.map((a) => a.id)}::uuid[], ${accounts.map((a) => a.groupId)}::text[],
      ${accounts.map((a) => a.name)}::text[], ${accounts.map((a) => json(a.traits))}::jsonb[])
    ON CONFLICT (workspace_id, id) DO UPDATE SET name = excluded.name, traits = excluded.traits`.execute(db)
  const pairs = accounts.flatMap((account) =>
    [...account.members].map((member) => [account.id, member] as const),
  )
  await sql`
    INSERT INTO account_members (workspace_id, account_id, identity_id)
    SELECT ${workspaceId}::uuid, * FROM unnest(${pairs.map(([id]) => id)}::uuid[], ${pairs.map(([, member]) => member)}::uuid[])
    ON CONFLICT DO NOTHING`.execute(db)
}

export type OutboxPayload = { kind: 'people' | 'overrides'; rows: Record<string, unknown>[] }
/** Queues rows for ClickHouse in the transaction of the change they tell of. */
export async function queueForClickHouse(db: Db, payload: OutboxPayload): Promise<void> {
  await sql`INSERT INTO identity_outbox (kind, payload) VALUES (${payload.kind}, ${json(payload.rows)}::jsonb)`.execute(
    db,
  )
}

export async function readOutbox(db: Db) {
  const { rows } = await sql<{ id: string; kind: OutboxPayload['kind']; payload: Record<string, unknown>[] }>`
    SELECT id, kind, payload FROM identity_outbox ORDER BY id LIMIT 200`.execute(db)
  return rows
}

/** By id and not up to an id: numbers become visible out of order when two transactions commit at once. */
export async function clearOutbox(db: Db, ids: readonly string[]): Promise<void> {
  await sql`DELETE FROM identity_outbox WHERE id = ANY(${ids}::bigint[])`.execute(db)
}

/** Takes the right to fold joins in until the transaction ends; false while another server folds. */
export async function tryLockFold(db: Db): Promise<boolean> {
  const { rows } = await sql<{
    taken: boolean
  }>`SELECT pg_try_advisory_xact_lock(hashtextextended('identity-fold', 7)) AS taken`.execute(db)
  return rows[0]?.taken ?? false
}

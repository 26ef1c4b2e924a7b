import type { DuplicateEvidence } from '@teia/contracts'
import { sql } from 'kysely'
import type { NamedPerson } from './decisions.queries.ts'
import { type Db, json } from './identity-db.ts'

export async function countPeople(db: Db, workspaceId: string): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    SELECT count(*) AS n FROM people WHERE workspace_id = ${workspaceId}`.execute(db)
  return Number(rows[0]?.n ?? 0)
}

export async function nextPeople(db: Db, workspaceId: string, after: string | null, limit: number) {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM people WHERE workspace_id = ${workspaceId} AND (${after}::uuid IS NULL OR id > ${after}::uuid)
    ORDER BY id LIMIT ${limit}`.execute(db)
  return rows.map((row) => row.id)
}

export async function clearKeys(db: Db, workspaceId: string): Promise<void> {
  await sql`DELETE FROM duplicate_keys WHERE workspace_id = ${workspaceId}`.execute(db)
}

export async function addKeys(
  db: Db,
  workspaceId: string,
  keys: readonly { key: string; personId: string }[],
): Promise<void> {
  await sql`
    INSERT INTO duplicate_keys (workspace_id, key, person_id)
    SELECT ${workspaceId}::uuid, * FROM unnest(${keys.map((one) => one.key)}::text[], ${keys.map((one) => one.personId)}::uuid[])
    ON CONFLICT DO NOTHING`.execute(db)
}

/** The next groups of people that share a key, in the order of keys; larger groups say nothing and are left out. */
export async function nextGroups(
  db: Db,
  workspaceId: string,
  after: string,
  page: { groups: number; most: number },
): Promise<{ key: string; people: string[] }[]> {
  const { rows } = await sql<{ key: string; people: string[] }>`
    SELECT key, array_agg(person_id::text ORDER BY person_id) AS people FROM duplicate_keys
    WHERE workspace_id = ${workspaceId} AND key > ${after}
    GROUP BY key HAVING count(*) BETWEEN 2 AND ${page.most} ORDER BY key LIMIT ${page.groups}`.execute(db)
  return rows
}

export async function countGroups(db: Db, workspaceId: string, most: number): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    SELECT count(*) AS n FROM (
      SELECT FROM duplicate_keys WHERE workspace_id = ${workspaceId} GROUP BY key HAVING count(*) BETWEEN 2 AND ${most}) AS t`.execute(
    db,
  )
  return Number(rows[0]?.n ?? 0)
}

export type FoundPair = {
  a: string
  b: string
  score: number
  probability: number
  evidence: DuplicateEvidence[]
}

/** Keeps pairs as those of the search that began then: whose clock its steps are taken by makes no difference. */
export async function savePairs(
  db: Db,
  workspaceId: string,
  pairs: readonly FoundPair[],
  startedAt: Date,
): Promise<void> {
  if (pairs.length === 0) return
  await sql`
    INSERT INTO duplicate_pairs (workspace_id, a, b, score, probability, evidence, found_at)
    SELECT ${workspaceId}::uuid, t.*, ${startedAt}::timestamptz
    FROM unnest(${pairs.map((one) => one.a)}::uuid[], ${pairs.map((one) => one.b)}::uuid[], ${pairs.map((one) => one.score)}::float8[],
                ${pairs.map((one) => one.probability)}::float8[], ${pairs.map((one) => json(one.evidence))}::jsonb[])
      AS t (a, b, score, probability, evidence)
    ON CONFLICT (workspace_id, a, b) DO UPDATE SET
      score = excluded.score, probability = excluded.probability, evidence = excluded.evidence, found_at = excluded.found_at`.execute(
    db,
  )
}

/** Forgets pairs that an earlier search has found and this one has not. */
export async function forgetOlderPairs(db: Db, workspaceId: string, than: Date): Promise<void> {
  await sql`DELETE FROM duplicate_pairs WHERE workspace_id = ${workspaceId} AND found_at < ${than}`.execute(
    db,
  )
}

export type PairRow = FoundPair & { of_a: NamedPerson; of_b: NamedPerson }

const undecided = sql`
  JOIN people pa ON pa.workspace_id = d.workspace_id AND pa.id = d.a
  JOIN people pb ON pb.workspace_id = d.workspace_id AND pb.id = d.b
  WHERE NOT EXISTS (
    SELECT FROM identity_separations s WHERE s.workspace_id = d.workspace_id AND s.a = d.a AND s.b = d.b)`
const named = (person: 'pa' | 'pb') => sql`
  jsonb_build_object('id', ${sql.ref(`${person}.id`)}, 'name', ${sql.ref(`${person}.name`)},
    'is_known', ${sql.ref(`${person}.is_known`)}, 'last_seen_at', ${sql.ref(`${person}.last_seen_at`)})`

/** Pairs that nobody has decided on, the likeliest first. */
export async function listPairs(
  db: Db,
  workspaceId: string,
  page: { limit: number; after: [number, string, string] | null },
): Promise<PairRow[]> {
  const after = page.after
    ? sql`AND (d.score, d.a, d.b) < (${page.after[0]}::float8, ${page.after[1]}::uuid, ${page.after[2]}::uuid)`
    : sql``
  const { rows } = await sql<PairRow>`
    SELECT d.a, d.b, d.score, d.probability, d.evidence, ${named('pa')} AS of_a, ${named('pb')} AS of_b
    FROM duplicate_pairs d ${undecided} AND d.workspace_id = ${workspaceId} ${after}
    ORDER BY d.score DESC, d.a DESC, d.b DESC LIMIT ${page.limit}`.execute(db)
  return rows
}

export async function countPairs(db: Db, workspaceId: string): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    SELECT count(*) AS n FROM duplicate_pairs d ${undecided} AND d.workspace_id = ${workspaceId}`.execute(db)
  return Number(rows[0]?.n ?? 0)
}

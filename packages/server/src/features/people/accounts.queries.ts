import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import type { StampedTraits } from '../identity/index.ts'
import type { PersonRow } from './people.queries.ts'

export type AccountRow = { id: string; group_id: string; name: string; people: string; traits: StampedTraits }

export async function listAccountsOf(
  db: Postgres,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<AccountRow[]> {
  const { rows } = await sql<AccountRow>`
    SELECT a.id, a.group_id, a.name, a.traits,
      (SELECT count(DISTINCT i.person_id) FROM account_members m JOIN identifiers i USING (workspace_id, identity_id) WHERE m.workspace_id = a.workspace_id AND m.account_id = a.id) AS people
    FROM accounts a WHERE a.workspace_id = ${workspaceId} AND a.id IN (
      SELECT account_id FROM account_members WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[]))
    ORDER BY a.name`.execute(db)
  return rows
}

export async function listAccounts(
  db: Postgres,
  workspaceId: string,
  page: { search: string | null; limit: number; after: [string, string] | null },
): Promise<AccountRow[]> {
  const pattern = page.search === null ? null : `%${page.search.replace(/[\\%_]/g, '\\$&')}%`
  const after = page.after ? sql`AND (a.name, a.id) > (${page.after[0]}, ${page.after[1]}::uuid)` : sql``
  const { rows } = await sql<AccountRow>`
    SELECT a.id, a.group_id, a.name, a.traits,
      (SELECT count(DISTINCT i.person_id) FROM account_members m JOIN identifiers i USING (workspace_id, identity_id) WHERE m.workspace_id = a.workspace_id AND m.account_id = a.id) AS people
    FROM accounts a WHERE a.workspace_id = ${workspaceId} AND (${pattern}::text IS NULL OR a.name ILIKE ${pattern} OR a.group_id ILIKE ${pattern}) ${after}
    ORDER BY a.name, a.id LIMIT ${page.limit}`.execute(db)
  return rows
}

export async function findAccount(
  db: Postgres,
  workspaceId: string,
  id: string,
): Promise<AccountRow | undefined> {
  const { rows } = await sql<AccountRow>`
    SELECT a.id, a.group_id, a.name, a.traits,
      (SELECT count(DISTINCT i.person_id) FROM account_members m JOIN identifiers i USING (workspace_id, identity_id) WHERE m.workspace_id = a.workspace_id AND m.account_id = a.id) AS people
    FROM accounts a WHERE a.workspace_id = ${workspaceId} AND a.id = ${id}`.execute(db)
  return rows[0]
}

export async function hasAccount(db: Postgres, workspaceId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM accounts WHERE workspace_id = ${workspaceId} AND id = ${id}`.execute(db)
  return rows.length > 0
}

/** Every identifier of every person of an account: what its events can be found by. */
export async function listAccountIdentities(
  db: Postgres,
  workspaceId: string,
  accountId: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ identity_id: string }>`
    SELECT own.identity_id FROM identifiers own WHERE own.workspace_id = ${workspaceId} AND own.is_seen AND own.person_id IN (
      SELECT i.person_id FROM account_members m JOIN identifiers i USING (workspace_id, identity_id) WHERE m.workspace_id = ${workspaceId} AND m.account_id = ${accountId})
    LIMIT ${limit}`.execute(db)
  return rows.map((row) => row.identity_id)
}

export async function listAccountPeople(
  db: Postgres,
  workspaceId: string,
  accountId: string,
  limit: number,
): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`
    SELECT id, name, is_known, email, city, first_seen_at, last_seen_at FROM people WHERE workspace_id = ${workspaceId} AND id IN (
      SELECT i.person_id FROM account_members m JOIN identifiers i USING (workspace_id, identity_id) WHERE m.workspace_id = ${workspaceId} AND m.account_id = ${accountId})
    ORDER BY last_seen_at DESC LIMIT ${limit}`.execute(db)
  return rows
}

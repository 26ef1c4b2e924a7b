import { sql } from 'kysely'
import { type Db, json } from './identity-db.ts'
import type { TouchedAccount } from './identity-touches.ts'
import type { StampedTraits } from './traits.ts'

export async function findAccountTraits(db: Db, workspaceId: string, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; traits: StampedTraits }>`
    SELECT id, traits FROM accounts WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::uuid[])`.execute(
    db,
  )
  return rows
}

/** Writes accounts and who belongs to them. Says which identifiers did not belong to one of them before. */
export async function upsertAccounts(
  db: Db,
  workspaceId: string,
  accounts: readonly (TouchedAccount & { name: string })[],
): Promise<string[]> {
  await sql`
    INSERT INTO accounts (workspace_id, id, group_id, name, traits)
    SELECT ${workspaceId}::uuid, * FROM unnest(${accounts.map((a) => a.id)}::uuid[], ${accounts.map((a) => a.groupId)}::text[],
      ${accounts.map((a) => a.name)}::text[], ${accounts.map((a) => json(a.traits))}::jsonb[])
    ON CONFLICT (workspace_id, id) DO UPDATE SET name = excluded.name, traits = excluded.traits`.execute(db)
  const pairs = accounts.flatMap((account) =>
    [...account.members].map((member) => [account.id, member] as const),
  )
  const { rows } = await sql<{ identity_id: string }>`
    INSERT INTO account_members (workspace_id, account_id, identity_id)
    SELECT ${workspaceId}::uuid, * FROM unnest(${pairs.map(([id]) => id)}::uuid[], ${pairs.map(([, member]) => member)}::uuid[])
    ON CONFLICT DO NOTHING RETURNING identity_id`.execute(db)
  return rows.map((row) => row.identity_id)
}

/** The people of accounts, and those whom these identifiers belong to. */
export async function findMembers(
  db: Db,
  workspaceId: string,
  accountIds: readonly string[],
  identityIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    SELECT DISTINCT person_id FROM identifiers
    WHERE workspace_id = ${workspaceId} AND (identity_id = ANY(${identityIds}::uuid[]) OR identity_id IN (
      SELECT identity_id FROM account_members WHERE workspace_id = ${workspaceId} AND account_id = ANY(${accountIds}::uuid[])))`.execute(
    db,
  )
  return rows.map((row) => row.person_id)
}

/** What is known of the accounts of people. */
export async function findAccountTraitsOf(db: Db, workspaceId: string, personIds: readonly string[]) {
  const { rows } = await sql<{ person_id: string; traits: StampedTraits }>`
    SELECT DISTINCT i.person_id, a.id, a.traits FROM identifiers i
    JOIN account_members m ON m.workspace_id = i.workspace_id AND m.identity_id = i.identity_id
    JOIN accounts a ON a.workspace_id = m.workspace_id AND a.id = m.account_id
    WHERE i.workspace_id = ${workspaceId} AND i.person_id = ANY(${personIds}::uuid[])
      AND EXISTS (SELECT FROM account_members WHERE workspace_id = ${workspaceId})`.execute(db)
  return rows
}

import { sql } from 'kysely'
import type { Db } from './identity-db.ts'

type AccountKey = { workspaceId: string; accountId: string }

/** Those of the accounts that more identifiers belong to than this. */
export async function findLargeAccounts(
  db: Db,
  workspaceId: string,
  accountIds: readonly string[],
  most: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM unnest(${accountIds}::uuid[]) AS t (id) WHERE (
      SELECT count(*) FROM (
        SELECT FROM account_members WHERE workspace_id = ${workspaceId} AND account_id = t.id LIMIT ${most + 1}
      ) AS first) > ${most}`.execute(db)
  return rows.map((row) => row.id)
}

/** Has the people of these accounts written anew, from the beginning or once more after the round under way. */
export async function askForRewrites(
  db: Db,
  workspaceId: string,
  accountIds: readonly string[],
): Promise<void> {
  if (accountIds.length === 0) return
  await sql`
    INSERT INTO account_rewrites AS known (workspace_id, account_id)
    SELECT ${workspaceId}::uuid, id FROM unnest(${accountIds}::uuid[]) AS t (id)
    ON CONFLICT (workspace_id, account_id) DO UPDATE SET asked = known.asked + 1`.execute(db)
}

/** Every account whose people wait to be written anew. */
export async function listRewrites(db: Db): Promise<AccountKey[]> {
  const { rows } = await sql<AccountKey>`
    SELECT workspace_id AS "workspaceId", account_id AS "accountId" FROM account_rewrites ORDER BY workspace_id, account_id`.execute(
    db,
  )
  return rows
}

export type RewriteRow = { asked: string; begun: string | null; place: string | null }

/** Where the round of an account stands; undefined when another server has ended it. Ask with identities locked. */
export async function findRewrite(db: Db, key: AccountKey): Promise<RewriteRow | undefined> {
  const { rows } = await sql<RewriteRow>`
    SELECT asked, begun, place FROM account_rewrites
    WHERE workspace_id = ${key.workspaceId} AND account_id = ${key.accountId}`.execute(db)
  return rows[0]
}

/** The next identifiers of an account with their people. */
export async function nextMembers(
  db: Db,
  key: AccountKey & { after: string | null; limit: number },
): Promise<{ identity_id: string; person_id: string }[]> {
  const { rows } = await sql<{ identity_id: string; person_id: string }>`
    SELECT m.identity_id, coalesce(i.person_id, m.identity_id) AS person_id FROM account_members m
    LEFT JOIN identifiers i ON i.workspace_id = m.workspace_id AND i.identity_id = m.identity_id
    WHERE m.workspace_id = ${key.workspaceId} AND m.account_id = ${key.accountId}
      AND (${key.after}::uuid IS NULL OR m.identity_id > ${key.after}::uuid)
    ORDER BY m.identity_id LIMIT ${key.limit}`.execute(db)
  return rows
}

export async function saveRewrite(db: Db, key: AccountKey & Omit<RewriteRow, 'asked'>): Promise<void> {
  await sql`
    UPDATE account_rewrites SET begun = ${key.begun}, place = ${key.place}
    WHERE workspace_id = ${key.workspaceId} AND account_id = ${key.accountId}`.execute(db)
}

export async function deleteRewrite(db: Db, key: AccountKey): Promise<void> {
  await sql`
    DELETE FROM account_rewrites WHERE workspace_id = ${key.workspaceId} AND account_id = ${key.accountId}`.execute(
    db,
  )
}

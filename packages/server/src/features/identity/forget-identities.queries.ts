import { sql } from 'kysely'
import { z } from 'zod'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { Db } from './identity-db.ts'

/** Removes everything that PostgreSQL knows of these identifiers. Says how many of them there were. */
export async function deleteIdentities(
  db: Db,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<number> {
  await sql`
    DELETE FROM identity_assertions WHERE workspace_id = ${workspaceId}
      AND (a = ANY(${identityIds}::uuid[]) OR b = ANY(${identityIds}::uuid[]))`.execute(db)
  for (const table of ['identity_separations', 'duplicate_pairs'])
    await sql`
      DELETE FROM ${sql.table(table)} WHERE workspace_id = ${workspaceId}
        AND (a = ANY(${identityIds}::uuid[]) OR b = ANY(${identityIds}::uuid[]))`.execute(db)
  for (const table of ['duplicate_keys', 'computed_values', 'computed_waiting', 'changed_people'])
    await sql`
      DELETE FROM ${sql.table(table)} WHERE workspace_id = ${workspaceId} AND person_id = ANY(${identityIds}::uuid[])`.execute(
      db,
    )
  await sql`
    DELETE FROM account_members WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[])`.execute(
    db,
  )
  await sql`DELETE FROM people WHERE workspace_id = ${workspaceId} AND id = ANY(${identityIds}::uuid[])`.execute(
    db,
  )
  const { numAffectedRows } = await sql`
    DELETE FROM identifiers WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[])`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0)
}

export async function countIdentities(
  db: Db,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    SELECT (SELECT count(*) FROM identifiers WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[]))
         + (SELECT count(*) FROM people WHERE workspace_id = ${workspaceId} AND id = ANY(${identityIds}::uuid[])) AS n`.execute(
    db,
  )
  return Number(rows[0]?.n ?? 0)
}

/** Removes the same from ClickHouse: the profile and the overrides, each by a rewrite that ends before this resolves. */
export async function deleteProfiles(
  clickhouse: ClickHouse,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<void> {
  const params = { workspaceId, ids: [...identityIds] }
  await clickhouse.command({
    name: 'identity.deleteProfiles',
    sql: 'ALTER TABLE people DELETE WHERE workspace_id = {workspaceId:UUID} AND person_id IN {ids:Array(UUID)}',
    params,
    settings: { mutations_sync: 1 },
  })
  await clickhouse.command({
    name: 'identity.deleteOverridesOf',
    sql: 'ALTER TABLE identity_overrides DELETE WHERE workspace_id = {workspaceId:UUID} AND identity_id IN {ids:Array(UUID)}',
    params,
    settings: { mutations_sync: 1 },
  })
}

export async function countProfiles(
  clickhouse: ClickHouse,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<number> {
  const [row] = await clickhouse.select({
    name: 'identity.countProfiles',
    sql: 'SELECT count() AS n FROM people WHERE workspace_id = {workspaceId:UUID} AND person_id IN {ids:Array(UUID)}',
    params: { workspaceId, ids: [...identityIds] },
    row: z.object({ n: z.coerce.number() }),
  })
  return row?.n ?? 0
}

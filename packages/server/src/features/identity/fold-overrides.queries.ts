import { z } from 'zod'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'

const ofWorkspace = '({workspaceId:Nullable(UUID)} IS NULL OR workspace_id = {workspaceId:Nullable(UUID)})'

/** Of the mutations of events those alone that look people up: an erasure's must go on. */
const unfinishedFold = `database = currentDatabase() AND table = 'events' AND NOT is_done AND position(command, 'identity_fold') > 0`

/** How many joins wait, of one workspace or of all, and the newest. */
export async function countOverrides(clickhouse: ClickHouse, workspaceId?: string) {
  const [row] = await clickhouse.select({
    name: 'identity.countOverrides',
    sql: `SELECT count() AS n, max(version) AS up_to FROM identity_overrides WHERE ${ofWorkspace}`,
    params: { workspaceId: workspaceId ?? null },
    row: z.object({ n: z.coerce.number(), up_to: z.coerce.number() }),
  })
  return { count: row?.n ?? 0, upToVersion: row?.up_to ?? 0 }
}

/** Copies the overrides of this round into a table that mutations can look up. */
export async function prepareFold(
  clickhouse: ClickHouse,
  round: { upToVersion: number; most: number; workspaceId: string | undefined },
): Promise<void> {
  await clickhouse.command({ name: 'identity.clearFold', sql: 'TRUNCATE TABLE identity_fold' })
  await clickhouse.command({
    name: 'identity.fillFold',
    sql: `INSERT INTO identity_fold
          SELECT toString(identity_id), identity_id, argMax(person_id, version), max(version) FROM identity_overrides
          WHERE version <= {upToVersion:UInt64} AND ${ofWorkspace} GROUP BY identity_id LIMIT {most:UInt64}`,
    params: { ...round, workspaceId: round.workspaceId ?? null },
  })
}

/**
 * How many folds are still under way in the engine: of a server that ended without waiting for it. The look-up table must
 * stay as it is until then.
 */
export async function countFoldsUnderWay(
  clickhouse: ClickHouse,
): Promise<{ running: number; failing: number }> {
  const [row] = await clickhouse.select({
    name: 'identity.countFoldsUnderWay',
    sql: `SELECT count() AS running, countIf(latest_fail_reason != '') AS failing FROM system.mutations
          WHERE ${unfinishedFold}`,
    row: z.object({ running: z.coerce.number(), failing: z.coerce.number() }),
  })
  return row ?? { running: 0, failing: 0 }
}

/** Gives up folds that are not done. Nothing is lost: their overrides are still there. */
export function withdrawFolds(clickhouse: ClickHouse): Promise<void> {
  return clickhouse.command({ name: 'identity.withdrawFolds', sql: `KILL MUTATION WHERE ${unfinishedFold}` })
}

/** Rewrites the parts that hold events of the folded identities. A mutation that fails is withdrawn, or it would block the next. */
export async function foldIntoEvents(clickhouse: ClickHouse): Promise<void> {
  // Mutations run without a default database, so the look-up needs its full name.
  const [here] = await clickhouse.select({
    name: 'identity.currentDatabase',
    sql: 'SELECT currentDatabase() AS name',
    row: z.object({ name: z.string() }),
  })
  try {
    await clickhouse.command({
      name: 'identity.foldIntoEvents',
      sql: `ALTER TABLE events UPDATE person_id = joinGet({fold:String}, 'person_id', toString(identity_id))
            WHERE identity_id IN (SELECT identity_id FROM identity_fold)`,
      params: { fold: `${here?.name ?? 'default'}.identity_fold` },
      settings: { mutations_sync: 1 },
    })
  } catch (error) {
    await withdrawFolds(clickhouse)
    throw error
  }
}

/** Removes what was folded; an override that came since has a higher version and stays. */
export async function dropOverrides(clickhouse: ClickHouse, upToVersion: number): Promise<void> {
  await clickhouse.command({
    name: 'identity.dropOverrides',
    sql: `ALTER TABLE identity_overrides DELETE
          WHERE version <= {upToVersion:UInt64} AND identity_id IN (SELECT identity_id FROM identity_fold)`,
    params: { upToVersion },
    settings: { mutations_sync: 1 },
  })
}

import { z } from 'zod'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'

export async function countOverrides(clickhouse: ClickHouse) {
  const [row] = await clickhouse.select({
    name: 'identity.countOverrides',
    sql: 'SELECT count() AS n, max(version) AS up_to FROM identity_overrides',
    row: z.object({ n: z.coerce.number(), up_to: z.coerce.number() }),
  })
  return { count: row?.n ?? 0, upToVersion: row?.up_to ?? 0 }
}

/** Copies the overrides of this round into a table that mutations can look up. */
export async function prepareFold(clickhouse: ClickHouse, upToVersion: number, most: number): Promise<void> {
  await clickhouse.command({ name: 'identity.clearFold', sql: 'TRUNCATE TABLE identity_fold' })
  await clickhouse.command({
    name: 'identity.fillFold',
    sql: `INSERT INTO identity_fold
          SELECT toString(identity_id), identity_id, argMax(person_id, version), max(version) FROM identity_overrides
          WHERE version <= {upToVersion:UInt64} GROUP BY identity_id LIMIT {most:UInt64}`,
    params: { upToVersion, most },
  })
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
    await clickhouse.command({
      name: 'identity.withdrawFold',
      sql: `KILL MUTATION WHERE database = currentDatabase() AND table = 'events' AND NOT is_done`,
    })
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

import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { countOverrides, dropOverrides, foldIntoEvents, prepareFold } from './fold-overrides.queries.ts'
import { tryLockFold } from './identity.queries.ts'

const most = 200_000

const quietRounds = 20

/**
 * Writes joins of people into the events themselves, so that questions need no look-up. While it works, questions go
 * on with the overrides; they are removed only after all parts are rewritten. Says how many were folded;
 * zero also while another server on the same stores folds, as both would fill the same look-up table.
 */
export async function foldOverrides(deps: { clickhouse: ClickHouse; postgres: Postgres }): Promise<number> {
  return deps.postgres.transaction().execute(async (trx) => ((await tryLockFold(trx)) ? fold(deps) : 0))
}

async function fold(deps: { clickhouse: ClickHouse }): Promise<number> {
  const waiting = await countOverrides(deps.clickhouse)
  if (waiting.count === 0) return 0
  await prepareFold(deps.clickhouse, waiting.upToVersion, most)
  await foldIntoEvents(deps.clickhouse)
  await dropOverrides(deps.clickhouse, waiting.upToVersion)
  return waiting.count
}

/** Folds once joins have stopped coming for a round, or after many rounds: each fold rewrites whole parts. */
export function foldWhenQuiet(deps: { clickhouse: ClickHouse; postgres: Postgres }): () => Promise<void> {
  let seen = 0
  let rounds = 0
  return async () => {
    const { count, upToVersion } = await countOverrides(deps.clickhouse)
    const isQuiet = upToVersion === seen
    seen = upToVersion
    rounds += 1
    if (count === 0 || (!isQuiet && rounds < quietRounds)) return
    rounds = 0
    await foldOverrides(deps)
  }
}

import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import {
  countFoldsUnderWay,
  countOverrides,
  dropOverrides,
  foldIntoEvents,
  prepareFold,
  withdrawFolds,
} from './fold-overrides.queries.ts'
import { tryLockFold } from './identity.queries.ts'

export type FoldDeps = {
  clickhouse: ClickHouse
  postgres: Postgres
  /** Resolves once every block of events that may not know of a join yet is stored: those parts are to be rewritten too. */
  untilBegunIsCarried: () => Promise<void>
  /** Folds joins of this workspace alone; of all, unless told. */
  workspaceId?: string
}

const most = 200_000

const quietRounds = 20

/**
 * Writes joins of people into the events themselves, so that questions need no look-up. While it works, questions go
 * on with the overrides; they are removed only after all parts are rewritten. Says how many were folded;
 * zero also while another server on the same stores folds, as both would fill the same look-up table.
 */
export async function foldOverrides(deps: FoldDeps): Promise<number> {
  return deps.postgres.transaction().execute(async (trx) => ((await tryLockFold(trx)) ? fold(deps) : 0))
}

async function fold(deps: FoldDeps): Promise<number> {
  const waiting = await countOverrides(deps.clickhouse, deps.workspaceId)
  if (waiting.count === 0 || (await isUnderWay(deps.clickhouse))) return 0
  await deps.untilBegunIsCarried()
  await prepareFold(deps.clickhouse, {
    upToVersion: waiting.upToVersion,
    most,
    workspaceId: deps.workspaceId,
  })
  await foldIntoEvents(deps.clickhouse)
  await dropOverrides(deps.clickhouse, waiting.upToVersion)
  return waiting.count
}

async function isUnderWay(clickhouse: ClickHouse): Promise<boolean> {
  const { running, failing } = await countFoldsUnderWay(clickhouse)
  if (failing > 0) await withdrawFolds(clickhouse)
  return running > failing
}

/** Folds once joins have stopped coming for a round, or after many rounds: each fold rewrites whole parts. */
export function foldWhenQuiet(deps: FoldDeps): () => Promise<void> {
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

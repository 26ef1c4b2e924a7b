import * as q from './forget-identities.queries.ts'
import { lockIdentities } from './identity.queries.ts'
import { flushIdentityOutbox, type IdentityDeps } from './identity-outbox.service.ts'

/**
 * Forgets identifiers with all that hangs on them: traits, consents, joins, membership of accounts, the profile.
 * Events are not touched. Doing it again changes nothing. `left` counts what is there afterwards.
 */
export async function forgetIdentities(
  deps: IdentityDeps,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<{ removed: number; left: number }> {
  const removed = await deps.postgres.transaction().execute(async (trx) => {
    await lockIdentities(trx, workspaceId)
    return q.deleteIdentities(trx, workspaceId, identityIds)
  })
  // What is still on its way to ClickHouse would come back after the removal there.
  await flushIdentityOutbox(deps)
  await q.deleteProfiles(deps.clickhouse, workspaceId, identityIds)
  const [here, there] = await Promise.all([
    q.countIdentities(deps.postgres, workspaceId, identityIds),
    q.countProfiles(deps.clickhouse, workspaceId, identityIds),
  ])
  return { removed, left: here + there }
}

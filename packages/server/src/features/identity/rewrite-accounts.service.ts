import * as q from './account-rewrites.queries.ts'
import { lockIdentities } from './identity.queries.ts'
import { flushIdentityOutbox, type IdentityDeps } from './identity-outbox.service.ts'
import { rewritePeople } from './rewrite-people.service.ts'

const membersAtOnce = 1_000

/**
 * Writes the people of large accounts anew of which something else is known now, some at a time, so that no block of
 * events waits behind them. A change while a round is under way asks for one more, which comes after a round of every
 * other account: each person has what was last said after at most two rounds, and an account that changes all the time
 * keeps no other waiting. A server that stops goes on where it was.
 */
export async function rewriteLargeAccounts(deps: IdentityDeps, isStopped: () => boolean): Promise<void> {
  for (const key of await q.listRewrites(deps.postgres))
    while (!isStopped() && (await rewriteSome(deps, key)));
}

/** Does the next members of one account. Says whether this round has others left. */
async function rewriteSome(
  deps: IdentityDeps,
  key: { workspaceId: string; accountId: string },
): Promise<boolean> {
  const goesOn = await deps.postgres.transaction().execute(async (trx) => {
    await lockIdentities(trx, key.workspaceId)
    const row = await q.findRewrite(trx, key)
    if (!row) return false
    const begun = row.begun ?? row.asked
    const members = await q.nextMembers(trx, { ...key, after: row.place, limit: membersAtOnce })
    await rewritePeople(trx, key.workspaceId, [...new Set(members.map((one) => one.person_id))])
    const last = members.at(-1)
    if (last && members.length === membersAtOnce) {
      await q.saveRewrite(trx, { ...key, begun, place: last.identity_id })
      return true
    }
    if (row.asked === begun) await q.deleteRewrite(trx, key)
    else await q.saveRewrite(trx, { ...key, begun: null, place: null })
    return false
  })
  await flushIdentityOutbox(deps)
  return goesOn
}

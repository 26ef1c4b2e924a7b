import type { IdentityChanged } from '@teia/contracts'
import { actorOf } from '../../platform/request-identity.ts'
import { type Actor, audit } from '../access/index.ts'
import { markForCounting } from './computed-rows.queries.ts'
import * as d from './decisions.queries.ts'
import { lockIdentities } from './identity.queries.ts'
import type { Trx } from './identity-db.ts'
import { flushIdentityOutbox, type IdentityDeps } from './identity-outbox.service.ts'
import { findRules } from './identity-rules.queries.ts'
import { defaultRules } from './identity-rules.ts'
import { repartition } from './repartition.service.ts'
import { rewritePeople } from './rewrite-people.service.ts'

export type DecisionDeps = IdentityDeps & { now: () => Date }
/** What a decision is made in: everything or nothing of it is kept. */
export type Change = {
  trx: Trx
  workspaceId: string
  by: { at: Date; by: string }
  /** Computes anew who is who around these identifiers. */
  settle(identityIds: readonly string[]): Promise<void>
}

/**
 * Makes a decision about who is who and writes it into the audit log. `work` returns the identifiers concerned and the
 * links that it changed; the answer names the people whom those identifiers belong to afterwards.
 */
export async function changeIdentities(
  deps: DecisionDeps,
  actor: Actor,
  action: string,
  work: (
    change: Change,
  ) => Promise<{ identifiers: string[]; links: string[]; subject: string; after: unknown }>,
): Promise<IdentityChanged> {
  const { workspaceId } = actor
  const changed = await deps.postgres.transaction().execute(async (trx) => {
    await lockIdentities(trx, workspaceId)
    const rules = (await findRules(trx, workspaceId))?.rules ?? defaultRules
    const settle = async (identityIds: readonly string[]) => {
      const moved = await repartition(trx, workspaceId, identityIds, rules)
      const people = [...new Set(moved.values())]
      await rewritePeople(trx, workspaceId, people)
      await markForCounting(trx, workspaceId, people)
    }
    const by = { at: deps.now(), by: actorOf(actor.identity) }
    const done = await work({ trx, workspaceId, by, settle })
    await audit({ postgres: trx, now: deps.now }, actor, action, done.subject, { after: done.after })
    const personOf = await d.findPersonsOf(trx, workspaceId, done.identifiers)
    const people = await d.namePeople(trx, workspaceId, [...new Set(personOf.values())])
    return { people: people.map(({ id, name }) => ({ id, name })), links: done.links }
  })
  await flushIdentityOutbox(deps)
  return changed
}

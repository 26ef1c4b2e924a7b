import {
  faultOf,
  type IdentityRules,
  type IdentityRulesChange,
  type IdentityRulesView,
  type IdentityWork,
} from '@teia/contracts'
import type { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import { actorOf } from '../../platform/request-identity.ts'
import { type Actor, audit } from '../access/index.ts'
import type { DecisionDeps } from './change-identities.service.ts'
import { markForCounting } from './computed-rows.queries.ts'
import { lockIdentities } from './identity.queries.ts'
import { flushIdentityOutbox } from './identity-outbox.service.ts'
import { findRules, saveRules } from './identity-rules.queries.ts'
import { defaultRules } from './identity-rules.ts'
import * as work from './identity-work.queries.ts'
import { beginReading } from './read-again.service.ts'
import { kindsReadAnew } from './reading.ts'
import { repartition } from './repartition.service.ts'
import { rewritePeople } from './rewrite-people.service.ts'

/** How far long work is; `none` when it has never run. */
export const describeWork = (row: work.WorkRow | undefined): IdentityWork => ({
  state: row?.state ?? 'none',
  done: Number(row?.done ?? 0),
  total: row?.total === null || row === undefined ? null : Number(row.total),
  startedAt: row?.started_at.toISOString() ?? null,
  endedAt: row?.ended_at?.toISOString() ?? null,
  problem: row?.problem ?? null,
})

/** The rules that hold in a workspace, and how far people are computed by them. */
export async function getRules(deps: DecisionDeps, workspaceId: string): Promise<IdentityRulesView> {
  const [row, running, reading] = await Promise.all([
    findRules(deps.postgres, workspaceId),
    work.findWork(deps.postgres, workspaceId, 'rules'),
    work.findWork(deps.postgres, workspaceId, 'reading'),
  ])
  return {
    ...(row?.rules ?? defaultRules),
    version: row?.version ?? 0,
    changedAt: row?.changed_at.toISOString() ?? null,
    changedBy: row?.changed_by ?? null,
    work: describeWork(running),
    reading: describeWork(reading),
  }
}

/**
 * Changes the rules. What arrives from now on follows them; people as they are now are computed anew in the background,
 * and events are read again where values are read differently.
 * Throws `conflict` when somebody has changed them since the version that the change was made from.
 */
export async function changeRules(
  deps: DecisionDeps,
  actor: Actor,
  change: z.infer<typeof IdentityRulesChange>,
): Promise<IdentityRulesView> {
  const { version, ...rules } = change
  const { workspaceId } = actor
  await deps.postgres.transaction().execute(async (trx) => {
    await lockIdentities(trx, workspaceId)
    const before = (await findRules(trx, workspaceId))?.rules ?? defaultRules
    const readAnew = [...kindsReadAnew([before], rules)]
    const row = { version, rules, readAnew, changedAt: deps.now(), changedBy: actorOf(actor.identity) }
    if (!(await saveRules(trx, workspaceId, row)))
      throw new AppError('conflict', 409, faultOf('rules_changed'))
    if (readAnew.length > 0) await beginReading(trx, workspaceId, before, deps.now())
    if (isJoiningChanged(before, rules))
      await work.beginWork(
        trx,
        workspaceId,
        'rules',
        await work.countIdentifiers(trx, workspaceId),
        deps.now(),
      )
    await audit({ postgres: trx, now: deps.now }, actor, 'identity.rules', 'rules', { before, after: rules })
  })
  return getRules(deps, workspaceId)
}

/** Whether people have to be computed anew. */
function isJoiningChanged(before: IdentityRules, after: IdentityRules): boolean {
  const joining = ({ kinds, externalTypes, blocked }: IdentityRules) =>
    JSON.stringify([kinds, externalTypes, blocked])
  return joining(before) !== joining(after)
}

export async function cancelRules(deps: DecisionDeps, actor: Actor): Promise<IdentityRulesView> {
  await work.endWork(deps.postgres, actor.workspaceId, 'rules', { state: 'cancelled', at: deps.now() })
  await audit(deps, actor, 'identity.rules.cancelled', 'rules')
  return getRules(deps, actor.workspaceId)
}

const atOnce = 500

/** Computes people anew by changed rules, a few at a time; each step is kept, so that a restart goes on there. */
export async function applyChangedRules(deps: DecisionDeps, isStopped: () => boolean): Promise<void> {
  for (const workspaceId of await work.listRunningWork(deps.postgres, 'rules'))
    while (!isStopped() && (await applyToSome(deps, workspaceId)));
}

async function applyToSome(deps: DecisionDeps, workspaceId: string): Promise<boolean> {
  const goesOn = await deps.postgres.transaction().execute(async (trx) => {
    // In the order of those who change the rules: the other way round, each would wait for the other.
    await lockIdentities(trx, workspaceId)
    const row = await work.takeWork(trx, workspaceId, 'rules')
    if (!row) return false
    const ids = await work.nextIdentifiers(trx, workspaceId, row.place as string | null, atOnce)
    const rules = (await findRules(trx, workspaceId))?.rules ?? defaultRules
    if (ids.length > 0) {
      const moved = await repartition(trx, workspaceId, ids, rules, true)
      const people = [...new Set(moved.values())]
      await rewritePeople(trx, workspaceId, people)
      await markForCounting(trx, workspaceId, people)
      const done = Number(row.done) + ids.length
      await work.saveProgress(trx, workspaceId, 'rules', { done, place: ids.at(-1) })
    }
    if (ids.length < atOnce) await work.endWork(trx, workspaceId, 'rules', { state: 'done', at: deps.now() })
    return ids.length === atOnce
  })
  await flushIdentityOutbox(deps)
  return goesOn
}

import type { Erasure, PageQuery } from '@teia/contracts'
import { z } from 'zod'
import { pageFrom, readCursor } from '../../platform/cursor.ts'
import { AppError } from '../../platform/errors.ts'
import { uuid } from '../../platform/ids.ts'
import { actorOf } from '../../platform/request-identity.ts'
import { type AccessDeps, type Actor, audit } from '../access/index.ts'
import { getIdentifiers, type PeopleDeps } from '../people/index.ts'
import type { ErasureJobs } from './erasures.job.ts'
import * as q from './erasures.queries.ts'

export type ErasuresDeps = PeopleDeps & AccessDeps & { erasureJobs: ErasureJobs }

export const describeErasure = (row: q.ErasureRow): Erasure => ({
  id: row.id,
  personId: row.person_id,
  state: row.state,
  reason: row.reason,
  requestedBy: row.requested_by,
  requestedAt: row.requested_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  liftedAt: row.lifted_at?.toISOString() ?? null,
  identifiers: row.identity_ids.length,
  receipts: row.receipts,
  waiting:
    row.waiting_for !== null && row.next_try_at !== null
      ? { store: row.waiting_for, tries: row.tries, nextTryAt: row.next_try_at.toISOString() }
      : null,
})

/**
 * Begins to erase a person from all stores. From the moment this resolves, events of the person are dropped. Asking
 * again while the erasure is at work answers with the same one. Throws `person_not_found`.
 */
export async function erasePerson(
  deps: ErasuresDeps,
  actor: Actor,
  id: string,
  reason: string,
): Promise<Erasure> {
  const { workspaceId } = actor
  const identifiers = await getIdentifiers(deps, workspaceId, id)
  const personId = identifiers[0]?.person_id ?? id
  const running = await q.findRunning(deps.postgres, workspaceId, personId)
  if (running) return describeErasure(running)
  const erasureId = deps.newId()
  await q.insertErasure(deps.postgres, {
    id: erasureId,
    workspaceId,
    personId,
    reason,
    by: actorOf(actor.identity),
    at: deps.now(),
    identityIds: identifiers.map((one) => one.identity_id),
  })
  await audit(deps, actor, 'person.erase', personId, { after: { erasureId, reason } })
  const row = await findErasure(deps, workspaceId, erasureId)
  deps.erasureJobs.enqueue(row)
  return describeErasure(row)
}

export async function getErasure(deps: ErasuresDeps, workspaceId: string, id: string): Promise<Erasure> {
  return describeErasure(await findErasure(deps, workspaceId, id))
}

export async function listErasures(deps: ErasuresDeps, workspaceId: string, query: PageQuery) {
  const rows = await q.listErasures(deps.postgres, workspaceId, {
    limit: query.limit + 1,
    after: readCursor(query.cursor, z.tuple([z.iso.datetime(), z.guid()])),
  })
  return pageFrom(rows, query.limit, describeErasure, (row) => [row.requested_at.toISOString(), row.id])
}

/** Lets the person be known again, from events that come after this. Nothing that was erased comes back. */
export async function liftErasure(deps: ErasuresDeps, actor: Actor, id: string): Promise<Erasure> {
  const row = await findErasure(deps, actor.workspaceId, id)
  if (row.state === 'running')
    throw new AppError('erasure_running', 409, 'The erasure is still at work. Lift it when it is done.')
  if (row.state === 'done') {
    await q.markLifted(deps.postgres, id, deps.now())
    await audit(deps, actor, 'person.erase.lift', row.person_id, { after: { erasureId: id } })
  }
  return getErasure(deps, actor.workspaceId, id)
}

async function findErasure(deps: ErasuresDeps, workspaceId: string, id: string): Promise<q.ErasureRow> {
  const row = uuid.test(id) ? await q.findErasure(deps.postgres, workspaceId, id) : undefined
  if (!row) throw new AppError('erasure_not_found', 404, 'No such erasure.')
  return row
}

import { faultOf, type NewView, type SavedView, type ViewChange, type ViewList } from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import { uuid } from '../../platform/ids.ts'
import { actorOf } from '../../platform/request-identity.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { type Actor, audit, isKeeper } from '../access/index.ts'
import * as q from './views.queries.ts'

export type ViewsDeps = { postgres: Postgres; now: () => Date; newId: () => string }

const mostOwn = 200
/** Whose a view is: a member's, or a key's. */
export const ownerOf = ({ identity }: Actor) =>
  !identity ? 'system' : identity.kind === 'user' ? identity.userId : `key:${identity.keyId}`

const describe = (row: q.ViewRow, actor: Actor): SavedView => ({
  id: row.id,
  list: row.list,
  name: row.name,
  search: row.search,
  isShared: row.is_shared,
  owner: row.owner,
  isYours: row.owner_id === ownerOf(actor) || isKeeper(actor),
  updatedAt: row.updated_at.toISOString(),
})

/** The views of whoever asks, and those that others share: at most 500, one's own before those of others. */
export async function listViews(deps: ViewsDeps, actor: Actor, list: ViewList | undefined) {
  const key = { workspaceId: actor.workspaceId, ownerId: ownerOf(actor), list: list ?? null }
  return { items: (await q.listViews(deps.postgres, key)).map((row) => describe(row, actor)) }
}

/** Another workspace's view, and one that somebody keeps for themselves, look the same as a missing one. */
async function getView(deps: ViewsDeps, actor: Actor, id: string): Promise<SavedView> {
  const [row] = uuid.test(id) ? await q.findViews(deps.postgres, actor.workspaceId, [id]) : []
  if (!row || !(row.is_shared || row.owner_id === ownerOf(actor)))
    throw new AppError('view_not_found', 404, 'No such view.')
  return describe(row, actor)
}

async function getOwnView(deps: ViewsDeps, actor: Actor, id: string): Promise<SavedView> {
  const view = await getView(deps, actor, id)
  if (!view.isYours) throw new AppError('forbidden', 403, faultOf('view_of_another', { owner: view.owner }))
  return view
}

export async function createView(deps: ViewsDeps, actor: Actor, view: NewView): Promise<SavedView> {
  const key = { workspaceId: actor.workspaceId, ownerId: ownerOf(actor) }
  if ((await q.countOwnViews(deps.postgres, key)) >= mostOwn)
    throw new AppError('conflict', 409, faultOf('views_too_many', { most: mostOwn }))
  const id = deps.newId()
  await q.insertView(deps.postgres, {
    id,
    workspaceId: actor.workspaceId,
    list: view.list,
    name: view.name,
    search: view.search,
    is_shared: view.isShared,
    owner_id: ownerOf(actor),
    owner: actorOf(actor.identity),
    now: deps.now(),
  })
  if (view.isShared) await audit(deps, actor, 'view.share', view.name, { after: view })
  return getView(deps, actor, id)
}

export async function changeView(
  deps: ViewsDeps,
  actor: Actor,
  id: string,
  change: ViewChange,
): Promise<SavedView> {
  const before = await getOwnView(deps, actor, id)
  const after = {
    id,
    name: change.name ?? before.name,
    search: change.search ?? before.search,
    is_shared: change.isShared ?? before.isShared,
  }
  await q.updateView(deps.postgres, { ...after, workspaceId: actor.workspaceId, now: deps.now() })
  if (before.isShared || after.is_shared)
    await audit(deps, actor, 'view.change', after.name, { before, after })
  return getView(deps, actor, id)
}

export async function deleteView(deps: ViewsDeps, actor: Actor, id: string): Promise<void> {
  const before = await getOwnView(deps, actor, id)
  await q.deleteView(deps.postgres, actor.workspaceId, id)
  if (before.isShared) await audit(deps, actor, 'view.delete', before.name, { before })
}

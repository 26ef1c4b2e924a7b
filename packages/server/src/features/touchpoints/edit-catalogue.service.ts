import {
  type CatalogueEntry,
  faultOf,
  type TouchpointDefinition,
  type TouchpointOrder,
  type TouchpointVersion,
} from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import { type Actor, audit } from '../access/index.ts'
import * as q from './catalogue.queries.ts'
import {
  assertAskable,
  assertNameIsFree,
  type CatalogueDeps,
  changeCatalogue,
  freeId,
  getEntry,
  notFound,
  readEntries,
} from './catalogue.service.ts'

/** Adds a touchpoint; it takes precedence over all others unless a place is named. */
export async function createTouchpoint(
  deps: CatalogueDeps,
  actor: Actor,
  definition: TouchpointDefinition,
  place = 0,
): Promise<CatalogueEntry> {
  assertAskable(definition)
  const { workspaceId } = actor
  const id = await changeCatalogue(deps, actor, async ({ trx, entries, by }) => {
    assertNameIsFree(entries, definition.name)
    const made = freeId(definition.name, await q.listKnownIds(trx, workspaceId))
    await q.saveEntry(trx, { workspaceId, id: made, place, definition, changedBy: by, now: deps.now() })
    const ids = entries.map((one) => one.id)
    await q.savePlaces(trx, { workspaceId, ids: ids.toSpliced(place, 0, made) })
    return made
  })
  await audit(deps, actor, 'touchpoint.create', definition.name, { after: definition })
  return getEntry(deps, workspaceId, id)
}

/** Changes a touchpoint that still is as it was seen. Throws `changed_meanwhile` with both versions otherwise. */
export async function changeTouchpoint(
  deps: CatalogueDeps,
  actor: Actor,
  id: string,
  seen: string | undefined,
  definition: TouchpointDefinition,
): Promise<CatalogueEntry> {
  const { workspaceId } = actor
  const before = await changeCatalogue(deps, actor, async ({ trx, entries, by }) => {
    const entry = seenEntry(entries, id, seen, definition)
    assertAskable(definition)
    assertNameIsFree(
      entries.filter((one) => one.id !== id),
      definition.name,
    )
    const { place } = entry
    await q.saveEntry(trx, { workspaceId, id, place, definition, changedBy: by, now: deps.now() })
    return entry.definition
  })
  await audit(deps, actor, 'touchpoint.change', definition.name, { before, after: definition })
  return getEntry(deps, workspaceId, id)
}

/** Removes a touchpoint; its versions stay, and each of them can be restored. */
export async function removeTouchpoint(
  deps: CatalogueDeps,
  actor: Actor,
  id: string,
  seen: string | undefined,
): Promise<void> {
  const { workspaceId } = actor
  const before = await changeCatalogue(deps, actor, async ({ trx, entries, by }) => {
    const { definition, place } = seenEntry(entries, id, seen, null)
    await q.saveEntry(trx, {
      workspaceId,
      id,
      place,
      definition: null,
      changedBy: by,
      now: deps.now(),
    })
    return definition
  })
  await audit(deps, actor, 'touchpoint.remove', before.name, { before })
}

export async function listTouchpointVersions(
  deps: CatalogueDeps,
  workspaceId: string,
  id: string,
): Promise<{ items: TouchpointVersion[] }> {
  await readEntries(deps, workspaceId)
  const rows = await q.listVersions(deps.postgres, workspaceId, id)
  if (rows.length === 0) throw notFound()
  return {
    items: rows.map((row) => ({
      revision: row.revision,
      definition: row.definition,
      changedBy: row.changed_by,
      changedAt: row.changed_at.toISOString(),
    })),
  }
}

/** Makes an earlier version the newest one; a touchpoint that was removed comes back at the end. */
export async function restoreTouchpoint(
  deps: CatalogueDeps,
  actor: Actor,
  id: string,
  revision: number,
): Promise<CatalogueEntry> {
  const { workspaceId } = actor
  const change = await changeCatalogue(deps, actor, async ({ trx, entries, by }) => {
    const versions = await q.listVersions(trx, workspaceId, id)
    const wanted = versions.find((one) => one.revision === revision)?.definition
    if (!wanted) throw notFound()
    const entry = entries.find((one) => one.id === id)
    assertNameIsFree(
      entries.filter((one) => one.id !== id),
      wanted.name,
    )
    const place = entry?.place ?? entries.length
    await q.saveEntry(trx, {
      workspaceId,
      id,
      place,
      definition: wanted,
      changedBy: by,
      now: deps.now(),
    })
    return { before: entry?.definition ?? null, after: wanted }
  })
  await audit(deps, actor, 'touchpoint.restore', change.after.name, change)
  return getEntry(deps, workspaceId, id)
}

/** Puts all touchpoints in another order of precedence. */
export async function orderTouchpoints(
  deps: CatalogueDeps,
  actor: Actor,
  order: TouchpointOrder,
): Promise<{ version: number; entries: CatalogueEntry[] }> {
  const { workspaceId } = actor
  const change = await changeCatalogue(deps, actor, async ({ trx, entries, version }) => {
    const before = entries.map((one) => one.id)
    const isWhole = new Set(order.ids).size === before.length && order.ids.length === before.length
    if (order.version !== version)
      throw new AppError('changed_meanwhile', 412, faultOf('catalogue_changed'), {
        versions: { current: { ids: before, version }, yours: order },
      })
    if (!isWhole || !before.every((id) => order.ids.includes(id)))
      throw new AppError('invalid_catalogue', 400, faultOf('catalogue_no_order'))
    await q.savePlaces(trx, { workspaceId, ids: order.ids })
    return { before, after: order.ids }
  })
  await audit(deps, actor, 'touchpoint.order', 'catalogue', change)
  return readEntries(deps, workspaceId)
}

export const etagOf = (entry: Pick<CatalogueEntry, 'revision'>) => `"${entry.revision}"`

function seenEntry(
  entries: readonly CatalogueEntry[],
  id: string,
  seen: string | undefined,
  yours: TouchpointDefinition | null,
): CatalogueEntry {
  const entry = entries.find((one) => one.id === id)
  if (!entry) throw notFound()
  if (seen === undefined)
    throw new AppError(
      'precondition_required',
      428,
      'Send the ETag of the version that you have seen as “If-Match”.',
    )
  if (seen !== etagOf(entry))
    throw new AppError(
      'changed_meanwhile',
      412,
      faultOf('touchpoint_changed', { name: entry.definition.name }),
      { versions: { current: entry, yours } },
    )
  return entry
}

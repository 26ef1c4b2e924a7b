import {
  faultOf,
  type JourneyMap,
  type MapDocument,
  type MapList,
  type MapSummary,
  type MapVersions,
  mapLimits,
} from '@teia/contracts'
import { z } from 'zod'
import { readCursor, writeCursor } from '../../platform/cursor.ts'
import { AppError } from '../../platform/errors.ts'
import { uuid } from '../../platform/ids.ts'
import { actorOf } from '../../platform/request-identity.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { type Actor, audit } from '../access/index.ts'
import type { ImageRow } from './images.queries.ts'
import { keepImage } from './keep-image.service.ts'
import * as q from './maps.queries.ts'

/**
 * Hears, in the transaction of the change, what a map becomes; null when it goes. It may refuse by throwing.
 */
export type MapFollower = (
  trx: q.Trx,
  workspaceId: string,
  map: { id: string; before: MapDocument; after: MapDocument | null },
) => Promise<void>
export type MapsDeps = {
  postgres: Postgres
  now: () => Date
  newId: () => string
  /** Those who rest on maps. */
  mapFollowers: readonly MapFollower[]
}

export const mapNotFound = () => new AppError('map_not_found', 404, 'No such map.')
export const etagOf = ({ revision }: { revision: number }) => `"${revision}"`

const describe = (row: q.MapRow): JourneyMap => ({
  id: row.id,
  revision: row.revision,
  createdAt: row.created_at.toISOString(),
  createdBy: row.created_by,
  changedAt: row.changed_at.toISOString(),
  changedBy: row.changed_by,
  document: row.document,
})

export async function listMaps(deps: MapsDeps, workspaceId: string): Promise<MapList> {
  const rows = await q.listMaps(deps.postgres, workspaceId)
  return {
    items: rows.map(
      (row): MapSummary => ({
        id: row.id,
        name: row.name,
        description: row.description,
        revision: row.revision,
        stages: row.stages,
        steps: row.steps,
        measured: row.measured,
        hasToBe: row.has_to_be,
        openComments: Number(row.open_comments),
        changedAt: row.changed_at.toISOString(),
        changedBy: row.changed_by,
      }),
    ),
  }
}

/** Where a map is; throws `map_not_found` for what cannot be an id. */
export function mapKey(workspaceId: string, id: string): q.MapKey {
  if (!uuid.test(id)) throw mapNotFound()
  return { workspaceId, mapId: id }
}

/** Throws `map_not_found`. */
export async function getMap(
  deps: Pick<MapsDeps, 'postgres'>,
  workspaceId: string,
  id: string,
): Promise<JourneyMap> {
  const row = await q.findMap(deps.postgres, mapKey(workspaceId, id))
  if (!row) throw mapNotFound()
  return describe(row)
}

/** The maps of these ids as far as they are there. */
export async function findMaps(db: q.Db, workspaceId: string, ids: readonly string[]): Promise<JourneyMap[]> {
  const known = ids.filter((id) => uuid.test(id))
  return (await q.findMaps(db, workspaceId, known)).map(describe)
}

/** Keeps a new map, with images that its cards show. Throws `conflict` when there are too many of either. */
export async function createMap(
  deps: MapsDeps,
  actor: Actor,
  document: MapDocument,
  images: readonly ImageRow[] = [],
): Promise<JourneyMap> {
  const by = actorOf(actor.identity)
  const at = deps.now()
  const row: q.MapRow = {
    id: deps.newId(),
    document,
    revision: 1,
    created_at: at,
    created_by: by,
    changed_at: at,
    changed_by: by,
  }
  if ((await q.countMaps(deps.postgres, actor.workspaceId)) >= mapLimits.maps)
    throw new AppError('conflict', 409, faultOf('maps_too_many', { most: mapLimits.maps }))
  await deps.postgres.transaction().execute(async (trx) => {
    await q.saveMap(trx, actor.workspaceId, row)
    const key = { workspaceId: actor.workspaceId, mapId: row.id }
    for (const image of images) await keepImage(trx, key, image)
    await audit({ ...deps, postgres: trx }, actor, 'map.created', document.name)
  })
  return describe(row)
}

/**
 * Changes a map that is as the caller has seen it; `seen` is its ETag. Throws `map_not_found`, `precondition_required`, and
 * `changed_meanwhile` with both versions, so that nothing of either need be lost, and `conflict` where it loses what others
 * rest on.
 */
export async function changeMap(
  deps: MapsDeps,
  actor: Actor,
  id: string,
  seen: string | undefined,
  document: MapDocument,
): Promise<JourneyMap> {
  const key = mapKey(actor.workspaceId, id)
  return deps.postgres.transaction().execute(async (trx) => {
    const known = await q.findMap(trx, key, true)
    if (!known) throw mapNotFound()
    if (seen === undefined)
      throw new AppError(
        'precondition_required',
        428,
        'Send the ETag of the version that you have seen as “If-Match”.',
      )
    if (seen !== etagOf(known))
      throw new AppError('changed_meanwhile', 412, faultOf('map_changed', { name: known.document.name }), {
        versions: { current: describe(known), yours: document },
      })
    const row: q.MapRow = {
      ...known,
      document,
      revision: known.revision + 1,
      changed_at: deps.now(),
      changed_by: actorOf(actor.identity),
    }
    await q.saveMap(trx, actor.workspaceId, row)
    for (const follow of deps.mapFollowers)
      await follow(trx, actor.workspaceId, { id, before: known.document, after: document })
    await audit({ ...deps, postgres: trx }, actor, 'map.changed', document.name, {
      before: { revision: known.revision },
      after: { revision: row.revision },
    })
    return describe(row)
  })
}

/** Takes a map away, with its history, comments and images. Throws `map_not_found`, `conflict` where others rest on it. */
export async function deleteMap(deps: MapsDeps, actor: Actor, id: string): Promise<void> {
  const key = mapKey(actor.workspaceId, id)
  await deps.postgres.transaction().execute(async (trx) => {
    const known = await q.findMap(trx, key, true)
    if (!known) throw mapNotFound()
    for (const follow of deps.mapFollowers)
      await follow(trx, actor.workspaceId, { id, before: known.document, after: null })
    await q.deleteMap(trx, key)
    await audit({ ...deps, postgres: trx }, actor, 'map.deleted', known.document.name, {
      before: { revision: known.revision, document: known.document },
    })
  })
}

/** Who changed a map and when, latest first. Throws `map_not_found`. */
export async function listMapVersions(
  deps: MapsDeps,
  workspaceId: string,
  id: string,
  page: { limit: number; cursor?: string | undefined },
): Promise<MapVersions> {
  const key = mapKey(workspaceId, id)
  const after = readCursor(page.cursor, z.tuple([z.number().int()]))
  await getMap(deps, workspaceId, id)
  const rows = await q.listVersions(deps.postgres, key, after?.[0] ?? 2 ** 31 - 1, page.limit + 1)
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return {
    items: shown.map((row) => ({
      revision: row.revision,
      changedAt: row.changed_at.toISOString(),
      changedBy: row.changed_by,
    })),
    nextCursor: rows.length > page.limit && last ? writeCursor([last.revision]) : null,
  }
}

/** A map as it was at one revision. Throws `map_not_found`. */
export async function getMapVersion(
  deps: MapsDeps,
  workspaceId: string,
  id: string,
  revision: string,
): Promise<JourneyMap> {
  const map = await getMap(deps, workspaceId, id)
  const isNumber = /^\d{1,9}$/.test(revision)
  const version = isNumber
    ? await q.findVersion(deps.postgres, mapKey(workspaceId, id), Number(revision))
    : null
  if (!version) throw mapNotFound()
  return {
    ...map,
    revision: version.revision,
    changedAt: version.changed_at.toISOString(),
    changedBy: version.changed_by,
    document: version.document,
  }
}

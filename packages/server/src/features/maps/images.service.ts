import type { MapImage } from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import { type Actor, audit } from '../access/index.ts'
import * as q from './images.queries.ts'
import { imageOf, keepImage } from './keep-image.service.ts'
import { getMap, type MapsDeps, mapKey } from './maps.service.ts'

/** Keeps an image beside a map, for cards to show. Throws `map_not_found`, `invalid_map`, `conflict`. */
export async function addImage(
  deps: MapsDeps,
  actor: Actor,
  mapId: string,
  bytes: Buffer,
): Promise<MapImage> {
  const map = await getMap(deps, actor.workspaceId, mapId)
  const key = mapKey(actor.workspaceId, map.id)
  const image = imageOf(bytes)
  await keepImage(deps.postgres, key, image)
  await audit(deps, actor, 'map.image', map.document.name)
  return { id: image.id, type: image.type, bytes: bytes.length }
}

/** Throws `image_not_found`. */
export async function getImage(deps: MapsDeps, workspaceId: string, mapId: string, id: string) {
  const image = await q.findImage(deps.postgres, mapKey(workspaceId, mapId), id)
  if (!image) throw new AppError('image_not_found', 404, 'No such image.')
  return image
}

import { faultOf, filterLimits, type JourneyMap, MapFile, mapLimits, stepsOf } from '@teia/contracts'
import { stringify } from 'yaml'
import { refuseOutsizedRules } from '../../platform/rule-size.ts'
import { readYaml } from '../../platform/yaml.ts'
import type { Actor } from '../access/index.ts'
import * as images from './images.queries.ts'
import { imageOf } from './keep-image.service.ts'
import { createMap, getMap, type MapsDeps, mapKey } from './maps.service.ts'

/** The whole of a map as YAML that reads back the same: the drawing, and the images that its cards show. Throws `map_not_found`. */
export async function writeMapFile(deps: MapsDeps, workspaceId: string, mapId: string) {
  const { document } = await getMap(deps, workspaceId, mapId)
  const shown = new Set(
    [document.asIs, document.toBe].flatMap((drawing) =>
      stepsOf(drawing).flatMap((step) =>
        Object.values(step.cards).flatMap((cards) => cards.map((one) => one.image)),
      ),
    ),
  )
  const kept = await images.listImages(deps.postgres, mapKey(workspaceId, mapId))
  const file: MapFile = {
    teia: 'map',
    version: 1,
    map: document,
    images: Object.fromEntries(
      kept
        .filter((one) => shown.has(one.id))
        .map((one) => [one.id, { type: one.type, data: one.bytes.toString('base64') }]),
    ) as MapFile['images'],
  }
  return { name: document.name, yaml: stringify(file, { lineWidth: 120 }) }
}

/**
 * Keeps what a file holds as a new map. Throws `invalid_map` with what is wrong, line by line, and what creating a map
 * throws; then nothing of it is kept.
 */
export async function readMapFile(deps: MapsDeps, actor: Actor, text: string): Promise<JourneyMap> {
  const file = readYaml(text, MapFile, {
    code: 'invalid_map',
    faultAt: (place) => (place ? faultOf('map_no_yaml_at', place) : faultOf('map_no_yaml')),
    unfit: faultOf('map_file_form'),
    check: (value) =>
      refuseOutsizedRules(value, {
        levels: filterLimits.levels,
        conditions: mapLimits.steps * filterLimits.levels,
      }),
  })
  const held = Object.entries(file.images).map(([id, image]) => ({
    ...imageOf(Buffer.from(image.data, 'base64')),
    id,
  }))
  return createMap(deps, actor, file.map, held)
}

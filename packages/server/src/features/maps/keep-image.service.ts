import { createHash } from 'node:crypto'
import { faultOf, mapLimits } from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import * as q from './images.queries.ts'
import type { Db, MapKey } from './maps.queries.ts'

/** What an image is, by its first bytes: nothing that a browser would run, whatever its name says. */
const kinds = [
  {
    type: 'image/png',
    fits: (bytes: Buffer) => bytes.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n',
  },
  { type: 'image/jpeg', fits: (bytes: Buffer) => bytes.subarray(0, 3).toString('hex') === 'ffd8ff' },
  {
    type: 'image/webp',
    fits: (bytes: Buffer) =>
      bytes.subarray(0, 4).toString('latin1') === 'RIFF' &&
      bytes.subarray(8, 12).toString('latin1') === 'WEBP',
  },
]

/** An image as it is kept, called after its content. Throws `invalid_map`. */
export function imageOf(bytes: Buffer): q.ImageRow {
  const kind = kinds.find((one) => one.fits(bytes))
  if (!kind || bytes.length > mapLimits.imageBytes)
    throw new AppError(
      'invalid_map',
      400,
      faultOf('map_image_form', { megabytes: mapLimits.imageBytes / 1e6 }),
    )
  return { id: createHash('sha256').update(bytes).digest('base64url').slice(0, 32), type: kind.type, bytes }
}

/** Writes an image beside a map, where there is room. Throws `conflict`. */
export async function keepImage(db: Db, key: MapKey, image: q.ImageRow): Promise<void> {
  const { count, bytes } = await q.sumImages(db, key, image.id)
  if (count >= mapLimits.images || bytes + image.bytes.length > mapLimits.imagesBytes)
    throw new AppError(
      'conflict',
      409,
      faultOf('map_images_too_many', { most: mapLimits.images, megabytes: mapLimits.imagesBytes / 1e6 }),
    )
  await q.insertImage(db, key, image)
}

import type { z } from 'zod'
import { AppError } from './errors.ts'

/** Packs where a page ended into an opaque cursor. */
export function writeCursor(position: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/** Unpacks a cursor. Throws `invalid_cursor` when it is not one of ours. */
export function readCursor<Shape extends z.ZodType>(
  cursor: string | undefined,
  shape: Shape,
): z.infer<Shape> | null {
  if (cursor === undefined) return null
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch (cause) {
    throw new AppError('invalid_cursor', 400, 'The cursor is not one of ours. Start from the first page.', {
      cause,
    })
  }
}

/** Makes a page from `limit + 1` rows: the extra row only says that there is more. */
export function pageFrom<Row, Item>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
  position: (row: Row) => (string | number | null)[],
) {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(item),
    nextCursor: rows.length > limit && last !== undefined ? writeCursor(position(last)) : null,
  }
}

import type { AnswerMeta } from '@teia/contracts'
import { z } from 'zod'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import { type Asking, runPlan } from './ask.ts'
import type { Scene } from './fragments.ts'

export type PeoplePage = {
  people: { personId: string; at: string }[]
  total: number
  nextCursor: string | null
  meta: AnswerMeta
}

const Row = z.object({ person: z.string(), at: z.coerce.number(), total: z.coerce.number() })

/** One page of rows `(person, at)`, each person once, latest first, with how many there are. Throws `invalid_cursor`. */
export async function peoplePage(
  asking: Asking,
  name: string,
  rows: string,
  scene: Scene,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<PeoplePage> {
  const { params } = scene
  const after = readCursor(cursor, z.tuple([z.number().int(), z.guid()]))
  const later = after
    ? `WHERE (at, person) < (${params.add('Int64', after[0])}, ${params.add('UUID', after[1])})`
    : ''
  const sql = `
    SELECT person, at, total FROM (
      SELECT person, max(at) AS at, count() OVER () AS total
      FROM (${rows}
      )
      GROUP BY person
    )
    ${later}
    ORDER BY at DESC, person DESC
    LIMIT ${params.add('UInt32', limit + 1)}`
  const found = await runPlan(asking, { name, sql, params, row: Row })
  const shown = found.rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    people: shown.map((row) => ({ personId: row.person, at: new Date(row.at).toISOString() })),
    total: found.rows[0]?.total ?? 0,
    nextCursor: found.rows.length > limit && last ? writeCursor([last.at, last.person]) : null,
    meta: found.meta,
  }
}

import type { PeopleBehindQuestion } from '@teia/contracts'
import { z } from 'zod'
import {
  type Asking,
  all,
  eventsFrom,
  filterSql,
  inRange,
  isInteraction,
  openScene,
  personOf,
  runPlan,
} from '../../analytics/index.ts'
import { readCursor, writeCursor } from '../../platform/cursor.ts'

/** One page of the people with an interaction that fits, by their latest one, and how many there are in all. */
export async function selectPeopleBehind(asking: Asking, question: PeopleBehindQuestion) {
  const scene = await openScene(asking)
  const after = readCursor(question.cursor, z.tuple([z.number().int(), z.guid()]))
  const later = after
    ? `WHERE (at, person) < (${scene.params.add('Int64', after[0])}, ${scene.params.add('UUID', after[1])})`
    : ''
  const sql = `
    SELECT person, at, total FROM (
      SELECT person, at, count() OVER () AS total FROM (
        SELECT ${personOf(scene)} AS person, max(toUnixTimestamp64Milli(e.time)) AS at
        FROM ${eventsFrom(scene)}
        WHERE ${all([inRange(scene), isInteraction, filterSql(question.filter, scene)])}
        GROUP BY person
      )
    )
    ${later}
    ORDER BY at DESC, person DESC
    LIMIT ${scene.params.add('UInt32', question.limit + 1)}`
  const row = z.object({ person: z.string(), at: z.coerce.number(), total: z.coerce.number() })
  const { rows, meta } = await runPlan(asking, {
    name: 'questions.peopleBehind',
    sql,
    params: scene.params,
    row,
  })
  const shown = rows.slice(0, question.limit)
  const last = shown.at(-1)
  return {
    personIds: shown.map((one) => one.person),
    total: rows[0]?.total ?? 0,
    nextCursor: rows.length > question.limit && last ? writeCursor([last.at, last.person]) : null,
    meta,
  }
}

import type { ProcessPart, ProcessPeopleQuestion, ProcessQuestion } from '@teia/contracts'
import { z } from 'zod'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import { type Asking, openScene, runPlan } from './ask.ts'
import { DurationsRow, durationsSql } from './durations.ts'
import type { Scene } from './fragments.ts'
import { type Cases, caseRows, casesOf, nodeAt, stage, variantId, walkedUnits } from './process-cases.ts'

const Row = z.object({
  total: z.coerce.number(),
  page: z.array(z.tuple([z.coerce.number(), z.string()])),
  between: DurationsRow,
})

/** One page of the people behind a step, an edge or a variant, latest first. Throws `invalid_cursor`. */
export async function askProcessPeople(asking: Asking, question: ProcessPeopleQuestion) {
  const after = readCursor(question.cursor, z.tuple([z.number().int(), z.guid()]))
  const scene = await openScene(asking)
  const { params } = scene
  const cases = casesOf(question.process, scene, asking.sessionTimeoutMs)
  const begun = params.add('Int64', scene.range.from - 1)
  const later = after
    ? `arrayFilter(one -> one < (${params.add('Int64', after[0])}, ${params.add('UUID', after[1])}), found)`
    : 'found'
  const sql = `${cases.preamble}
    SELECT length(found) AS total, arraySlice(arrayReverseSort(${later}), 1, ${params.add('UInt32', question.limit + 1)}) AS page,
           ${durationsSql('gaps')} AS between
    FROM (
      SELECT groupArray((at, person)) AS found, groupArrayArray(own_gaps) AS gaps
      FROM (
        SELECT person, max(time) + ${begun} AS at, groupArray(gap) AS own_gaps
        FROM (${rowsOf(cases, question.process, question.of, scene)}
        )
        GROUP BY person
      )
    )`
  const { rows, meta } = await runPlan(asking, { name: 'analytics.processPeople', sql, params, row: Row })
  const [row] = rows
  const shown = row?.page.slice(0, question.limit) ?? []
  const last = shown.at(-1)
  return {
    people: shown.map(([at, personId]) => ({ personId, at: new Date(at).toISOString() })),
    total: row?.total ?? 0,
    nextCursor: row && row.page.length > question.limit && last ? writeCursor(last) : null,
    between: 'node' in question.of ? null : (row?.between ?? null),
    meta,
  }
}

/** Rows `(person, time, gap)`: one for each time that somebody took the part. */
function rowsOf(cases: Cases, question: ProcessQuestion, of: ProcessPart, scene: Scene): string {
  const isAccount = question.scope === 'account'
  if ('variant' in of)
    return `
          SELECT ${isAccount ? 'arrayJoin(arrayDistinct(whos))' : 'who'} AS person, times[-1] AS time, times[-1] - times[1] AS gap
          FROM (${caseRows(cases, question)}
          )
          WHERE ${variantId('ids')} = ${scene.params.text(of.variant)}`
  const at = (name: string) => nodeAt(name, question, scene)
  const steps = stage(walkedUnits(cases, question), {
    nths: `arrayEnumerateUniq(${question.scope === 'session' ? 'run, nodes' : 'nodes'})`,
  })
  const parts = { met: '1', starts: 'begin', ends: 'is_last', repeats: 'nth > 1' }
  const conditions =
    'node' in of
      ? `node = ${at(of.node)} AND ${parts[of.part]}`
      : `node = ${at(of.target)} AND source = ${at(of.source)} AND source != 0`
  return `
          SELECT ${isAccount ? 'one' : 'who'} AS person, time, wait AS gap
          FROM (${steps}
          )
          ARRAY JOIN sources AS source, nodes AS node, times AS time, arrayDifference(times) AS wait, begins AS begin, lasts AS is_last, nths AS nth${isAccount ? ', whos AS one' : ''}
          WHERE ${conditions}`
}

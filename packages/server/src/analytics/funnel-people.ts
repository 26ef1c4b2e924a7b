import type { FunnelPeopleQuestion } from '@teia/contracts'
import { z } from 'zod'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import { type Asking, joinMeta, openScene, runPlan, sceneOf } from './ask.ts'
import { DurationsRow, durationsSql } from './durations.ts'
import type { Scene } from './fragments.ts'
import { funnelWalks, gapSql, keyOfWalk, otherSeries, planFunnel } from './funnel.ts'

const Row = z.object({
  total: z.coerce.number(),
  page: z.array(z.tuple([z.coerce.number(), z.string()])),
  between: DurationsRow,
})

/** One page of the people who reached a step or left after it, latest first. Throws `invalid_cursor`. */
export async function askFunnelPeople(asking: Asking, question: FunnelPeopleQuestion) {
  const { funnel, step } = question
  const after = readCursor(question.cursor, z.tuple([z.number().int(), z.guid()]))
  const scene = await openScene(asking)
  const kept = question.series === otherSeries ? await keptKeys(asking, question, scene) : null
  const { marks, sql: walks } = funnelWalks(asking, funnel, scene)
  const conditions = [`places[${step}] > 0`]
  const next = marks.required.find((one) => one >= step)
  if (question.part === 'left' && next !== undefined) conditions.push(`places[${next + 1}] = 0`)
  if (kept) conditions.push(`${keyOfWalk} NOT IN ${scene.params.add('Array(String)', kept.keys)}`)
  else if (question.series !== undefined)
    conditions.push(`${keyOfWalk} = ${scene.params.text(question.series)}`)
  const begun = scene.params.add('Int64', scene.range.from - 1)
  const later = after
    ? `arrayFilter(one -> one < (${scene.params.add('Int64', after[0])}, ${scene.params.add('UUID', after[1])}), found)`
    : 'found'
  const sql = `
    SELECT length(found) AS total, arraySlice(arrayReverseSort(${later}), 1, ${scene.params.add('UInt32', question.limit + 1)}) AS page,
           ${durationsSql('gaps')} AS between
    FROM (
      SELECT groupArray((at, person)) AS found, groupArrayArray(own_gaps) AS gaps
      FROM (
        SELECT ${funnel.scope === 'account' ? 'arrayJoin(who)' : 'who'} AS person,
               max(times[places[${step}]]) + ${begun} AS at, groupArray(${gapSql(step, funnel.order, marks.required)}) AS own_gaps
        FROM (${walks}
        )
        WHERE ${conditions.join(' AND ')}
        GROUP BY person
      )
    )`
  const { rows, meta } = await runPlan(asking, {
    name: 'analytics.funnelPeople',
    sql,
    params: scene.params,
    row: Row,
  })
  const [row] = rows
  const shown = row?.page.slice(0, question.limit) ?? []
  const last = shown.at(-1)
  return {
    people: shown.map(([at, personId]) => ({ personId, at: new Date(at).toISOString() })),
    total: row?.total ?? 0,
    nextCursor: row && row.page.length > question.limit && last ? writeCursor(last) : null,
    between: step === 1 ? null : (row?.between ?? null),
    meta: kept ? joinMeta(kept.meta, meta) : meta,
  }
}

/** “Other” is what the answer does not name, so the answer has to be known. */
async function keptKeys(asking: Asking, { funnel }: FunnelPeopleQuestion, scene: Scene) {
  const own = sceneOf(asking, scene.hasOverrides)
  const { rows, meta } = await runPlan(asking, planFunnel(asking, funnel, own))
  const keys = rows.filter((row) => row.is_whole === 0 && row.series !== otherSeries)
  return { keys: keys.map((row) => row.series), meta }
}

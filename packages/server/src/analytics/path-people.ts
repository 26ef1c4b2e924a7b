import type { PathPeopleQuestion } from '@teia/contracts'
import { z } from 'zod'
import { type Asking, joinMeta, openScene, runPlan, sceneOf } from './ask.ts'
import type { Scene } from './fragments.ts'
import { planPaths, shapePaths } from './paths.ts'
import { leftLabel, otherLabel, shiftSql, walksSql } from './walks.ts'

const Row = z.object({ person: z.string(), at: z.coerce.number(), seconds: z.coerce.number() })

/** The people behind a node or a link, latest first, and the seconds between the two steps. */
export async function askPathPeople(asking: Asking, question: PathPeopleQuestion) {
  const { paths, source, target } = question
  const scene = await openScene(asking)
  const shown = needsShown(question) ? await shownLabels(asking, question, scene) : null
  const place = (depth: number) => `steps[${scene.params.add('Int64', depth + 1)} - shift]`
  // Places before a walk that is lined up at its end would count from the end of the array.
  const begun = `shift <= ${scene.params.add('Int64', source.depth)}`
  const conditions = [begun, labelCondition(place(source.depth), source, scene, shown)]
  if (target) conditions.push(labelCondition(place(target.depth), target, scene, shown))
  const between =
    target && target.label !== leftLabel
      ? `(${place(target.depth)}.1 - ${place(source.depth)}.1) / 1000`
      : '-1'
  const sql = `
    SELECT person, max(${place(source.depth)}.1) AS at, min(${between}) AS seconds
    FROM (SELECT person, steps, ${shiftSql(paths)} AS shift FROM (${walksSql(paths, scene, asking.sessionTimeoutMs)}
    ))
    WHERE ${conditions.join(' AND ')}
    GROUP BY person
    ORDER BY at DESC, person
    LIMIT 200000`
  const { rows, meta } = await runPlan(asking, {
    name: 'analytics.pathPeople',
    sql,
    params: scene.params,
    row: Row,
  })
  const seconds = rows
    .map((row) => row.seconds)
    .filter((value) => value >= 0)
    .toSorted((x, y) => x - y)
  return {
    people: rows
      .slice(0, question.limit)
      .map((row) => ({ personId: row.person, at: new Date(row.at).toISOString() })),
    total: rows.length,
    between: target && target.label !== leftLabel && seconds.length > 0 ? describeSeconds(seconds) : null,
    meta: shown ? joinMeta(shown.meta, meta) : meta,
  }
}

type Place = { depth: number; label: string }
const needsShown = (question: PathPeopleQuestion) =>
  question.source.label === otherLabel || question.target?.label === otherLabel

/** “Other” is what the drawing does not name, so the drawing has to be known. */
async function shownLabels(asking: Asking, question: PathPeopleQuestion, scene: Scene) {
  const { rows, meta } = await runPlan(
    asking,
    planPaths(
      { ...question.paths, compare: 'none' },
      sceneOf(asking, scene.hasOverrides),
      asking.sessionTimeoutMs,
    ),
  )
  const { nodes } = shapePaths(question.paths, rows, null)
  return {
    meta,
    at: (depth: number) =>
      nodes.filter((node) => node.depth === depth && node.kind !== 'other').map((node) => node.label),
  }
}

function labelCondition(
  step: string,
  place: Place,
  scene: Scene,
  shown: Awaited<ReturnType<typeof shownLabels>> | null,
): string {
  if (place.label !== otherLabel || !shown) return `${step}.2 = ${scene.params.text(place.label)}`
  return `${step}.2 != '' AND ${step}.2 NOT IN ${scene.params.add('Array(String)', [leftLabel, ...shown.at(place.depth)])}`
}

function describeSeconds(sorted: readonly number[]) {
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  const upTo = Math.max(at(0.95), 1)
  const bins = new Array<number>(12).fill(0)
  for (const value of sorted)
    if (value <= upTo)
      bins[Math.min(11, Math.floor((value / upTo) * 12))] =
        (bins[Math.min(11, Math.floor((value / upTo) * 12))] ?? 0) + 1
  return { n: sorted.length, median: at(0.5), p90: at(0.9), upTo, bins }
}

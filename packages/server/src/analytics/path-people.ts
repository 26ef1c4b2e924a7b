import type { PathPeopleQuestion } from '@teia/contracts'
import { z } from 'zod'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import { type Asking, joinMeta, openScene, runPlan, sceneOf } from './ask.ts'
import { describeSeconds } from './durations.ts'
import type { Scene } from './fragments.ts'
import { keptLabels, planPaths } from './paths.ts'
import {
  labelsOf,
  leftLabel,
  otherLabel,
  shiftSql,
  type WalksQuestion,
  walksQuestion,
  walksSql,
} from './walks.ts'

const Row = z.object({ person: z.string(), at: z.coerce.number(), seconds: z.coerce.number() })

/** One page of the people behind a node or a link, latest first, and the seconds between the two steps. Throws `invalid_cursor`. */
export async function askPathPeople(asking: Asking, question: PathPeopleQuestion) {
  const { source, target, limit } = question
  const after = readCursor(question.cursor, z.tuple([z.number().int(), z.guid()]))
  const paths = walksQuestion(question.paths, asking.touchpoints)
  const labels = (label: string) => labelsOf(label, paths, asking.touchpoints)
  const scene = await openScene(asking)
  const shown = needsShown(question) ? await shownLabels(asking, paths, scene) : null
  const place = (depth: number) => `steps[${scene.params.add('Int64', depth + 1)} - shift]`
  // Places before a walk that is lined up at its end would count from the end of the array.
  const begun = `shift <= ${scene.params.add('Int64', source.depth)}`
  const conditions = [begun, labelCondition(place(source.depth), source, labels, scene, shown)]
  if (target) conditions.push(labelCondition(place(target.depth), target, labels, scene, shown))
  const between =
    target && target.label !== leftLabel
      ? `(${place(target.depth)}.1 - ${place(source.depth)}.1) / 1000`
      : '-1'
  const sql = `
    SELECT person, max(${place(source.depth)}.1) AS at, min(${between}) AS seconds
    FROM (SELECT person, steps, ${shiftSql(paths)} AS shift FROM (${walksSql(paths, scene, asking.sessionTimeoutMs, 'timed')}
    ))
    WHERE ${conditions.join(' AND ')}
    GROUP BY person
    ORDER BY at DESC, toString(person)
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
    ...pageOf(after ? rows.filter((row) => isLater(row, after)) : rows, limit),
    total: rows.length,
    between: target && target.label !== leftLabel ? describeSeconds(seconds) : null,
    meta: shown ? joinMeta(shown.meta, meta) : meta,
  }
}

function pageOf(rows: readonly z.infer<typeof Row>[], limit: number) {
  const people = rows.slice(0, limit)
  const last = people.at(-1)
  return {
    people: people.map((row) => ({ personId: row.person, at: new Date(row.at).toISOString() })),
    nextCursor: rows.length > limit && last ? writeCursor([last.at, last.person]) : null,
  }
}

const isLater = (row: z.infer<typeof Row>, [at, person]: [number, string]) =>
  row.at < at || (row.at === at && row.person > person)

type Place = { depth: number; label: string }
const needsShown = (question: PathPeopleQuestion) =>
  question.source.label === otherLabel || question.target?.label === otherLabel

/** “Other” is what the drawing does not name, so the drawing has to be known. */
async function shownLabels(asking: Asking, paths: WalksQuestion, scene: Scene) {
  const { rows, meta } = await runPlan(
    asking,
    planPaths(paths, sceneOf(asking, scene.hasOverrides), asking.sessionTimeoutMs),
  )
  return { meta, at: (depth: number) => keptLabels(rows, depth) }
}

function labelCondition(
  step: string,
  place: Place,
  labels: (label: string) => readonly string[],
  scene: Scene,
  shown: Awaited<ReturnType<typeof shownLabels>> | null,
): string {
  if (place.label !== otherLabel || !shown)
    return `has(${scene.params.add('Array(String)', labels(place.label))}, ${step}.2)`
  return `${step}.2 != '' AND ${step}.2 NOT IN ${scene.params.add('Array(String)', [leftLabel, ...shown.at(place.depth)])}`
}

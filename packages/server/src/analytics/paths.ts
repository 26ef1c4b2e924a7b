import type { PathLink, PathNode, PathsAnswer, PathsQuestion } from '@teia/contracts'
import { z } from 'zod'
import { type Asking, joinMeta, openScene, type Plan, runPlan, sceneOf } from './ask.ts'
import type { Scene } from './fragments.ts'
import { previousRange } from './time-range.ts'
import { leftLabel, otherLabel, shiftSql, walksSql } from './walks.ts'

const Row = z.object({
  depth: z.coerce.number(),
  source: z.string(),
  target: z.string(),
  is_node: z.coerce.number(),
  walks: z.coerce.number(),
  people: z.coerce.number(),
})
type Row = z.infer<typeof Row>

/** Counts what people really do, step by step. */
export async function askPaths(asking: Asking, question: PathsQuestion): Promise<PathsAnswer> {
  const scene = await openScene(asking)
  const now = await runPlan(asking, planPaths(question, scene, asking.sessionTimeoutMs))
  if (question.compare === 'none') return { ...shapePaths(question, now.rows, null), meta: now.meta }
  const range = previousRange(asking.range)
  const before = await runPlan(
    asking,
    planPaths(
      question,
      sceneOf({ workspaceId: asking.workspaceId, range }, scene.hasOverrides),
      asking.sessionTimeoutMs,
    ),
  )
  return { ...shapePaths(question, now.rows, before.rows), meta: joinMeta(now.meta, before.meta) }
}

/**
 * One pass: walks → steps with their successor → counts per (depth, step, successor) → small steps folded into one →
 * links and nodes. Distinct people of a folded step are merged from the states of its parts, so that they stay exact.
 */
export function planPaths(question: PathsQuestion, scene: Scene, sessionTimeoutMs: number): Plan<Row> {
  // A person walks once in person scope, so walks are people and nothing need be told apart.
  const perPerson = question.scope === 'person'
  const state = perPerson ? '' : ', uniqExactState(person) AS who'
  const people = perPerson ? 'sum(folded.n)' : 'uniqExactMerge(folded.who)'
  const small = (own: string, name: string) =>
    `if(${own} < share * max(at_start) OVER (), '${otherLabel}', ${name})`
  const sql = `
    WITH ${scene.params.number(question.minShare)} AS share
    SELECT depth, source, target, grouping(depth) + grouping(source) + grouping(target) AS is_node, sum(folded.n) AS walks, ${people} AS people
    FROM (
      SELECT depth, n${perPerson ? '' : ', who'},
             ${small('source_walks', 'step')} AS source,
             if(next = '' OR next = '${leftLabel}', next, ${small('target_walks', 'next')}) AS target
      FROM (
        SELECT depth, step, next, n${perPerson ? '' : ', who'},
               sum(n) OVER (PARTITION BY depth, step) AS source_walks,
               sum(n) OVER (PARTITION BY depth, next) AS target_walks,
               sum(n) OVER (PARTITION BY depth) AS at_start
        FROM (
          SELECT pair.1 AS depth, pair.2 AS step, pair.3 AS next, count() AS n${state}
          FROM (
            SELECT person, arrayJoin(arrayMap(
                     (step, next, place) -> (toUInt8(place + shift), step.2, next.2),
                     steps, arrayPushBack(arrayPopFront(steps), (toInt64(0), '')), arrayEnumerate(steps))) AS pair
            FROM (SELECT person, steps, ${shiftSql(question)} AS shift FROM (${walksSql(question, scene, sessionTimeoutMs)}
            ) WHERE notEmpty(steps))
          )
          WHERE pair.2 != '${leftLabel}'
          GROUP BY depth, step, next
        )
      )
    ) AS folded
    GROUP BY GROUPING SETS ((depth, source, target), (depth, source), ())
    ORDER BY depth, walks DESC, source, target
    LIMIT 20000`
  return { name: 'analytics.paths', sql, params: scene.params, row: Row }
}

/** Level of the row that sums up all steps: all three keys are rolled up. */
const wholeLevel = 3
const idOf = (depth: number, label: string) => `${depth}:${label}`

/** Makes nodes and links of the counted rows. Depth begins at 0. */
export function shapePaths(
  question: PathsQuestion,
  rows: readonly Row[],
  before: readonly Row[] | null,
): Omit<PathsAnswer, 'meta'> {
  const hasEntry = question.entry && question.from === undefined && question.to === undefined
  const nodes = new Map<string, PathNode>()
  const links: PathLink[] = []
  const wasLink = indexLinks(before ?? [])
  for (const row of rows.filter((one) => one.is_node === 1)) {
    const depth = row.depth - 1
    const kind = row.source === otherLabel ? 'other' : depth === 0 && hasEntry ? 'entry' : 'step'
    nodes.set(idOf(depth, row.source), {
      id: idOf(depth, row.source),
      depth,
      label: row.source,
      kind,
      people: row.people,
      walks: row.walks,
    })
  }
  for (const row of rows.filter((one) => one.is_node === 0 && one.target !== '')) {
    const depth = row.depth - 1
    const target = idOf(depth + 1, row.target)
    if (row.target === leftLabel) addLeft(nodes, target, depth + 1, row)
    if (!nodes.has(target))
      nodes.set(target, {
        id: target,
        depth: depth + 1,
        label: row.target,
        kind: 'other',
        people: row.people,
        walks: row.walks,
      })
    const was = wasLink.get(`${row.depth} ${row.source} ${row.target}`)
    const sourceWalks = wasLink.get(`${row.depth} ${row.source}`)?.walks ?? 0
    links.push({
      source: idOf(depth, row.source),
      target,
      people: row.people,
      walks: row.walks,
      before: before === null ? null : { people: was?.people ?? 0, walks: was?.walks ?? 0, sourceWalks },
    })
  }
  const incoming = links.reduce(
    (sum, link) => sum + (nodes.get(link.target)?.kind === 'left' ? 0 : link.walks),
    0,
  )
  const steps = [...nodes.values()].filter((node) => node.kind !== 'left')
  // Whatever is at a step without having come from another one began there.
  const walks = steps.reduce((sum, node) => sum + node.walks, 0) - incoming
  return {
    nodes: [...nodes.values()].toSorted((x, y) => x.depth - y.depth || y.walks - x.walks),
    links,
    // In person scope a person walks once; the sum over all steps would count each step.
    people:
      question.scope === 'person' ? walks : (rows.find((row) => row.is_node === wholeLevel)?.people ?? 0),
    walks,
  }
}

function addLeft(nodes: Map<string, PathNode>, id: string, depth: number, row: Row): void {
  const node = nodes.get(id) ?? { id, depth, label: leftLabel, kind: 'left' as const, people: 0, walks: 0 }
  nodes.set(id, { ...node, people: node.people + row.people, walks: node.walks + row.walks })
}

function indexLinks(rows: readonly Row[]): Map<string, Row> {
  return new Map(
    rows.map((row) => [
      row.is_node === 1 ? `${row.depth} ${row.source}` : `${row.depth} ${row.source} ${row.target}`,
      row,
    ]),
  )
}

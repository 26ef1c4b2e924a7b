import {
  Channel,
  type PathLink,
  type PathNode,
  type PathsAnswer,
  type PathsQuestion,
  type TouchpointRef,
} from '@teia/contracts'
import { newcombe } from '@teia/methods'
import { z } from 'zod'
import { type Asking, joinMeta, openScene, type Plan, runPlan, sceneOf } from './ask.ts'
import type { Scene } from './fragments.ts'
import { previousRange } from './time-range.ts'
import type { TouchpointNames } from './touchpoint-names.ts'
import {
  beginsWithEntry,
  leftLabel,
  otherLabel,
  readLabel,
  shiftSql,
  type WalksQuestion,
  walksQuestion,
  walksSql,
} from './walks.ts'

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
  const walks = walksQuestion(question, asking.touchpoints)
  const scene = await openScene(asking)
  const now = await runPlan(asking, planPaths(walks, scene, asking.sessionTimeoutMs))
  const kept = now.rows.filter((row) => row.is_node === 1).map((row) => placeKey(row.depth, row.source))
  const others = question.compareWith && (await countOthers(asking, question, scene.hasOverrides, kept))
  const shape = (before: readonly Row[] | null) =>
    withOthers(shapePaths(walks, now.rows, before, asking.touchpoints), walks, others?.rows)
  const metas = [now.meta, ...(others ? [others.meta] : [])]
  if (question.compare === 'none') return { ...shape(null), meta: joinMeta(...metas) }
  const range = previousRange(asking.range)
  const before = await runPlan(
    asking,
    planPaths(walks, sceneOf({ ...asking, range }, scene.hasOverrides), asking.sessionTimeoutMs, kept),
  )
  return { ...shape(before.rows), meta: joinMeta(...metas, before.meta) }
}

/** The same steps, walked by those whom the other filter fits. */
function countOthers(
  asking: Asking,
  question: PathsQuestion,
  hasOverrides: boolean,
  kept: readonly string[],
) {
  const walks = walksQuestion({ ...question, filter: question.compareWith }, asking.touchpoints)
  return runPlan(asking, planPaths(walks, sceneOf(asking, hasOverrides), asking.sessionTimeoutMs, kept))
}

const placeKey = (depth: number, label: string) => `${depth}:${label}`

/**
 * One pass: walks → steps with their successor → counts per (depth, step, successor) → small steps folded into one →
 * links and nodes. A step's size is that of its place, also where it is the successor of another one, so that folding
 * keeps the flow: each count is laid out under both of its steps, sized there, and taken once. Distinct people of a
 * folded step are merged from the states of its parts, so that they stay exact. `kept` names the steps to keep as
 * themselves, as for a period that is compared; otherwise they are those that are large enough.
 */
export function planPaths(
  question: WalksQuestion,
  scene: Scene,
  sessionTimeoutMs: number,
  kept?: readonly string[],
): Plan<Row> {
  // A person walks once in person scope, so walks are people and nothing need be told apart.
  const perPerson = question.scope === 'person'
  const [who, state, people] = perPerson
    ? ['', '', 'sum(folded.n)']
    : [', who', ', uniqExactState(person) AS who', 'uniqExactMerge(folded.who)']
  const isKept = (step: string) =>
    [`${step} = ''`, `${step} = '${leftLabel}'`, ...endOf(question, step, scene)].join(' OR ')
  const keys = kept && scene.params.add('Array(String)', kept)
  const isLarge = (step: string, depth: string, walks: string) =>
    keys ? `has(${keys}, concat(toString(${depth}), ':', ${step}))` : `${walks} >= share * all_walks`
  const folded = (step: string, depth: string, walks: string) =>
    `if(${isKept(step)} OR ${isLarge(step, depth, walks)}, ${step}, '${otherLabel}')`
  const sql = `
    WITH ${scene.params.number(question.minShare)} AS share
    SELECT depth, source, target, grouping(depth) + grouping(source) + grouping(target) AS is_node, sum(folded.n) AS walks, ${people} AS people
    FROM (
      SELECT depth, n${who}, ${folded('step', 'depth', 'place_walks')} AS source,
             ${folded('next', 'depth + 1', 'next_walks')} AS target
      FROM (
        SELECT depth, step, next, n${who}, is_next, place_walks, all_walks,
               max(place_walks) OVER (PARTITION BY depth, step, next ORDER BY is_next ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) AS next_walks
        FROM (
          SELECT depth, step, next, n${who}, is_next,
                 sum(if(is_next, 0, n)) OVER (PARTITION BY depth + is_next, if(is_next, next, step)) AS place_walks,
                 max(sum_at_depth) OVER () AS all_walks
          FROM (
            SELECT depth, step, next, n${who}, sum(n) OVER (PARTITION BY depth) AS sum_at_depth, arrayJoin([0, 1]) AS is_next
            FROM (
              SELECT toUInt8(pair.1 + shift) AS depth, pair.2 AS step, pair.3 AS next, count() AS n${state}
              FROM (
                SELECT person, ${shiftSql(question)} AS shift,
                       arrayJoin(arrayZip(arrayEnumerate(steps), steps, arrayPushBack(arrayPopFront(steps), ''))) AS pair
                FROM (${walksSql(question, scene, sessionTimeoutMs, 'labels')}
                ) WHERE notEmpty(steps)
              )
              GROUP BY depth, step, next
            )
          )
        )
      )
      WHERE NOT is_next
    ) AS folded
    GROUP BY GROUPING SETS ((depth, source, target), (depth, source), ())
    ORDER BY depth, walks DESC, source, target, is_node
    LIMIT 20000`
  return { name: 'analytics.paths', sql, params: scene.params, row: Row }
}

/** A walk between two steps ends at the second wherever that comes, so it is never folded: “other” would not flow on. */
function endOf(question: WalksQuestion, step: string, scene: Scene): string[] {
  if (question.from === undefined || question.to === undefined) return []
  return [`has(${scene.params.add('Array(String)', question.to)}, ${step})`]
}

/** Level of the row that sums up all steps: all three keys are rolled up. */
const wholeLevel = 3
const idOf = (depth: number, label: string) => {
  const { name, channel } = readLabel(label)
  return channel === null ? `${depth}:${name}` : `${depth}:${name}@${channel}`
}

/** Labels of the steps that are shown as themselves at a depth, which begins at 0. */
export function keptLabels(rows: readonly Row[], depth: number): string[] {
  const own = rows.filter((row) => row.is_node === 1 && row.depth === depth + 1)
  return own.map((row) => row.source).filter((label) => label !== otherLabel)
}

/** Makes nodes and links of the counted rows. Depth begins at 0. */
function shapePaths(
  question: WalksQuestion,
  rows: readonly Row[],
  before: readonly Row[] | null,
  names: TouchpointNames,
): Omit<PathsAnswer, 'meta'> {
  const nodes = new Map<string, PathNode>()
  const links: PathLink[] = []
  const wasLink = indexLinks(before ?? [])
  for (const row of rows.filter((one) => one.is_node === 1)) {
    const depth = row.depth - 1
    const id = idOf(depth, row.source)
    const kind = kindOf(question, depth, row.source)
    const { name, channel } = readLabel(row.source)
    const touchpoint =
      kind === 'step' && question.by === 'touchpoint' ? touchpointOf(name, channel, names) : null
    const counts = { people: row.people, walks: row.walks }
    nodes.set(id, { id, depth, label: name, kind, ...(touchpoint && { touchpoint }), ...counts })
  }
  for (const row of rows.filter((one) => one.is_node === 0 && one.target !== '')) {
    const depth = row.depth - 1
    const was = wasLink.get(`${row.depth} ${row.source} ${row.target}`)
    const sourceWalks = wasLink.get(`${row.depth} ${row.source}`)?.walks ?? 0
    links.push({
      source: idOf(depth, row.source),
      target: idOf(depth + 1, row.target),
      people: row.people,
      walks: row.walks,
      before: before === null ? null : { people: was?.people ?? 0, walks: was?.walks ?? 0, sourceWalks },
    })
  }
  return {
    nodes: [...nodes.values()].toSorted((x, y) => x.depth - y.depth || y.walks - x.walks),
    links,
    ...wholeOf(question, rows),
  }
}

/** How many walked, and how often. */
function wholeOf(question: WalksQuestion, rows: readonly Row[]) {
  const sum = (those: readonly Row[]) => those.reduce((all, row) => all + row.walks, 0)
  // Whatever is at a step without having come from another one began there.
  const walks =
    sum(rows.filter((row) => row.is_node === 1)) -
    sum(rows.filter((row) => row.is_node === 0 && row.target !== ''))
  // In person scope a person walks once; the sum over all steps would count each step.
  const people = rows.find((row) => row.is_node === wholeLevel)?.people ?? 0
  return { people: question.scope === 'person' ? walks : people, walks }
}

type Shaped = Omit<PathsAnswer, 'meta'>

/** Puts beside each node and link what it is of the others. */
function withOthers(answer: Shaped, question: WalksQuestion, rows: readonly Row[] | undefined): Shaped {
  if (!rows) return answer
  const counts = new Map(
    rows.map((row) => {
      const source = idOf(row.depth - 1, row.source)
      return [row.is_node === 1 ? source : `${source} ${idOf(row.depth, row.target)}`, row]
    }),
  )
  const of = (id: string) => ({ people: counts.get(id)?.people ?? 0, walks: counts.get(id)?.walks ?? 0 })
  const walks = new Map(answer.nodes.map((node) => [node.id, node.walks]))
  const links = answer.links.map((link) => {
    const other = of(`${link.source} ${link.target}`)
    const sourceWalks = of(link.source).walks
    const { estimate, low, high } = newcombe(
      { successes: link.walks, n: walks.get(link.source) ?? 0 },
      { successes: other.walks, n: sourceWalks },
    )
    return { ...link, other: { ...other, sourceWalks, difference: { estimate, low, high } } }
  })
  const nodes = answer.nodes.map((node) => ({ ...node, other: of(node.id) }))
  return { ...answer, nodes, links, other: wholeOf(question, rows) }
}

/** A step that is no touchpoint is called after its event. */
function touchpointOf(name: string, channel: string | null, names: TouchpointNames): TouchpointRef | null {
  if (channel !== null) return names.describe(name, Channel.catch('other').parse(channel))
  return names.isTouchpoint(name) ? names.describe(name, null) : null
}

function kindOf(question: WalksQuestion, depth: number, label: string): PathNode['kind'] {
  if (label === leftLabel) return 'left'
  if (label === otherLabel) return 'other'
  return depth === 0 && beginsWithEntry(question) ? 'entry' : 'step'
}

function indexLinks(rows: readonly Row[]): Map<string, Row> {
  return new Map(
    rows.map((row) => [
      row.is_node === 1 ? `${row.depth} ${row.source}` : `${row.depth} ${row.source} ${row.target}`,
      row,
    ]),
  )
}

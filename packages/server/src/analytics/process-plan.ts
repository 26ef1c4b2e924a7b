import type { ProcessQuestion } from '@teia/contracts'
import { z } from 'zod'
import type { Asking, Plan } from './ask.ts'
import type { Scene } from './fragments.ts'
import { casesOf, labelOfNode, stage, walkedUnits } from './process-cases.ts'

const Count = z.coerce.number()
const Row = z.object({
  source_name: z.string(),
  target_name: z.string(),
  is_start: Count,
  times: Count,
  cases: Count,
  people: Count,
  ends: Count,
  waited: Count,
  /** Median and 90th percentile in milliseconds; of a start they mean nothing. */
  gaps: z.array(z.coerce.number().nullable()),
  node_cases: Count,
  node_rework: Count,
  node_extra: Count,
  node_people: Count,
  switched: z.tuple([z.array(Count), z.array(Count), z.array(Count)]),
  /** Of the whole answer, the same in every row. */
  people_all: Count,
  names_all: Count,
  variants_all: Count,
  rework_all: Count,
  extra_all: Count,
})
export type ProcessRow = z.infer<typeof Row>

/**
 * One pass: rows of each unit in order → for each row the step before, the wait, whether it is the first such step and edge
 * of its case and of its person → counts by edge. Steps are sums over the edges that lead to them, a start being an edge
 * from nowhere, so that flows sum.
 */
export function planProcess(
  asking: Pick<Asking, 'sessionTimeoutMs'>,
  question: ProcessQuestion,
  scene: Scene,
  kept?: readonly string[],
): Plan<ProcessRow> {
  const { preamble, steps } = processSteps(asking, question, scene, kept)
  const isAccount = question.scope === 'account'
  const [people, nodePeople, all] = isAccount
    ? [
        'finalizeAggregation(who)',
        'uniqExactMerge(who) OVER (PARTITION BY node)',
        'uniqExactMerge(who) OVER ()',
      ]
    : ['edge_people', 'sum(node_people) OVER (PARTITION BY node)', 'sum(own_people) OVER ()']
  const sql = `${preamble}
    SELECT ${labelOfNode('source', question)} AS source_name, ${labelOfNode('node', question)} AS target_name, source = 0 AS is_start,
           times, cases, ${people} AS people, ends, waited, gaps, node_cases, node_rework, node_extra, ${nodePeople} AS node_people, switched,
           ${all} AS people_all, length(names) AS names_all, uniqExactMerge(variants) OVER () AS variants_all,
           sum(own_rework) OVER () AS rework_all, sum(own_extra) OVER () AS extra_all
    FROM (
      SELECT source, node, count() AS times, countIf(edge_nth = 1) AS cases, countIf(is_last) AS ends,
             sumIf(wait, source != 0) AS waited, quantilesExactInclusiveIf(0.5, 0.9)(wait, source != 0) AS gaps,
             countIf(node_nth = 1) AS node_cases, countIf(node_nth = 2) AS node_rework, countIf(node_nth > 1) AS node_extra,
             sumMapIf([toUInt16(from_channel) * 16 + channel], [toUInt64(1)], [wait], source != 0 AND from_channel != channel) AS switched,
             uniqExactStateIf(variant, is_last) AS variants, sum(repeated) AS own_rework, countIf(id_nth > 1) AS own_extra,
             ${isAccount ? 'uniqExactState(who) AS who' : 'countIf(own_edge = 1) AS edge_people, countIf(own_node = 1) AS node_people, countIf(place = 1) AS own_people'}
      FROM (${steps}
      )
      GROUP BY source, node
    )
    ORDER BY times DESC, source_name, target_name`
  return { name: 'analytics.process', sql, params: scene.params, row: Row }
}

/** Every interaction of the cases as a row, with the step before it. */
function processSteps(
  { sessionTimeoutMs }: Pick<Asking, 'sessionTimeoutMs'>,
  question: ProcessQuestion,
  scene: Scene,
  kept: readonly string[] | undefined,
) {
  const cases = casesOf(question, scene, sessionTimeoutMs, kept)
  const isSession = question.scope === 'session'
  const isAccount = question.scope === 'account'
  const nth = (of: string) => `arrayEnumerateUniq(${isSession ? `run, ${of}` : of})`
  const counted = stage(walkedUnits(cases, question), {
    node_nths: nth('nodes'),
    edge_nths: nth('edges'),
    // Where every name is told apart the two are the same.
    id_nths: `if(length(names) <= ${question.limit}, ${nth('nodes')}, ${nth('ids')})`,
    ...(isSession && { own_nodes: 'arrayEnumerateUniq(nodes)', own_edges: 'arrayEnumerateUniq(edges)' }),
    ...(isSession
      ? {
          variants:
            'arrayFlatten(arrayMap(walk -> arrayWithConstant(length(walk), sipHash64(walk)), arraySplit((id, begin) -> begin, ids, begins)))',
        }
      : { variant: 'sipHash64(ids)' }),
  })
  // In its own scope a person is a case, so the first of a case is the first of a person.
  const own = isAccount
    ? ['whos AS who']
    : isSession
      ? ['own_nodes AS own_node', 'own_edges AS own_edge']
      : ['node_nths AS own_node', 'edge_nths AS own_edge']
  const joined = [
    'sources AS source',
    'nodes AS node',
    'arrayDifference(times) AS wait',
    'froms AS from_channel',
    'channels AS channel',
    'lasts AS is_last',
    'node_nths AS node_nth',
    'edge_nths AS edge_nth',
    'id_nths AS id_nth',
    ...(isSession ? ['variants AS variant'] : []),
    ...own,
  ]
  const names = joined.map((one) => one.split(' AS ')[1] ?? '')
  const repeats = stage(counted, {
    repeating: isSession
      ? 'toUInt32(arrayUniq(arrayFilter((one, nth) -> nth = 2, run, id_nths)))'
      : 'toUInt32(arrayExists(nth -> nth = 2, id_nths))',
  })
  const steps = `
      SELECT place, ${isSession ? '' : 'variant, '}${names.join(', ')}, if(place = 1, repeating, 0) AS repeated
      FROM (${repeats}
      )
      ARRAY JOIN arrayEnumerate(ids) AS place, ${joined.join(', ')}`
  return { preamble: cases.preamble, steps }
}

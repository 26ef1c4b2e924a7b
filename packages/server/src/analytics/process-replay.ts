import type { ProcessReplayAnswer, ProcessReplayQuestion } from '@teia/contracts'
import { z } from 'zod'
import { type Asking, openScene, runPlan } from './ask.ts'
import { casesOf, labelOfNode, walkedUnits } from './process-cases.ts'

const Count = z.coerce.number()
const Row = z.object({ slice: Count, source: z.string(), target: z.string(), taken: Count })

/** Counts how often each edge was taken in equally long slices of the range, by when its second step was. */
export async function askProcessReplay(
  asking: Asking,
  question: ProcessReplayQuestion,
): Promise<ProcessReplayAnswer> {
  const scene = await openScene(asking)
  const { params, range } = scene
  const { process, slices } = question
  const cases = casesOf(process, scene, asking.sessionTimeoutMs)
  const length = Math.ceil((range.to - range.from) / slices)
  const sql = `${cases.preamble}
    SELECT slice, ${labelOfNode('from_node', process)} AS source, ${labelOfNode('node', process)} AS target, taken
    FROM (
      SELECT intDiv(time - 1, ${params.add('Int64', length)}) AS slice, from_node, node, count() AS taken
      FROM (${walkedUnits(cases, process)}
      )
      ARRAY JOIN sources AS from_node, nodes AS node, times AS time
      WHERE from_node != 0
      GROUP BY slice, from_node, node
    )
    ORDER BY slice, taken DESC, source, target`
  const { rows, meta } = await runPlan(asking, { name: 'analytics.processReplay', sql, params, row: Row })
  const nodes = [...new Set(rows.flatMap((row) => [row.source, row.target]))]
  const places = new Map(nodes.map((node, place) => [node, place]))
  const placeOf = (node: string) => places.get(node) ?? 0
  const bySlice = Map.groupBy(rows, (row) => row.slice)
  const at = (slice: number) => new Date(Math.min(range.to, range.from + slice * length)).toISOString()
  return {
    slices: Array.from({ length: slices }, (_, slice) => ({
      from: at(slice),
      to: at(slice + 1),
      edges: (bySlice.get(slice) ?? []).map(({ source, target, taken }): [number, number, number] => [
        placeOf(source),
        placeOf(target),
        taken,
      ]),
    })),
    nodes,
    meta,
  }
}

import { setImmediate as breathe } from 'node:timers/promises'
import { type AnswerMeta, type AskedStep, conformanceLimits, fitnessParts } from '@teia/contracts'
import {
  type AlignedVariant,
  align,
  type Conformance,
  compileModel,
  conformanceTotals,
  type JourneyModel,
} from '@teia/methods'
import { z } from 'zod'
import { type Asking, cancelled, limitsOf, openScene, type Plan, runPlan } from './ask.ts'
import type { Scene } from './fragments.ts'
import { dataVersion, KeptAnswers, keyOfPlan } from './kept-answers.ts'
import { ordersSql } from './map-revenue.ts'
import { voicesSql } from './map-scores.ts'
import { type AskedMap, mapWalks } from './map-walks.ts'

const Row = z.object({
  id: z.string(),
  walk: z.array(z.number()),
  people: z.coerce.number(),
  /** Of how many people a feeling is known, and its sum over them. */
  heard: z.coerce.number(),
  feeling: z.coerce.number(),
  value: z.coerce.number(),
  /** Of all walks, also those beyond the limit. */
  all_walks: z.coerce.number(),
  all_people: z.coerce.number(),
  /** Whose walks are longer than what is aligned of them. */
  all_cut: z.coerce.number(),
})
type Row = z.infer<typeof Row>

/** A walk that people took, how it fits, and in which ways (`kind step`) it departs from the drawing. */
export type AlignedWalk = Omit<Row, 'walk' | 'all_walks' | 'all_people' | 'all_cut'> & {
  fits: boolean
  /** The part of the scale of fitness, from 0. */
  fitness: number
  deviations: readonly string[]
}
export type MapAlignment = {
  found: Conformance
  walks: readonly AlignedWalk[]
  leftOut: { variants: number; people: number; shortened: number }
  meta: AnswerMeta
}

/** Walks are many, so few alignments are kept: of the map that is looked at, by some segments. */
const kept = new KeptAnswers<MapAlignment>(6)

/** A drawing as a model: its steps in order, each as it may be left out or come again. */
function modelOf(steps: readonly AskedStep[]): JourneyModel {
  return {
    kind: 'sequence',
    parts: steps.map(({ id, optional, repeats }) => {
      const step: JourneyModel = { kind: 'step', name: id }
      const looped: JourneyModel = repeats ? { kind: 'loop', part: step } : step
      return optional ? { kind: 'optional', part: looped } : looped
    }),
  }
}

/** Who walked how, as rows `(who, times, walk, is_cut, id)`; several interactions in a row at one step are one stay. */
export function shortWalks(asking: Asking, map: AskedMap, scene: Scene): string {
  const longest = scene.params.add('UInt32', limitsOf(asking).steps)
  return `
      SELECT who, times, arraySlice(arrayCompact(steps), 1, ${longest}) AS walk, length(arrayCompact(steps)) > ${longest} AS is_cut, hex(sipHash64(walk)) AS id
      FROM (${mapWalks(asking, map, scene)}
      )`
}

/** How many people walked which steps in which order. */
function planVariants(asking: Asking, map: AskedMap, scene: Scene): Plan<Row> {
  const most = scene.params.add('UInt32', limitsOf(asking).walks)
  const sql = `
    SELECT walk, any(id) AS id, count() AS people, countIf(notEmpty(said)) AS heard, sum(if(empty(said), 0, arrayAvg(one -> one.4, said))) AS feeling,
           sum(arraySum(one -> one.2, orders)) AS value,
           count() OVER () AS all_walks, sum(count()) OVER () AS all_people, sum(countIf(is_cut)) OVER () AS all_cut
    FROM (
      SELECT walk, is_cut, id, said, orders
      FROM (${shortWalks(asking, map, scene)}
      ) AS walks
      LEFT JOIN (${voicesSql(map, scene)}
      ) AS voices USING (who)
      LEFT JOIN (${ordersSql(map, scene)}
      ) AS bought USING (who)
    )
    GROUP BY walk
    ORDER BY people DESC, walk
    LIMIT ${most}`
  return { name: 'analytics.conformance', sql, params: scene.params, row: Row }
}

/**
 * Aligns what people did with what is drawn (Adriansyah, van Dongen and van der Aalst 2011). Takes turns with other work of
 * the server, ends with its caller, and after `conformanceLimits.seconds` finds a range. As long as nothing changes in the
 * store, it is kept. Throws `invalid_map`, `query_cancelled`.
 */
export async function alignMap(asking: Asking, map: AskedMap): Promise<MapAlignment> {
  const version = await dataVersion(asking)
  const plan = planVariants(asking, map, await openScene(asking))
  const key = `${keyOfPlan(plan)} ${JSON.stringify(modelOf(map.steps))}`
  return kept.get(asking.clickhouse, key, version, () => alignWalks(asking, map, plan))
}

async function alignWalks(asking: Asking, map: AskedMap, plan: Plan<Row>): Promise<MapAlignment> {
  const { rows, meta } = await runPlan(asking, plan)
  const idOf = (place: number) => map.steps[place - 1]?.id ?? ''
  const variants = rows.map((row) => ({ steps: row.walk.map(idOf), count: row.people }))
  const until = performance.now() + conformanceLimits.seconds * 1_000
  const totals = conformanceTotals()
  const walks: AlignedWalk[] = []
  const aligned = align(compileModel(modelOf(map.steps)), variants, {
    isStopped: () => performance.now() > until,
  })
  const people = variants.reduce((sum, { count }) => sum + count, 0)
  asking.progress?.enter('aligning', people)
  const namesOf = sharedNames()
  let done = 0
  let turn = performance.now() + 10
  for (const one of aligned) {
    totals.add(one)
    done += one.count
    const row = rows[one.index]
    if (row) {
      const { walk: _, all_walks: _walks, all_people: _people, all_cut: _cut, ...told } = row
      const deviations = namesOf(one)
      walks.push({ ...told, fits: one.cost === 0, fitness: partOf(one.fitness), deviations })
    }
    if (performance.now() < turn) continue
    asking.progress?.reach(done)
    if (asking.signal?.aborted) throw cancelled()
    await breathe()
    turn = performance.now() + 10
  }
  const [first] = rows
  const leftOut = {
    variants: (first?.all_walks ?? 0) - rows.length,
    people: (first?.all_people ?? 0) - people,
    shortened: first?.all_cut ?? 0,
  }
  return { found: totals.result(), walks, leftOut, meta }
}

/** In which ways a walk departs, each once. There are few of them and very many walks, so that all share the same texts. */
function sharedNames() {
  const known = new Map<string, string>()
  return ({ deviations }: AlignedVariant): string[] => {
    const names = new Set<string>()
    for (const { kind, step } of deviations) {
      const name = `${kind} ${step}`
      const shared = known.get(name) ?? name
      known.set(name, shared)
      names.add(shared)
    }
    return [...names]
  }
}

/** A hair is added, as 1 − 0.9 is a little less than 0.1. */
const partOf = (fitness: number) => Math.min(fitnessParts - 1, Math.floor(fitness * fitnessParts + 1e-9))

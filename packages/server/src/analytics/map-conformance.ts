import { setImmediate as breathe } from 'node:timers/promises'
import { type AskedStep, type ConformanceAnswer, conformanceLimits } from '@teia/contracts'
import { type AlignedVariant, align, compileModel, conformanceTotals, type JourneyModel } from '@teia/methods'
import { z } from 'zod'
import { AppError } from '../platform/errors.ts'
import { type Asking, openScene, type Plan, runPlan } from './ask.ts'
import type { Scene } from './fragments.ts'
import { ordersSql } from './map-revenue.ts'
import { voicesSql } from './map-scores.ts'
import { type AskedMap, mapWalks } from './map-walks.ts'

const Row = z.object({
  walk: z.array(z.number()),
  people: z.coerce.number(),
  /** Of how many people a feeling is known, and its sum over them. */
  heard: z.coerce.number(),
  feeling: z.coerce.number(),
  value: z.coerce.number(),
})
type Row = z.infer<typeof Row>

/** A drawing as a model: its steps in order, each as it may be left out or come again. */
export function modelOf(steps: readonly AskedStep[]): JourneyModel {
  return {
    kind: 'sequence',
    parts: steps.map(({ id, optional, repeats }) => {
      const step: JourneyModel = { kind: 'step', name: id }
      const looped: JourneyModel = repeats ? { kind: 'loop', part: step } : step
      return optional ? { kind: 'optional', part: looped } : looped
    }),
  }
}

/** How many people walked which steps in which order; several interactions in a row at one step are one stay. */
function planVariants(asking: Asking, map: AskedMap, scene: Scene): Plan<Row> {
  const most = scene.params.add('UInt32', conformanceLimits.variants)
  const longest = scene.params.add('UInt32', conformanceLimits.steps)
  const sql = `
    SELECT walk, count() AS people, countIf(notEmpty(said)) AS heard, sum(if(empty(said), 0, arrayAvg(one -> one.4, said))) AS feeling,
           sum(arraySum(one -> one.2, orders)) AS value
    FROM (
      SELECT arraySlice(arrayCompact(steps), 1, ${longest}) AS walk, said, orders
      FROM (${mapWalks(asking, map, scene)}
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
 * the server, ends with its caller, and after `conformanceLimits.seconds` says a range. Throws `invalid_map`.
 */
export async function askConformance(asking: Asking, map: AskedMap): Promise<ConformanceAnswer> {
  const scene = await openScene(asking)
  const { rows, meta } = await runPlan(asking, planVariants(asking, map, scene))
  const idOf = (place: number) => map.steps[place - 1]?.id ?? ''
  const variants = rows.map((row) => ({ steps: row.walk.map(idOf), count: row.people }))
  const until = performance.now() + conformanceLimits.seconds * 1_000
  const totals = conformanceTotals()
  const harm = new Harm(rows)
  const aligned = align(compileModel(modelOf(map.steps)), variants, {
    isStopped: () => performance.now() > until,
  })
  let turn = performance.now() + 10
  for (const one of aligned) {
    totals.add(one)
    harm.add(one)
    if (performance.now() < turn) continue
    if (asking.signal?.aborted) throw new AppError('query_cancelled', 499, 'The question was cancelled.')
    await breathe()
    turn = performance.now() + 10
  }
  const found = totals.result()
  return {
    fitness: found.meanFitness.estimate,
    low: found.meanFitness.low,
    high: found.meanFitness.high,
    logFitness: found.logFitness.estimate,
    people: found.journeys,
    fitting: found.fitting,
    variants: variants.length,
    deviations: found.deviations.map(({ kind, step, journeys, times }) => ({
      ...{ kind, step, people: journeys, times },
      ...harm.of(kind, step),
    })),
    isPartial: !found.isExact,
    fitnessAtMost: found.meanFitnessAtMost,
    meta,
  }
}

type Sums = Omit<Row, 'walk'>
const nothing: Sums = { people: 0, heard: 0, feeling: 0, value: 0 }
const plus = (one: Sums, other: Sums): Sums => ({
  people: one.people + other.people,
  heard: one.heard + other.heard,
  feeling: one.feeling + other.feeling,
  value: one.value + other.value,
})

/** How those who departed from the drawing in one way felt and what they ordered, beside all others. */
class Harm {
  readonly #rows: readonly Row[]
  readonly #all: Sums
  readonly #byDeviation = new Map<string, Sums>()

  constructor(rows: readonly Row[]) {
    this.#rows = rows
    this.#all = rows.reduce(plus, nothing)
  }

  add({ index, deviations }: AlignedVariant): void {
    const row = this.#rows[index]
    if (!row) return
    for (const key of new Set(deviations.map(({ kind, step }) => `${kind} ${step}`)))
      this.#byDeviation.set(key, plus(this.#byDeviation.get(key) ?? nothing, row))
  }

  of(kind: string, step: string): { scoreLoss: number | null; revenueLoss: number | null } {
    const did = this.#byDeviation.get(`${kind} ${step}`) ?? nothing
    const [people, heard] = [this.#all.people - did.people, this.#all.heard - did.heard]
    const felt = (sum: number, n: number) => sum / n
    return {
      scoreLoss:
        heard > 0 && did.heard > 0
          ? felt(this.#all.feeling - did.feeling, heard) - felt(did.feeling, did.heard)
          : null,
      revenueLoss: people > 0 ? ((this.#all.value - did.value) / people) * did.people - did.value : null,
    }
  }
}

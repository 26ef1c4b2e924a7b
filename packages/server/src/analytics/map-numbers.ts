import type { AnswerMeta, MapNumbers, PlaceNumbers } from '@teia/contracts'
import { wilson } from '@teia/methods'
import { z } from 'zod'
import { type Asking, joinMeta, openScene, type Plan, sceneOf } from './ask.ts'
import type { Scene } from './fragments.ts'
import { dataVersion, runKept } from './kept-answers.ts'
import { planRevenue, type Revenue } from './map-revenue.ts'
import { feelingOf, planScores, type Said, scoreOf } from './map-scores.ts'
import { type AskedMap, levels, mapWalks, stagesOf, visitsOf } from './map-walks.ts'

const Row = z.object({
  level: z.number(),
  place: z.number(),
  entered: z.coerce.number(),
  interactions: z.coerce.number(),
  now: z.coerce.number(),
  went_on: z.coerce.number(),
  departed: z.coerce.number(),
  returned: z.coerce.number(),
  /** Median and 90th percentile in milliseconds; where nobody went on they mean nothing. */
  between: z.array(z.coerce.number().nullable()),
})
type Row = z.infer<typeof Row>

function planVisits(asking: Asking, map: AskedMap, scene: Scene): Plan<Row> {
  const sql = `
    SELECT level, place, count() AS entered, sum(interactions) AS interactions, countIf(is_now) AS now, countIf(next > 0) AS went_on,
           countIf(next = 0 AND NOT is_now) AS departed, countIf(is_back) AS returned,
           quantilesExactIf(0.5, 0.9)(next - first, next > 0) AS between
    FROM (${visitsOf(mapWalks(asking, map, scene), map, scene)}
    )
    GROUP BY level, place
    ORDER BY level, place`
  return { name: 'analytics.map', sql, params: scene.params, row: Row }
}

/**
 * The numbers of every measured step and stage: one statement over the walks, one over what people said on the way, and one
 * over what they ordered. As long as nothing changes in the store, the answers are kept. Throws `invalid_map` where no step is measured.
 */
export async function askMap(
  asking: Asking,
  map: AskedMap,
): Promise<{ numbers: MapNumbers; meta: AnswerMeta }> {
  const version = await dataVersion(asking)
  const { hasOverrides } = await openScene(asking)
  const run = <Of>(plan: (asking: Asking, map: AskedMap, scene: Scene) => Plan<Of>) =>
    runKept(asking, plan(asking, map, sceneOf(asking, hasOverrides)), version)
  const [visits, said, revenue] = await Promise.all([run(planVisits), run(planScores), run(planRevenue)])
  const found = { visits: visits.rows, said: said.rows, revenue: revenue.rows }
  const stages = stagesOf(map.steps)
  return {
    numbers: {
      people: visits.rows.find((row) => row.level === levels.whole)?.entered ?? 0,
      outcome: outcomeOf(map, visits.rows),
      steps: map.steps.map(({ id }, at) => placeOf(found, levels.step, at + 1, id)),
      stages: stages.map((id, at) => placeOf(found, levels.stage, at + 1, id)),
    },
    meta: joinMeta(visits.meta, said.meta, revenue.meta),
  }
}
type Found = { visits: readonly Row[]; said: readonly Said[]; revenue: readonly Revenue[] }

function placeOf(found: Found, level: number, place: number, id: string): PlaceNumbers {
  const here = (row: { level: number; place: number }) => row.level === level && row.place === place
  const visits = found.visits.find(here)
  const said = found.said.find(here)
  const revenue = found.revenue.find(here)
  const entered = visits?.entered ?? 0
  const wentOn = visits?.went_on ?? 0
  const { estimate, low, high } = wilson(wentOn, entered)
  const [median, p90] = wentOn > 0 ? (visits?.between ?? []) : []
  const seconds = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : ms / 1000)
  return {
    id,
    entered,
    interactions: visits?.interactions ?? 0,
    now: visits?.now ?? 0,
    wentOn: { people: wentOn, share: estimate, low, high },
    left: visits?.departed ?? 0,
    returned: visits?.returned ?? 0,
    medianSeconds: seconds(median),
    p90Seconds: seconds(p90),
    score: scoreOf(said),
    feeling: feelingOf(said),
    revenue: { value: revenue?.value ?? 0, people: revenue?.people ?? 0 },
  }
}

/** How many of all came to the last step that a journey may not do without. */
function outcomeOf({ steps }: AskedMap, visits: readonly Row[]): MapNumbers['outcome'] {
  const at = steps.findLastIndex((step) => !step.optional)
  const step = steps[at]
  if (!step) return null
  const countOf = (level: number, place: number) =>
    visits.find((row) => row.level === level && row.place === place)?.entered ?? 0
  const people = countOf(levels.step, at + 1)
  const { estimate, low, high } = wilson(people, countOf(levels.whole, 1))
  return { step: step.id, people, share: estimate, low, high }
}

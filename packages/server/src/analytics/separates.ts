import {
  type SeparatesAnswer,
  type SeparatesQuestion,
  type Separating,
  separatesLimits,
} from '@teia/contracts'
import { type RatioEstimate, type Separation, type Stratum, whatSeparates, wilson } from '@teia/methods'
import { z } from 'zod'
import { type Asking, joinMeta, openScene, type Plan, runPlan } from './ask.ts'
import type { Scene } from './fragments.ts'
import { findSources, type Sources } from './separates-sources.ts'
import { rangeWithBefore, separatedUnits, thingAt, wholePlace } from './separates-units.ts'
import type { TouchpointNames } from './touchpoint-names.ts'

const Row = z.object({
  place: z.coerce.number(),
  value: z.string(),
  /** Of each kind of people that are alike, and of both groups: how many have it. */
  cells: z.array(z.tuple([z.string(), z.coerce.number(), z.coerce.number()])),
  rare: z.coerce.number(),
  common: z.coerce.number(),
  tried: z.coerce.number(),
})
type Row = z.infer<typeof Row>

/** Ranks what those who went on from a step have more or less often than those who left it. */
export async function askSeparates(asking: Asking, question: SeparatesQuestion): Promise<SeparatesAnswer> {
  const scene = await openScene(asking)
  const range = rangeWithBefore(asking, question)
  asking.progress?.enter('counting', statementsOf(question))
  const { sources, passed, metas } = await findSources(asking, question, range, scene.hasOverrides)
  const { rows, meta } = await runPlan(asking, planSeparates(asking, question, scene, sources))
  const whole = rows.find((row) => row.place === wholePlace)
  const groups = new Map<string, Stratum>()
  for (const [stratum] of whole?.cells ?? []) groups.set(stratum, countsIn(whole, stratum))
  const found = rows.filter((row) => row.place !== wholePlace)
  const separations = whatSeparates(
    found.map((row, at) => ({ name: String(at), strata: strataOf(row, groups) })),
  )
  return {
    ...sizesOf(groups),
    items: separations.flatMap((one) => itemOf(one, found[Number(one.name)], sources, asking.touchpoints)),
    tested: found.length,
    leftOut: {
      rare: whole?.rare ?? 0,
      common: whole?.common ?? 0,
      beyond: Math.max(0, (whole?.tried ?? 0) - found.length),
      ...passed,
    },
    meta: joinMeta(...metas, meta),
  }
}

/** How many statements an answer takes: names and values of properties and of traits as far as they are not given, and the counts. */
function statementsOf({ kinds, properties, traits }: SeparatesQuestion): number {
  const ofKind = (kind: 'property' | 'trait', given: readonly string[] | undefined) =>
    kinds.includes(kind) ? (given ? 1 : 2) : 0
  return ofKind('property', properties) + ofKind('trait', traits) + 1
}

/** How many of a kind of people have it, as both groups. */
function countsIn(row: Row | undefined, stratum: string): Stratum {
  const count = (side: number) =>
    row?.cells.find(([name, went]) => name === stratum && went === side)?.[2] ?? 0
  return { stayers: { with: 0, n: count(1) }, leavers: { with: 0, n: count(0) } }
}

function strataOf(row: Row, groups: ReadonlyMap<string, Stratum>): Stratum[] {
  return [...groups].map(([name, { stayers, leavers }]) => {
    const own = countsIn(row, name)
    return {
      stayers: { with: own.stayers.n, n: stayers.n },
      leavers: { with: own.leavers.n, n: leavers.n },
    }
  })
}

function sizesOf(groups: ReadonlyMap<string, Stratum>) {
  const all = [...groups.values()]
  return {
    wentOn: all.reduce((sum, one) => sum + one.stayers.n, 0),
    left: all.reduce((sum, one) => sum + one.leavers.n, 0),
  }
}

function itemOf(
  { counts, ratio, p, adjustedP, within, isConfounded }: Separation,
  row: Row | undefined,
  sources: Sources,
  names: TouchpointNames,
): Separating[] {
  const thing = row && thingAt(sources, row.place, row.value)
  if (!thing) return []
  const shared = (of: { with: number; n: number }) => {
    const { estimate, low, high } = wilson(of.with, of.n)
    return { ...of, share: estimate, low, high }
  }
  const told = ({ estimate, low, high }: RatioEstimate) => ({
    estimate,
    low,
    high: Number.isFinite(high) ? high : null,
  })
  return [
    {
      ...thing,
      ...(thing.kind === 'touchpoint' && { touchpoint: names.describe(thing.name, null) }),
      wentOn: shared(counts.stayers),
      left: shared(counts.leavers),
      ratio: told(ratio),
      p,
      adjustedP,
      withinRatio: within && told(within),
      isConfounded,
    },
  ]
}

/** One row for each thing that is tried, and one for everybody, with the counts by kind of people and group. */
export function planSeparates(
  asking: Asking,
  question: SeparatesQuestion,
  scene: Scene,
  sources: Sources,
): Plan<Row> {
  const least = scene.params.add('UInt32', question.least)
  const sql = `
    SELECT place, value, cells, rare, common, tried
    FROM (
      SELECT *, countIf(total < ${least}) OVER () AS rare,
             countIf(total = whole_total AND place != ${wholePlace} AND total >= ${least}) OVER () AS common,
             countIf(total < whole_total AND total >= ${least}) OVER () AS tried
      FROM (
        SELECT *, max(total) OVER () AS whole_total
        FROM (
          SELECT one.1 AS place, one.2 AS value, sum(n) AS total, groupArray((stratum, went, n)) AS cells
          FROM (
            SELECT arrayJoin(arrayPushBack(found, (toUInt16(${wholePlace}), ''))) AS one, stratum, toUInt8(went) AS went, count() AS n
            FROM (${separatedUnits(asking, question, scene, sources)}
            )
            GROUP BY one, stratum, went
          )
          GROUP BY place, value
        )
      )
    )
    WHERE place = ${wholePlace} OR (total >= ${least} AND total < whole_total)
    ORDER BY total DESC, place DESC, value
    LIMIT ${separatesLimits.candidates + 1}`
  return { name: 'analytics.separates', sql, params: scene.params, row: Row }
}

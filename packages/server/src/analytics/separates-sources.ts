import { type SeparatesQuestion, type SeparatingThing, separatesLimits } from '@teia/contracts'
import { z } from 'zod'
import { type Asking, joinMeta, type Plan, runPlan, sceneOf } from './ask.ts'
import { propertySql, traitSql } from './filter-sql.ts'
import { eventsFrom, inRange, isInteraction, type Scene } from './fragments.ts'
import type { TimeRange } from './time-range.ts'

/** A property or trait, and its values to try. */
export type Valued = { name: string; values: readonly string[] }
/** What is tried: things by their names, whichever occur, and values of properties and traits. */
export type Sources = {
  kinds: readonly SeparatingThing['kind'][]
  properties: readonly Valued[]
  traits: readonly Valued[]
}

const { names: mostNames, values: mostValues, top } = separatesLimits
/** Parts of the context by which people are told apart often. */
const ofContext = ['campaign.source', 'campaign.medium', 'campaign.name', 'device.type', 'os.name']
/** Longer values are texts, which hardly two have in common. */
const longestValue = 200
const sampled = 20_000

const NameRow = z.object({ name: z.string(), rows: z.coerce.number() })
const ValuesRow = z.object({
  parts: z.array(z.tuple([z.coerce.number(), z.array(z.tuple([z.string(), z.coerce.number()]))])),
})

/** Finds the properties and traits that have few values, with the most frequent ones, and names those that were passed over. */
export async function findSources(
  asking: Asking,
  question: SeparatesQuestion,
  range: TimeRange,
  hasOverrides: boolean,
) {
  const open = () => sceneOf({ ...asking, range }, hasOverrides)
  const [properties, traits] = await Promise.all([
    question.kinds.includes('property')
      ? findValues(asking, question.properties, open, propertyStatements)
      : null,
    question.kinds.includes('trait') ? findValues(asking, question.traits, open, traitStatements) : null,
  ])
  const none = { kept: [], passed: [] }
  const sources: Sources = {
    kinds: question.kinds,
    properties: (properties ?? none).kept,
    traits: (traits ?? none).kept,
  }
  return {
    sources,
    passed: { properties: (properties ?? none).passed, traits: (traits ?? none).passed },
    metas: [properties, traits].flatMap((found) => found?.meta ?? []),
  }
}

type Statements = {
  names: string
  value: (name: string, scene: Scene) => string
  from: (columns: string, scene: Scene) => string
  more: readonly string[]
}
/** Interactions of the first and of the second half of the time: there may be millions, and names are found in few. */
function events(columns: string, scene: Scene): string {
  const { from, to } = scene.range
  const middle = from + Math.floor((to - from) / 2)
  const half = (range: TimeRange) =>
    `SELECT ${columns} FROM ${eventsFrom(scene)} WHERE ${inRange(scene, range)} AND ${isInteraction} LIMIT ${sampled / 2}`
  return `SELECT * FROM (${half({ ...scene.range, to: middle })}) UNION ALL SELECT * FROM (${half({ ...scene.range, from: middle })})`
}
const people = (columns: string, scene: Scene) =>
  `SELECT ${columns} FROM people FINAL WHERE workspace_id = ${scene.workspace} LIMIT ${sampled}`

const propertyStatements: Statements = {
  names: 'JSONAllPaths(e.properties)',
  value: propertySql,
  from: events,
  more: ofContext.map((name) => `context.${name}`),
}
const traitStatements: Statements = { names: 'JSONAllPaths(traits)', value: traitSql, from: people, more: [] }

async function findValues(
  asking: Asking,
  asked: readonly string[] | undefined,
  open: () => Scene,
  statements: Statements,
) {
  const found = asked ? null : await runPlan(asking, planNames(open(), statements))
  const all = asked ?? found?.rows.map((row) => row.name) ?? []
  const names = [...(asked ? [] : statements.more), ...all].slice(0, mostNames)
  const beyond = all.filter((name) => !names.includes(name))
  if (names.length === 0) {
    // The statement that there is no need for was announced.
    asking.progress?.counted()
    return { kept: [], passed: beyond, meta: found ? [found.meta] : [] }
  }
  const { rows, meta } = await runPlan(asking, planValues(names, open(), statements))
  const parts = rows[0]?.parts ?? []
  const kept: Valued[] = []
  const passed: string[] = []
  for (const [at, name] of names.entries()) {
    const [different, values] = parts[at] ?? [0, []]
    if (different > mostValues) passed.push(name)
    else if (different > 0) kept.push({ name, values: mostFrequent(values) })
  }
  return {
    kept,
    passed: [...passed, ...beyond],
    meta: [found ? joinMeta(found.meta, meta) : meta],
  }
}

function planNames(scene: Scene, { names, from }: Statements): Plan<z.infer<typeof NameRow>> {
  const sql = `
    SELECT name, count() AS rows
    FROM (SELECT arrayJoin(names) AS name FROM (${from(`${names} AS names`, scene)}))
    GROUP BY name ORDER BY rows DESC, name LIMIT 1000`
  return { name: 'analytics.separatesNames', sql, params: scene.params, row: NameRow }
}

/** Counts at most one value more than are tried, so that the counts of those that are tried are exact. */
function planValues(
  names: readonly string[],
  scene: Scene,
  statements: Statements,
): Plan<z.infer<typeof ValuesRow>> {
  const parts = names.map((_, at) => {
    const value = `v${at}`
    const isOne = `${value} != '' AND lengthUTF8(${value}) <= ${longestValue}`
    return `(toUInt64(uniqUpToIf(${mostValues})(${value}, ${isOne})), arrayMap(one -> (one.1, one.2), topKIf(${mostValues}, 4, 'counts')(${value}, ${isOne})))`
  })
  const values = names.map((name, at) => `${statements.value(name, scene)} AS v${at}`)
  const sql = `
    SELECT [${parts.join(',\n            ')}] AS parts
    FROM (${statements.from(values.join(', '), scene)})`
  return { name: 'analytics.separatesValues', sql, params: scene.params, row: ValuesRow }
}

const mostFrequent = (values: readonly (readonly [value: string, rows: number])[]) =>
  values
    .toSorted(([x, n], [y, m]) => m - n || (x < y ? -1 : 1))
    .slice(0, top)
    .map(([value]) => value)

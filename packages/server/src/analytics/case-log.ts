import type { ProcessQuestion } from '@teia/contracts'
import { z } from 'zod'
import { type SharedKind, sharedThings } from '../platform/ocel-things.ts'
import { type Asking, openScene, runPlan, sceneOf } from './ask.ts'
import { propertySql } from './filter-sql.ts'
import { channelOf, eventsFrom, personOf, type Scene, touchpointOf } from './fragments.ts'
import { accountOf } from './funnel-units.ts'

/** Whose cases are read: which interactions belong to them, and what the step of one is called, as SQL over events. */
export type CaseSource = {
  scope: ProcessQuestion['scope']
  stepSql: (scene: Scene) => string
  matches: (scene: Scene) => string
}

const Row = z.object({
  unit: z.string(),
  person: z.string(),
  account: z.string(),
  message: z.string(),
  at: z.coerce.number(),
  step: z.string(),
  event: z.string(),
  touchpoint: z.string(),
  channel: z.string(),
  /** The message as it was accepted; only where objects are asked for. */
  raw: z.string(),
})
export type LoggedRow = z.infer<typeof Row>

/** One case with its interactions in order. The id tells a session by when and on which device it began. */
export type LoggedCase = { id: string; rows: LoggedRow[] }
export type CaseLog = {
  scope: ProcessQuestion['scope']
  /** What the steps are called, by name. */
  names: string[]
  /** All cases, some at a time; may be gone through more than once. */
  cases: () => AsyncGenerator<LoggedCase[]>
  /** The interactions that tell of orders, or of tickets, some at a time: those that tell of the same one come together, oldest first. */
  tellingOf: (kind: SharedKind) => AsyncGenerator<LoggedRow[]>
}

/** Interactions that are held at once. */
const rowsAtOnce = 40_000

/** Prepares to read cases, a share of the people at a time, so that any amount needs little memory. */
export async function openCaseLog(
  asking: Asking,
  source: CaseSource,
  withObjects: boolean,
): Promise<CaseLog> {
  const { hasOverrides } = await openScene(asking)
  const scene = sceneOf(asking, hasOverrides)
  const sql = `
    SELECT toString(${source.stepSql(scene)}) AS step, count() AS n
    FROM ${eventsFrom(scene)}
    WHERE ${source.matches(scene)}
    GROUP BY step ORDER BY step`
  const { rows } = await runPlan(asking, {
    ...{ name: 'analytics.caseLogNames', sql, params: scene.params },
    row: z.object({ step: z.string(), n: z.coerce.number() }),
  })
  const all = rows.reduce((sum, { n }) => sum + n, 0)
  const shares = Math.max(1, Math.ceil(all / rowsAtOnce))
  const read = (scene: Scene, unit: string, whose: string, share: number) =>
    rowsOf(asking, source, scene, { unit, whose, share, shares, withObjects })
  return {
    scope: source.scope,
    names: rows.map(({ step }) => step),
    async *cases() {
      for (let share = 0; share < shares; share += 1) {
        const scene = sceneOf(asking, hasOverrides)
        const { unit, whose } = unitOf(source.scope, scene)
        yield casesOf(source.scope, await read(scene, unit, whose, share), asking.sessionTimeoutMs)
      }
    },
    async *tellingOf(kind) {
      for (let share = 0; share < shares; share += 1) {
        const scene = sceneOf(asking, hasOverrides)
        const id = propertySql(sharedThings[kind], scene)
        yield await read(scene, id, id, share)
      }
    },
  }
}

/** Whose case an interaction is of, and by what cases are dealt out: all sessions of a person come together. */
function unitOf(scope: ProcessQuestion['scope'], scene: Scene): { unit: string; whose: string } {
  const person = `toString(${personOf(scene)})`
  if (scope === 'session') return { unit: `concat(${person}, ' ', toString(e.device_id))`, whose: person }
  const unit = scope === 'account' ? accountOf(scene) : person
  return { unit, whose: unit }
}

type Share = { unit: string; whose: string; share: number; shares: number; withObjects: boolean }

/** The interactions of the units that fall into one share by the hash of whose they are, in order: nobody's are in two. */
async function rowsOf(
  asking: Asking,
  { scope, stepSql, matches }: CaseSource,
  scene: Scene,
  { unit, whose, share, shares, withObjects }: Share,
): Promise<LoggedRow[]> {
  const { params } = scene
  const sql = `
    SELECT ${unit} AS unit, toString(${personOf(scene)}) AS person, ${accountOf(scene)} AS account, e.message_id AS message, toUnixTimestamp64Milli(e.time) AS at,
           toString(${stepSql(scene)}) AS step, toString(e.name) AS event, toString(${touchpointOf(scene)}) AS touchpoint, toString(${channelOf(scene)}) AS channel,
           ${withObjects ? 'e.raw' : "''"} AS raw
    FROM ${eventsFrom(scene)}
    WHERE ${matches(scene)} AND unit != '' AND ${unitOf(scope, scene).unit} != '' AND cityHash64(${whose}) % ${params.add('UInt32', shares)} = ${params.add('UInt32', share)}
    ORDER BY unit, e.time, e.event_id`
  const { rows } = await runPlan(asking, { name: 'analytics.caseLog', sql, params, row: Row })
  return rows
}

function casesOf(
  scope: ProcessQuestion['scope'],
  rows: readonly LoggedRow[],
  sessionTimeoutMs: number,
): LoggedCase[] {
  const cases: LoggedCase[] = []
  let before: LoggedRow | undefined
  for (const row of rows) {
    const isSame = before?.unit === row.unit && (scope !== 'session' || row.at - before.at < sessionTimeoutMs)
    if (isSame) cases.at(-1)?.rows.push(row)
    else cases.push({ id: scope === 'session' ? `${row.unit} ${row.at}` : row.unit, rows: [row] })
    before = row
  }
  return cases
}

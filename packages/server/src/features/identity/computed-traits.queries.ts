import type { ComputedTraitDefinition } from '@teia/contracts'
import { z } from 'zod'
import {
  all,
  eventsFrom,
  filterSql,
  isInteraction,
  numberSql,
  openScene,
  personOf,
  propertySql,
} from '../../analytics/index.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'

type Scene = Awaited<ReturnType<typeof openScene>>
const dayMs = 86_400_000
/** The oldest time that events are kept under, and beyond the newest. */
const always = { from: 0, to: 8_000_000_000_000 }

function sceneAt(clickhouse: ClickHouse, workspaceId: string, now: number) {
  return openScene({
    clickhouse,
    workspaceId,
    range: { from: always.from, to: now + dayMs, timeZone: 'UTC' },
  })
}

/** Which interactions count at a time; with a range, those of the range. */
function conditionOf({ filter, windowDays }: ComputedTraitDefinition, scene: Scene, now: number): string {
  const from = windowDays === null ? null : now - windowDays * dayMs
  const parts = [isInteraction, filterSql(filter ?? undefined, scene)]
  if (from !== null) parts.push(`e.time >= ${scene.params.time(from)}`)
  return all([...parts, `e.time <= ${scene.params.time(now)}`])
}

/** One value as text; empty where there is none. What is most frequent equally often goes by the smallest value. */
function aggregateOf(definition: ComputedTraitDefinition, place: number, scene: Scene, now: number): string {
  const condition = conditionOf(definition, scene, now)
  const property = definition.property === null ? '' : propertySql(definition.property, scene)
  const has = `${condition} AND ${property} != ''`
  switch (definition.function) {
    case 'count':
      return `toString(countIf(${condition}))`
    case 'sum':
      return `toString(sumIf(ifNull(${numberSql(property)}, 0), ${condition}))`
    case 'distinct':
      return `toString(uniqExactIf(${property}, ${has}))`
    case 'first':
      return `argMinIf(${property}, (e.time, e.event_id), ${has})`
    case 'last':
      return `argMaxIf(${property}, (e.time, e.event_id), ${has})`
    case 'most_frequent':
      return `arrayReduce('argMax', (sumMapIf([${property}], [toInt64(1)], ${has}) AS tally${place}).1, tally${place}.2)`
    case 'days_since':
      return `if(countIf(${condition}) = 0, '', toString(intDiv(${now} - toUnixTimestamp64Milli(maxIf(e.time, ${condition})), ${dayMs})))`
  }
}

/** Counts all definitions for people by their identities, in one statement. Rows are of whoever the events belong to now. */
export async function countForPeople(
  clickhouse: ClickHouse,
  workspaceId: string,
  identityIds: readonly string[],
  definitions: readonly ComputedTraitDefinition[],
  now: number,
) {
  const scene = await sceneAt(clickhouse, workspaceId, now)
  const values = definitions.map((one, place) => aggregateOf(one, place, scene, now))
  return clickhouse.select({
    name: 'identity.countForPeople',
    sql: `SELECT toString(${personOf(scene)}) AS person, [${values.join(',\n')}] AS counted
          FROM ${eventsFrom(scene)}
          WHERE e.workspace_id = ${scene.workspace} AND e.identity_id IN {identityIds:Array(UUID)} AND ${isInteraction}
          GROUP BY person`,
    params: { ...scene.params.values, identityIds: [...identityIds] },
    row: z.object({ person: z.string(), counted: z.array(z.string()) }),
  })
}

/** People of whom a value changes between two times although nothing comes: something leaves a window, or is a day older. */
export async function findRolled(
  clickhouse: ClickHouse,
  workspaceId: string,
  definition: ComputedTraitDefinition,
  { from, to }: { from: number; to: number },
): Promise<string[]> {
  const scene = await sceneAt(clickhouse, workspaceId, to)
  const { windowDays, function: asked, filter } = definition
  if (windowDays === null && asked !== 'days_since') return []
  const fits = all([isInteraction, filterSql(filter ?? undefined, scene)])
  const left =
    windowDays === null
      ? '0'
      : `countIf(e.time >= ${scene.params.time(from - windowDays * dayMs)} AND e.time < ${scene.params.time(to - windowDays * dayMs)}) > 0`
  const older =
    asked === 'days_since'
      ? `intDiv(${from} - toUnixTimestamp64Milli(max(e.time)), ${dayMs}) != intDiv(${to} - toUnixTimestamp64Milli(max(e.time)), ${dayMs})`
      : '0'
  const rows = await clickhouse.select({
    name: 'identity.findRolled',
    sql: `SELECT toString(${personOf(scene)}) AS person FROM ${eventsFrom(scene)}
          WHERE e.workspace_id = ${scene.workspace} AND ${fits}
          GROUP BY person HAVING ${left} OR ${older}`,
    params: scene.params.values,
    row: z.object({ person: z.string() }),
  })
  return rows.map((row) => row.person)
}

import { type Catalogue, type CatalogueValuesQuery, Channel, type Touchpoint } from '@teia/contracts'
import type { z } from 'zod'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import { starterCatalogue } from './starter-catalogue.ts'
import * as q from './touchpoints.queries.ts'

export type TouchpointsDeps = { clickhouse: ClickHouse; now: () => Date }
const daysAgo = (deps: TouchpointsDeps, days: number) => deps.now().getTime() - days * 86_400_000

/** Every touchpoint of the catalogue, the busiest first, with the last 28 days. */
export async function listTouchpoints(
  deps: TouchpointsDeps,
  workspaceId: string,
): Promise<{ items: Touchpoint[] }> {
  const counts = new Map(
    (await q.countTouchpoints(deps.clickhouse, { workspaceId, since: daysAgo(deps, 28) })).map((row) => [
      row.touchpoint,
      row,
    ]),
  )
  const byName = new Map(starterCatalogue.map((row) => [row.name, row]))
  const items = [...byName.values()].map((row): Touchpoint => {
    const count = counts.get(row.name)
    return {
      id: row.name,
      name: row.name,
      ownership: row.ownership,
      channel: row.channel === 'site' ? Channel.catch('web').parse(count?.channel ?? 'web') : row.channel,
      interactions28d: count?.interactions ?? 0,
      people28d: count?.people ?? 0,
    }
  })
  return {
    items: items.toSorted((x, y) => y.interactions28d - x.interactions28d || x.name.localeCompare(y.name)),
  }
}

/** Names that can be asked about. */
export async function readCatalogue(deps: TouchpointsDeps, workspaceId: string): Promise<Catalogue> {
  const key = { workspaceId, since: daysAgo(deps, 90) }
  const [events, properties, traits, touchpoints] = await Promise.all([
    q.countEvents(deps.clickhouse, key),
    q.listProperties(deps.clickhouse, key),
    q.listTraits(deps.clickhouse, workspaceId),
    q.countTouchpoints(deps.clickhouse, key),
  ])
  return {
    events: events.map((row) => ({ name: row.name, count: row.n })),
    properties: properties.map((row) => ({ ...row, type: plainType(row.type) })),
    traits: traits.map((row) => ({ ...row, type: plainType(row.type) })),
    touchpoints: touchpoints.map((row) => ({
      name: row.touchpoint,
      channel: Channel.catch('other').parse(row.channel),
      count: row.interactions,
    })),
  }
}

/** The engine's type in the words of the filter editor. */
function plainType(type: string): string {
  if (/Int|Float|Decimal/.test(type)) return 'number'
  if (/Bool/.test(type)) return 'boolean'
  if (/Date/.test(type)) return 'time'
  return 'text'
}

export async function readCatalogueValues(
  deps: TouchpointsDeps,
  workspaceId: string,
  query: z.infer<typeof CatalogueValuesQuery>,
) {
  const key = { workspaceId, since: daysAgo(deps, 90), name: query.name, search: query.search ?? '' }
  const rows =
    query.leaf === 'trait'
      ? await q.countTraitValues(deps.clickhouse, key)
      : await q.countPropertyValues(deps.clickhouse, key)
  return { values: rows.map((row) => ({ value: row.value, count: row.n })) }
}

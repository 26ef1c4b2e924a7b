import {
  type Catalogue,
  type CatalogueValuesQuery,
  Channel,
  type Touchpoint,
  type TouchpointList,
} from '@teia/contracts'
import type { z } from 'zod'
import { resolveRange } from '../../analytics/index.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import { getWorkspace } from '../access/index.ts'
import { type CatalogueDeps, readEntries } from './catalogue.service.ts'
import { placingSql } from './placing-sql.ts'
import { namesOf, type RememberedCatalogues } from './remembered-catalogues.service.ts'
import * as q from './touchpoints.queries.ts'

export type TouchpointsDeps = CatalogueDeps & { clickhouse: ClickHouse; catalogues: RememberedCatalogues }
const channelOf = (channel: string | undefined) => Channel.catch('other').parse(channel)
const daysAgo = (deps: Pick<TouchpointsDeps, 'now'>, days: number) => deps.now().getTime() - days * 86_400_000

/** A catalogue, and the events of its workspace in the last local days, today among them, as it places them. */
export async function lookBack(deps: TouchpointsDeps, workspaceId: string, days = 28) {
  const [{ entries, rules, pending }, { timeZone }] = await Promise.all([
    deps.catalogues.find(workspaceId),
    getWorkspace(deps, workspaceId),
  ])
  const dayOf = (ms: number) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(ms)
  const now = deps.now().getTime()
  const range = resolveRange({ from: dayOf(daysAgo(deps, days - 1)), to: dayOf(now) }, timeZone)
  const placing = pending.length > 0 ? placingSql(entries, pending) : undefined
  return { entries, rules, seen: { workspaceId, range, placing } satisfies q.Seen }
}

async function countIn(deps: TouchpointsDeps, workspaceId: string, days: number) {
  return q.countTouchpoints(deps.clickhouse, (await lookBack(deps, workspaceId, days)).seen)
}

/** Every touchpoint of the catalogue, the busiest first, with the last 28 days. */
export async function listTouchpoints(deps: TouchpointsDeps, workspaceId: string): Promise<TouchpointList> {
  const [{ entries, version }, rewriting, rows] = await Promise.all([
    readEntries(deps, workspaceId),
    deps.placingJob.progress(workspaceId),
    countIn(deps, workspaceId, 28),
  ])
  const counts = new Map(rows.map((row) => [row.touchpoint, row]))
  const names = namesOf(entries)
  const items = entries.map(({ definition, ...entry }): Touchpoint => {
    const { name, ownership } = definition
    const count = counts.get(name)
    const channels = (count?.channels ?? []).map(([met, interactions28d]) => {
      const channel = channelOf(met)
      return { id: names.describe(name, channel).id, channel, interactions28d }
    })
    return {
      ...entry,
      name,
      ownership,
      channel: definition.channel ?? channels[0]?.channel ?? 'web',
      channels,
      definition,
      interactions28d: count?.interactions ?? 0,
      people28d: count?.people ?? 0,
    }
  })
  return {
    items: items.toSorted((x, y) => y.interactions28d - x.interactions28d || x.name.localeCompare(y.name)),
    version,
    rewriting,
  }
}

/** Names that can be asked about. */
export async function readCatalogue(deps: TouchpointsDeps, workspaceId: string): Promise<Catalogue> {
  const key = { workspaceId, since: daysAgo(deps, 90) }
  const [{ entries }, events, properties, traits, touchpoints] = await Promise.all([
    deps.catalogues.find(workspaceId),
    q.countEvents(deps.clickhouse, key),
    q.listProperties(deps.clickhouse, key),
    q.listTraits(deps.clickhouse, workspaceId),
    countIn(deps, workspaceId, 90),
  ])
  const names = namesOf(entries)
  return {
    events: events.map((row) => ({ name: row.name, count: row.n })),
    properties: properties.map((row) => ({ ...row, type: plainType(row.type) })),
    traits: traits.map((row) => ({ ...row, type: plainType(row.type) })),
    touchpoints: touchpoints.map((row) => ({
      id: names.describe(row.touchpoint, null).id,
      name: row.touchpoint,
      channel: channelOf(row.channels[0]?.[0]),
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

import {
  Channel,
  type Overlap,
  type TouchpointFigures,
  type TriedMatcher,
  type TryMatcher,
  type UnmatchedEvents,
} from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import { assertAskable, getEntry } from './catalogue.service.ts'
import * as q from './discover.queries.ts'
import { lookBack, type TouchpointsDeps } from './touchpoints.service.ts'

/** What happens at no touchpoint, by volume. */
export async function listUnmatched(deps: TouchpointsDeps, workspaceId: string): Promise<UnmatchedEvents> {
  const { seen } = await lookBack(deps, workspaceId)
  const [rows, counts] = await Promise.all([
    q.listUnmatched(deps.clickhouse, seen),
    q.countUnmatched(deps.clickhouse, seen),
  ])
  const items = rows.map(({ last_at, page, ...row }) => ({
    ...row,
    page: row.type === 'track' ? null : page,
    lastAt: new Date(last_at).toISOString(),
  }))
  return { items, ...counts }
}

/** Events that several touchpoints fit, and who has them. */
export async function listOverlaps(
  deps: TouchpointsDeps,
  workspaceId: string,
): Promise<{ items: Overlap[] }> {
  const { entries, rules, seen } = await lookBack(deps, workspaceId)
  const shared = [...rules].filter(([, own]) => new Set(own.map((rule) => rule.touchpoint)).size > 1)
  if (shared.length === 0) return { items: [] }
  const names = new Set(shared.flatMap(([, own]) => own.map((rule) => rule.touchpoint)))
  const involved = entries.filter((entry) => names.has(entry.definition.name))
  const among = new Set(shared.map(([event]) => event))
  const rows = await q.countOverlaps(deps.clickhouse, seen, involved, among)
  return {
    items: rows.map(({ places, ...row }) => ({
      ...row,
      touchpoints: places.flatMap((place) => {
        const entry = involved[place - 1]
        return entry ? [{ id: entry.id, name: entry.definition.name }] : []
      }),
    })),
  }
}

/** What a matcher would fit, tried on what is stored; nothing is changed. */
export async function tryMatcher(
  deps: TouchpointsDeps,
  workspaceId: string,
  { id, matcher }: TryMatcher,
): Promise<TriedMatcher> {
  assertAskable({ matcher })
  const { entries, seen } = await lookBack(deps, workspaceId)
  const own = entries.find((entry) => entry.id === id)
  if (id !== undefined && !own) throw new AppError('touchpoint_not_found', 404, 'No such touchpoint.')
  const [rows, samples] = await Promise.all([
    q.countFitting(deps.clickhouse, seen, matcher),
    q.sampleFitting(deps.clickhouse, seen, matcher),
  ])
  const whole = rows.find((row) => row.event === '')
  const parts = rows.filter((row) => row.event !== '')
  const sum = (of: typeof parts) => of.reduce((total, row) => total + row.interactions, 0)
  const held = [...Map.groupBy(parts, (row) => row.held)].map(([name, group]) => {
    const holder = entries.find((entry) => entry.definition.name === name)
    const wins = !own || !holder || own.place <= holder.place
    return { id: holder?.id ?? null, name, interactions: sum(group), wins }
  })
  return {
    interactions: whole?.interactions ?? 0,
    people: whole?.people ?? 0,
    byEvent: [...Map.groupBy(parts, (row) => row.event)].map(([event, group]) => ({
      event,
      interactions: sum(group),
    })),
    held: held.toSorted((x, y) => y.interactions - x.interactions),
    samples: samples.map(({ at, ...row }) => ({ ...row, time: new Date(at).toISOString() })),
  }
}

/** By which channels and events a touchpoint is met, and by whom. */
export async function readFigures(
  deps: TouchpointsDeps,
  workspaceId: string,
  id: string,
): Promise<TouchpointFigures> {
  const { definition } = await getEntry(deps, workspaceId, id)
  const { seen } = await lookBack(deps, workspaceId)
  const rows = await q.countMeetings(deps.clickhouse, seen, definition.name)
  const all = rows.find((row) => row.of_all_channels === 1 && row.of_all_events === 1)
  return {
    channels: rows
      .filter((row) => row.of_all_channels === 0)
      .map(({ channel, interactions, people }) => ({
        channel: Channel.catch('other').parse(channel),
        interactions,
        people,
      })),
    events: rows
      .filter((row) => row.of_all_events === 0)
      .map(({ event, interactions, people }) => ({ event, interactions, people })),
    known: all?.known ?? 0,
    anonymous: (all?.people ?? 0) - (all?.known ?? 0),
  }
}

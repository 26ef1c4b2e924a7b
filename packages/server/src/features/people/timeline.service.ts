import type { JourneyStrip, RawEvent, TimelineItem, TimelineQuery } from '@teia/contracts'
import { z } from 'zod'
import { pageFrom, readCursor } from '../../platform/cursor.ts'
import { AppError } from '../../platform/errors.ts'
import { getIdentifiers } from './identifiers.service.ts'
import type { PeopleDeps } from './people.service.ts'
import { channelOf } from './person-shapes.ts'
import * as q from './timeline.queries.ts'

const dayMs = 86_400_000

function describeItem(row: q.ItemRow): TimelineItem {
  return {
    id: row.event_id,
    time: new Date(row.time_ms).toISOString(),
    name: row.name,
    type: row.type,
    touchpoint: row.touchpoint,
    channel: channelOf(row.channel),
    properties: row.properties,
  }
}

export async function readTimeline(
  deps: PeopleDeps,
  workspaceId: string,
  id: string,
  query: z.infer<typeof TimelineQuery>,
) {
  const identifiers = await getIdentifiers(deps, workspaceId, id)
  const after = readCursor(query.cursor, z.tuple([z.number().int(), z.string().regex(/^\d{1,19}$/)]))
  const rows = await q.selectTimeline(
    deps.clickhouse,
    workspaceId,
    identifiers.map((row) => row.identity_id),
    {
      channel: query.channel ?? '',
      touchpoint: query.touchpoint ?? '',
      name: query.name ?? '',
      search: query.search ?? '',
      from: query.from ? Date.parse(query.from) : 0,
      to: query.to ? Date.parse(query.to) : 8_000_000_000_000,
      after,
      limit: query.limit + 1,
    },
  )
  return pageFrom(rows, query.limit, describeItem, (row) => [row.time_ms, row.event_id])
}

/** The walk of the last days before the person's latest interaction, or before now when that is later than a day. */
export async function readJourney(
  deps: PeopleDeps,
  workspaceId: string,
  id: string,
  days: number,
): Promise<JourneyStrip> {
  const identifiers = await getIdentifiers(deps, workspaceId, id)
  const last = Math.max(...identifiers.map((row) => row.last_seen_at.getTime()))
  const to = Math.min(deps.now().getTime(), last + dayMs)
  const from = to - days * dayMs
  const rows = await q.selectJourney(
    deps.clickhouse,
    workspaceId,
    identifiers.map((row) => row.identity_id),
    from,
    to + 1,
  )
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    total: rows[0]?.total ?? 0,
    points: rows.toReversed().map((row) => ({
      id: row.event_id,
      time: new Date(row.time_ms).toISOString(),
      name: row.name,
      touchpoint: row.touchpoint,
      channel: channelOf(row.channel),
    })),
  }
}

export async function getRawEvent(deps: PeopleDeps, workspaceId: string, eventId: string): Promise<RawEvent> {
  const row = /^\d{1,19}$/.test(eventId)
    ? await q.selectRawEvent(deps.clickhouse, workspaceId, eventId)
    : undefined
  if (!row) throw new AppError('event_not_found', 404, 'No such event.')
  const source = await q.findSourceName(deps.postgres, workspaceId, row.source_id)
  return {
    id: row.event_id,
    receivedAt: new Date(row.received_ms).toISOString(),
    source,
    raw: JSON.parse(row.raw) as Record<string, unknown>,
    item: describeItem(row),
  }
}

const exportedAtOnce = 500

/** Every event of a person as it was accepted, oldest first, a page at a time, so that a long life needs little memory. */
export async function* rawEventsOf(
  deps: PeopleDeps,
  workspaceId: string,
  id: string,
): AsyncGenerator<RawEvent> {
  const identifiers = await getIdentifiers(deps, workspaceId, id)
  const identityIds = identifiers.map((row) => row.identity_id)
  const names = new Map<string, string>()
  for (let after: [number, string] | null = null; ; ) {
    const rows: q.RawItemRow[] = await q.selectRawItems(deps.clickhouse, workspaceId, identityIds, {
      after,
      limit: exportedAtOnce,
    })
    for (const row of rows) {
      if (!names.has(row.source_id))
        names.set(row.source_id, await q.findSourceName(deps.postgres, workspaceId, row.source_id))
      yield {
        id: row.event_id,
        receivedAt: new Date(row.received_ms).toISOString(),
        source: names.get(row.source_id) ?? '',
        raw: JSON.parse(row.raw) as Record<string, unknown>,
        item: describeItem(row),
      }
    }
    const last = rows.at(-1)
    if (!last || rows.length < exportedAtOnce) return
    after = [last.time_ms, last.event_id]
  }
}

import { keptAsideReasons, type RefusalReason, type SourceTraffic, type TrafficSpan } from '@teia/contracts'
import { getWorkspace } from '../access/index.ts'
import { getSource, type SourcesDeps } from './sources.service.ts'
import * as q from './traffic.queries.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Says what came of what arrived: by minute, in the last day, and by hour or day with the reasons. */
export async function describeTraffic(
  deps: SourcesDeps,
  workspaceId: string,
  sourceId: string,
  by: 'hour' | 'day',
): Promise<SourceTraffic> {
  const source = await getSource(deps, workspaceId, sourceId)
  await writeCounts(deps)
  const now = deps.now().getTime()
  const rows = await q.listMinutes(deps.postgres, source.id, new Date(now - dayMs))
  const sum = (pick: (row: q.MinuteRow) => number) => rows.reduce((total, row) => total + pick(row), 0)
  return {
    minutes: minutesUntil(now, rows),
    last24h: {
      accepted: sum((r) => r.accepted),
      refused: sum((r) => r.refused),
      duplicate: sum((r) => r.duplicate),
    },
    reasons: reasonsOf(rows),
    spans: await spansOf(deps, workspaceId, source.id, by),
    lagMs: deps.lagMs(),
  }
}

function minutesUntil(now: number, rows: readonly q.MinuteRow[]): SourceTraffic['minutes'] {
  const byMinute = new Map(rows.map((row) => [row.minute.getTime(), row]))
  const thisMinute = Math.floor(now / 60_000) * 60_000
  return Array.from({ length: 60 }, (_, index) => {
    const time = thisMinute - (59 - index) * 60_000
    const { accepted = 0, refused = 0, duplicate = 0 } = byMinute.get(time) ?? {}
    return { time: new Date(time).toISOString(), accepted, refused, duplicate }
  })
}

function reasonsOf(rows: readonly { reasons: Record<string, number> }[]): SourceTraffic['reasons'] {
  const counts = new Map<RefusalReason, number>()
  for (const row of rows)
    for (const [reason, count] of Object.entries(row.reasons))
      counts.set(reason as RefusalReason, (counts.get(reason as RefusalReason) ?? 0) + count)
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .toSorted((x, y) => y.count - x.count || x.reason.localeCompare(y.reason))
}

async function spansOf(
  deps: SourcesDeps,
  workspaceId: string,
  sourceId: string,
  by: 'hour' | 'day',
): Promise<TrafficSpan[]> {
  const { timeZone } = await getWorkspace(deps, workspaceId)
  const until = deps.now()
  const since = new Date(until.getTime() - (by === 'hour' ? 47 * hourMs : 29 * dayMs))
  const starts = await q.listSpanStarts(deps.postgres, { since, until, by, timeZone })
  const rows = await q.listSpans(deps.postgres, { sourceId, since: starts[0] ?? since, by, timeZone })
  const found = new Map(rows.map((row) => [row.span.getTime(), row]))
  return starts.map((start) => describeSpan(start, found.get(start.getTime())))
}

function describeSpan(start: Date, row: q.SpanRow | undefined): TrafficSpan {
  const time = start.toISOString()
  if (!row) return { time, accepted: 0, refused: 0, duplicate: 0, keptAside: 0, reasons: [] }
  const reasons = reasonsOf([row])
  const keptAside = reasons
    .filter((one) => keptAsideReasons.includes(one.reason))
    .reduce((total, one) => total + one.count, 0)
  // What is kept aside at arrival has been counted as refused; what is parked later as accepted.
  const refused = Math.max(0, row.refused - (row.reasons.invalid_timestamp ?? 0))
  const accepted = Math.max(0, row.accepted - (row.reasons.processing_failed ?? 0))
  return { time, accepted, refused, duplicate: row.duplicate, keptAside, reasons }
}

/** Writes the counts that have gathered. Called every few seconds and before they are read. */
export async function writeCounts(deps: SourcesDeps): Promise<void> {
  for (const { sourceId, minute, counts } of deps.arrivals.takeCounts())
    await q
      .addMinute(deps.postgres, { sourceId, minute: new Date(minute), ...counts })
      .catch((err) => deps.log.warn({ err }, 'counts of a source were lost'))
}

/** Forgets counts that no view can show any more. Called every hour. */
export async function forgetOldCounts(deps: Pick<SourcesDeps, 'postgres' | 'now'>): Promise<void> {
  const now = deps.now().getTime()
  await q.forgetCounts(deps.postgres, { minute: new Date(now - 2 * dayMs), hour: new Date(now - 90 * dayMs) })
}

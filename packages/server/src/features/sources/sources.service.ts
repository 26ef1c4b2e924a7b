import { randomBytes } from 'node:crypto'
import type {
  ArrivedEvent,
  NewSource,
  RefusalReason,
  Source,
  SourceChange,
  SourceTraffic,
} from '@teia/contracts'
import type { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import type { Log } from '../../platform/log.ts'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { type Actor, audit } from '../access/index.ts'
import { type Arrivals, describeRefused, type RefusedMessage, type WritableSource } from '../ingest/index.ts'
import * as q from './sources.queries.ts'

export type SourcesDeps = {
  postgres: Postgres
  arrivals: Arrivals
  now: () => Date
  newId: () => string
  log: Log
  lagMs: () => number
  remembered: RememberedSources
}

const describe = (row: q.SourceRow): Source => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  writeKey: row.write_key,
  enabled: row.enabled,
  createdAt: row.created_at.toISOString(),
  lastEventAt: row.last_event_at?.toISOString() ?? null,
})

export async function listSources(deps: SourcesDeps, workspaceId: string) {
  return { items: (await q.listSources(deps.postgres, workspaceId)).map(describe), nextCursor: null }
}

/** Another workspace's source looks the same as a missing one. */
export async function getSource(deps: SourcesDeps, workspaceId: string, sourceId: string): Promise<Source> {
  const row = (await q.listSources(deps.postgres, workspaceId)).find((one) => one.id === sourceId)
  if (!row) throw new AppError('source_not_found', 404, 'No such source.')
  return describe(row)
}

/** `writeKey` is given only for unattended set-up; otherwise it is random. */
export async function createSource(
  deps: SourcesDeps,
  actor: Actor,
  made: z.infer<typeof NewSource> & { writeKey?: string },
): Promise<Source> {
  const id = deps.newId()
  const writeKey = made.writeKey ?? randomBytes(24).toString('base64url').replace(/[-_]/g, 'x')
  await q.insertSource(deps.postgres, {
    id,
    workspaceId: actor.workspaceId,
    name: made.name,
    kind: made.kind,
    writeKey,
    createdAt: deps.now(),
  })
  deps.remembered.forget(writeKey)
  await audit(deps, actor, 'source.create', made.name, { after: { kind: made.kind } })
  return getSource(deps, actor.workspaceId, id)
}

export async function changeSource(
  deps: SourcesDeps,
  actor: Actor,
  sourceId: string,
  change: z.infer<typeof SourceChange>,
): Promise<Source> {
  const before = await getSource(deps, actor.workspaceId, sourceId)
  const after = { id: before.id, name: change.name ?? before.name, enabled: change.enabled ?? before.enabled }
  await q.updateSource(deps.postgres, after)
  deps.remembered.forget(before.writeKey)
  await audit(deps, actor, 'source.change', after.name, {
    before: { name: before.name, enabled: before.enabled },
    after: { name: after.name, enabled: after.enabled },
  })
  return { ...before, ...after }
}

export async function removeSource(deps: SourcesDeps, actor: Actor, sourceId: string): Promise<void> {
  const source = await getSource(deps, actor.workspaceId, sourceId)
  await q.deleteSource(deps.postgres, source.id, deps.now())
  deps.remembered.forget(source.writeKey)
  await audit(deps, actor, 'source.remove', source.name)
}

/**
 * Remembers sources by write key for five seconds, so that acceptance does not ask the database for each call. What is
 * changed on this server is forgotten at once; another server on the same stores learns of it within the five seconds.
 */
export class RememberedSources {
  readonly #postgres: Postgres
  readonly #now: () => Date
  readonly #known = new Map<string, { until: number; source: Promise<WritableSource | null> }>()

  constructor(deps: { postgres: Postgres; now: () => Date }) {
    this.#postgres = deps.postgres
    this.#now = deps.now
  }

  /** Null: no source has this write key. */
  find(writeKey: string): Promise<WritableSource | null> {
    const now = this.#now().getTime()
    const known = this.#known.get(writeKey)
    if (known && known.until > now) return known.source
    if (this.#known.size > 10_000) this.#known.clear()
    const source = q
      .findSourceByWriteKey(this.#postgres, writeKey)
      .then((row) => (row ? { id: row.id, workspaceId: row.workspace_id, enabled: row.enabled } : null))
    this.#known.set(writeKey, { until: now + 5_000, source })
    source.catch(() => this.#known.delete(writeKey))
    return source
  }

  forget(writeKey: string): void {
    this.#known.delete(writeKey)
  }
}

/** What arrived last, newest first: from memory, and after a restart the refusals that were kept. */
export async function recentArrivals(
  deps: SourcesDeps,
  workspaceId: string,
  sourceId: string,
): Promise<{ items: ArrivedEvent[] }> {
  const source = await getSource(deps, workspaceId, sourceId)
  const live = deps.arrivals.recent(source.id)
  if (live.length > 0) return { items: live }
  const kept = await q.listRefusals(deps.postgres, source.id, 100)
  return {
    items: kept.map((row) =>
      describeRefused(
        { reason: row.reason as RefusalReason, detail: row.detail, message: row.body, place: 0 },
        row.received_at.getTime(),
        row.id,
      ),
    ),
  }
}

export async function describeTraffic(
  deps: SourcesDeps,
  workspaceId: string,
  sourceId: string,
): Promise<SourceTraffic> {
  const source = await getSource(deps, workspaceId, sourceId)
  await writeCounts(deps)
  const now = deps.now().getTime()
  const rows = await q.listMinutes(deps.postgres, source.id, new Date(now - 86_400_000))
  const byMinute = new Map(rows.map((row) => [row.minute.getTime(), row]))
  const thisMinute = Math.floor(now / 60_000) * 60_000
  const minutes = Array.from({ length: 60 }, (_, index) => {
    const time = thisMinute - (59 - index) * 60_000
    const row = byMinute.get(time)
    return {
      time: new Date(time).toISOString(),
      accepted: row?.accepted ?? 0,
      refused: row?.refused ?? 0,
      duplicate: row?.duplicate ?? 0,
    }
  })
  const sum = (pick: (row: q.MinuteRow) => number) => rows.reduce((total, row) => total + pick(row), 0)
  const reasons = new Map<RefusalReason, number>()
  for (const row of rows)
    for (const [reason, count] of Object.entries(row.reasons))
      reasons.set(reason as RefusalReason, (reasons.get(reason as RefusalReason) ?? 0) + count)
  return {
    minutes,
    last24h: {
      accepted: sum((r) => r.accepted),
      refused: sum((r) => r.refused),
      duplicate: sum((r) => r.duplicate),
    },
    reasons: [...reasons].map(([reason, count]) => ({ reason, count })).toSorted((x, y) => y.count - x.count),
    lagMs: deps.lagMs(),
  }
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
  await q.forgetMinutes(deps.postgres, new Date(deps.now().getTime() - 2 * 86_400_000))
}

/** Keeps refusals for the live view. A fault of the store must not fail the call that was refused. */
export function keepRefusals(deps: SourcesDeps) {
  return (source: WritableSource, refused: readonly RefusedMessage[], receivedAt: number): void => {
    const rows = refused
      .slice(0, 100)
      .map((one) => ({ reason: one.reason, detail: one.detail, body: one.message }))
    q.addRefusals(deps.postgres, {
      workspaceId: source.workspaceId,
      sourceId: source.id,
      receivedAt: new Date(receivedAt),
      refused: rows,
    }).catch((err) => deps.log.warn({ err }, 'refusals could not be kept'))
  }
}

/** Parks an event that could not be processed. */
export async function parkEvent(
  deps: Pick<SourcesDeps, 'postgres' | 'now'>,
  event: AcceptedEvent,
  reason: string,
  detail: string,
): Promise<void> {
  await q.insertDeadLetter(deps.postgres, {
    workspaceId: event.workspaceId,
    sourceId: event.sourceId,
    eventId: event.eventId,
    failedAt: deps.now(),
    reason,
    detail: detail.replaceAll('\0', '').toWellFormed(),
    body: event.raw,
  })
}

/** Makes a source with the given write key unless there is one already. */
export async function ensureSource(
  deps: SourcesDeps,
  actor: Actor,
  made: z.infer<typeof NewSource> & { writeKey: string },
): Promise<void> {
  if (!(await q.findSourceByWriteKey(deps.postgres, made.writeKey))) await createSource(deps, actor, made)
}

import { randomBytes } from 'node:crypto'
import {
  type ArrivedEvent,
  type NewSource,
  type RefusalReason,
  type Source,
  type SourceChange,
  SourceSettings,
} from '@teia/contracts'
import type { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import type { Log } from '../../platform/log.ts'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { type Actor, audit } from '../access/index.ts'
import { type Arrivals, describeRefused, type RefusedMessage, type WritableSource } from '../ingest/index.ts'
import * as kept from './kept-events.queries.ts'
import type { RememberedSources } from './remembered-sources.service.ts'
import * as q from './sources.queries.ts'
import { addHour } from './traffic.queries.ts'

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
  settings: SourceSettings.parse(row.settings),
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

/** The source of what this program hands in itself, by its name: one a workspace, made when it is first needed. */
export async function ownSource(deps: SourcesDeps, actor: Actor, name: string): Promise<string> {
  const { items } = await listSources(deps, actor.workspaceId)
  const found = items.find((one) => one.name === name && one.kind === 'other')
  return (found ?? (await createSource(deps, actor, { name, kind: 'other' }))).id
}

export async function changeSource(
  deps: SourcesDeps,
  actor: Actor,
  sourceId: string,
  change: z.infer<typeof SourceChange>,
): Promise<Source> {
  const before = await getSource(deps, actor.workspaceId, sourceId)
  const after = {
    id: before.id,
    name: change.name ?? before.name,
    enabled: change.enabled ?? before.enabled,
    settings: change.settings ?? before.settings,
  }
  await q.updateSource(deps.postgres, after)
  deps.remembered.forget(before.writeKey)
  await audit(deps, actor, 'source.change', after.name, {
    before: { name: before.name, enabled: before.enabled, settings: before.settings },
    after: { name: after.name, enabled: after.enabled, settings: after.settings },
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
 * What arrived last, newest first: from memory, and after a restart the refusals that were kept; always with what was
 * accepted and had to be parked.
 */
export async function recentArrivals(
  deps: SourcesDeps,
  workspaceId: string,
  sourceId: string,
): Promise<{ items: ArrivedEvent[] }> {
  const source = await getSource(deps, workspaceId, sourceId)
  const live = deps.arrivals.recent(source.id)
  const inMemory = new Set(live.map((one) => one.reason))
  const parked = (await kept.listDeadLetters(deps.postgres, source.id, RECENT))
    .filter((row) => row.reason !== 'invalid_timestamp' || !inMemory.has('invalid_timestamp'))
    .map(describeKept)
  const arrived =
    live.length > 0 ? live : (await kept.listRefusals(deps.postgres, source.id, RECENT)).map(describeKept)
  if (parked.length === 0) return { items: arrived }
  return {
    items: [...arrived, ...parked]
      .toSorted((one, other) => other.receivedAt.localeCompare(one.receivedAt))
      .slice(0, Math.max(RECENT, live.length)),
  }
}

const RECENT = 100

const describeKept = (row: kept.RefusalRow): ArrivedEvent =>
  describeRefused(
    {
      reason: row.reason as RefusalReason,
      detail: row.detail,
      faults: row.faults,
      message: row.body,
      place: 0,
    },
    row.received_at.getTime(),
    row.id,
  )

type KeepDeps = SourcesDeps & {
  /** Leaves out what names somebody who was erased. */
  refusedWithoutErased: (
    workspaceId: string,
    refused: readonly RefusedMessage[],
  ) => Promise<readonly RefusedMessage[]>
}

/** Keeps refusals for the live view. A fault of the store must not fail the call that was refused. */
export function keepRefusals(deps: KeepDeps) {
  return (source: WritableSource, refused: readonly RefusedMessage[], receivedAt: number): void => {
    deps
      .refusedWithoutErased(source.workspaceId, refused)
      .then((kept) =>
        Promise.all([keepAside(deps, source, kept, receivedAt), addRefusals(deps, source, kept, receivedAt)]),
      )
      .catch((err) => deps.log.warn({ err }, 'refusals could not be kept'))
  }
}

async function addRefusals(
  deps: Pick<SourcesDeps, 'postgres'>,
  source: WritableSource,
  refused: readonly RefusedMessage[],
  receivedAt: number,
): Promise<void> {
  const rows = refused
    .filter((one) => one.reason !== 'invalid_timestamp')
    .slice(0, 100)
    .map((one) => ({
      reason: one.reason,
      detail: one.detail,
      faults: one.faults,
      client: one.client ?? null,
      delivery: one.delivery ?? null,
      body: one.message,
    }))
  if (rows.length === 0) return
  await kept.addRefusals(deps.postgres, {
    workspaceId: source.workspaceId,
    sourceId: source.id,
    receivedAt: new Date(receivedAt),
    refused: rows,
  })
}

/** An event whose time cannot be is whole otherwise: it is kept, so that it can be taken once the reason is known. */
async function keepAside(
  deps: Pick<SourcesDeps, 'postgres'>,
  source: WritableSource,
  refused: readonly RefusedMessage[],
  receivedAt: number,
): Promise<void> {
  for (const one of refused)
    if (one.reason === 'invalid_timestamp')
      await kept.insertDeadLetter(deps.postgres, {
        workspaceId: source.workspaceId,
        sourceId: source.id,
        eventId: null,
        failedAt: new Date(receivedAt),
        reason: one.reason,
        detail: one.detail,
        faults: one.faults,
        client: one.client ?? null,
        body: one.message,
      })
}

/** Parks an event that could not be processed. */
export async function parkEvent(
  deps: Pick<SourcesDeps, 'postgres' | 'now'>,
  event: AcceptedEvent,
  reason: string,
  detail: string,
): Promise<void> {
  const isNew = await kept.insertDeadLetter(deps.postgres, {
    workspaceId: event.workspaceId,
    sourceId: event.sourceId,
    eventId: event.eventId,
    failedAt: deps.now(),
    reason,
    detail: detail.replaceAll('\0', '').toWellFormed(),
    faults: [],
    client: null,
    // The type may stand in the address of the call only.
    body: { type: event.type, ...event.raw },
  })
  if (!isNew) return
  const counts = { accepted: 0, refused: 0, duplicate: 0, reasons: { [reason]: 1 } }
  await addHour(deps.postgres, { sourceId: event.sourceId, minute: deps.now(), ...counts })
}

/** Makes a source with the given write key unless there is one already. */
export async function ensureSource(
  deps: SourcesDeps,
  actor: Actor,
  made: z.infer<typeof NewSource> & { writeKey: string },
): Promise<void> {
  if (!(await q.findSourceByWriteKey(deps.postgres, made.writeKey))) await createSource(deps, actor, made)
}

import { type DeadLetterReplayed, type RefusalReason, takeableReasons } from '@teia/contracts'
import { z } from 'zod'
import { readCursor, writeCursor } from '../../platform/cursor.ts'
import { type Actor, audit } from '../access/index.ts'
import { acceptMessages, type Client, type HandInDeps, type WritableSource } from '../ingest/index.ts'
import { rulesOf } from './remembered-sources.service.ts'
import * as q from './replay.queries.ts'
import { getSource, type SourcesDeps } from './sources.service.ts'
import {
  type Asked,
  type DeliveryRead,
  type ReadDeliveries,
  type Told,
  type Tried,
  tryAgain,
} from './try-again.ts'

export type ReplayDeps = SourcesDeps & HandInDeps & { readDeliveries: ReadDeliveries }
const mostAtOnce = 1_000
const mostTold = 20

/**
 * Takes events again that were kept aside or refused, under the rules as they are now. What can still not be taken stays
 * where it is, with the reason that holds now. Each is taken under its own message id, which counts once: also when a
 * client repeats it, and when this is cut off half-way and asked again.
 */
export async function replayDeadLetters(
  deps: ReplayDeps,
  actor: Actor,
  sourceId: string,
  asked: Asked,
): Promise<z.infer<typeof DeadLetterReplayed>> {
  const { workspaceId } = actor
  const source = await getSource(deps, workspaceId, sourceId)
  const rows = await q.listToReplay(deps.postgres, {
    kind: asked.kind,
    sourceId: source.id,
    ids: asked.ids ?? null,
    reasons: asked.reason ? [asked.reason] : asked.ids ? null : takeableReasons,
    after: readCursor(asked.after, z.tuple([z.string().regex(/^\d{1,19}$/)]))?.[0] ?? '0',
    limit: mostAtOnce,
  })
  const now = deps.now().getTime()
  const rules: WritableSource = {
    id: source.id,
    workspaceId,
    // What was kept aside had come while the source was on.
    enabled: source.enabled || asked.kind === 'kept_aside',
    ...(await rulesOf(deps.postgres, source)),
  }
  const read = await readAgain(deps, { ...source, workspaceId }, rows, asked)
  const tried = rows.map((row) => tryAgain(rules, row, read.get(row), asked, now))
  const taken = tried.filter((one) => one.refusal === null)
  await accept(deps, rules, taken, now)
  await q.deleteKept(
    deps.postgres,
    asked.kind,
    taken.map(({ row }) => row.position),
  )
  const left = tried.flatMap(({ row, refusal }) => (refusal ? [{ row, refusal }] : []))
  if (!asked.body) await writeReasons(deps, asked.kind, left)
  const { kind, times } = asked
  const outcome = {
    kind,
    replayed: taken.length,
    failed: left.length,
    times,
    edited: asked.body !== undefined,
  }
  await audit(deps, actor, 'source.replay', source.name, { after: outcome })
  const last = rows.length === mostAtOnce ? rows.at(-1) : undefined
  return {
    replayed: taken.length,
    failed: left.length,
    reasons: countReasons(left.map((one) => one.refusal.reason)),
    refused: left.slice(0, mostTold).map(({ row, refusal }) => ({ id: row.id, ...refusal })),
    remaining: await q.countAllKept(deps.postgres, kind, source.id),
    after: last === undefined ? null : writeCursor([last.position]),
  }
}

/** What those of the rows are read as that are deliveries of a webhook. */
async function readAgain(
  deps: ReplayDeps,
  source: Parameters<ReadDeliveries>[0],
  rows: readonly q.KeptMessage[],
  asked: Asked,
): Promise<Map<q.KeptMessage, DeliveryRead>> {
  const deliveries = rows.flatMap((row) => (row.delivery ? [{ row, delivery: row.delivery }] : []))
  if (deliveries.length === 0) return new Map()
  const read = await deps.readDeliveries(
    source,
    deliveries.map(({ row, delivery }) => ({
      body: asked.body ?? row.body,
      delivery,
      receivedAt: row.received_at,
    })),
  )
  return new Map(
    deliveries.flatMap(({ row }, at) => {
      const one = read[at]
      return one ? [[row, one] as const] : []
    }),
  )
}

/** One call hands in what one client has sent. */
async function accept(deps: ReplayDeps, rules: WritableSource, taken: Tried[], now: number): Promise<void> {
  for (const own of Map.groupBy(taken, ({ row }) => JSON.stringify(row.client)).values()) {
    const client: Client | undefined = own[0]?.row.client ?? undefined
    const messages = own.flatMap((one) => one.messages)
    if (messages.length > 0)
      await acceptMessages(deps, { ...rules, enabled: true }, messages, now, { client })
  }
  for (const one of taken) await one.keep?.()
}

async function writeReasons(
  deps: ReplayDeps,
  kind: Asked['kind'],
  left: readonly { row: q.KeptMessage; refusal: Told }[],
): Promise<void> {
  for (const { row, refusal } of left)
    if (row.reason !== refusal.reason || row.detail !== refusal.detail)
      await q.updateReason(deps.postgres, kind, row.position, refusal)
}

function countReasons(reasons: readonly RefusalReason[]): { reason: RefusalReason; count: number }[] {
  return [...Map.groupBy(reasons, (reason) => reason)]
    .map(([reason, own]) => ({ reason, count: own.length }))
    .toSorted((one, other) => other.count - one.count || one.reason.localeCompare(other.reason))
}

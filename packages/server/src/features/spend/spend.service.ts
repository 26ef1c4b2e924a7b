import {
  type Fault,
  faultOf,
  type NewSpend,
  type Spend,
  type SpendChange,
  type SpendPage,
  type SpendQuery,
  type SpendRemoval,
  type SpendRemoved,
  type SpendWritten,
} from '@teia/contracts'
import { z } from 'zod'
import { pageFrom, readCursor } from '../../platform/cursor.ts'
import { AppError } from '../../platform/errors.ts'
import { actorOf } from '../../platform/request-identity.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { type Actor, audit, getWorkspace } from '../access/index.ts'
import type { RememberedCatalogues } from '../touchpoints/index.ts'
import { type ChannelKeys, channelKeys } from './channel-keys.ts'
import * as q from './spend.queries.ts'

export type SpendDeps = { postgres: Postgres; catalogues: RememberedCatalogues; now: () => Date }

/** Fewer changes than this are told one by one in the audit log, more by their number and sum. */
const mostTold = 50

export async function openKeys(deps: SpendDeps, workspaceId: string): Promise<ChannelKeys> {
  return channelKeys((await deps.catalogues.find(workspaceId)).entries)
}

/** A selection with its channel as it is kept; null where it names nothing, so that nothing is selected. */
function selectionOf(
  keys: ChannelKeys,
  workspaceId: string,
  { by, from, to, channel }: Pick<SpendQuery, 'by' | 'from' | 'to' | 'channel'>,
): q.SpendSelection | null {
  const found = channel === undefined ? undefined : keys.keyOf(by ?? '', channel)
  return found && 'fault' in found ? null : { workspaceId, by, from, to, channel: found?.key }
}

const described = (keys: ChannelKeys, row: q.SpendRow): Spend => ({
  ...{ by: row.by, day: row.day, channel: keys.nameOf(row.by, row.channel), amount: row.amount },
  ...{ currency: row.currency, changedAt: row.changed_at.toISOString(), changedBy: row.changed_by },
})

/** Lines of spend, latest day first. Throws `invalid_cursor`. */
export async function listSpend(deps: SpendDeps, workspaceId: string, query: SpendQuery): Promise<SpendPage> {
  const after = readCursor(query.cursor, z.tuple([z.iso.date(), z.string(), z.string()]))
  const keys = await openKeys(deps, workspaceId)
  const selection = selectionOf(keys, workspaceId, query)
  const rows = selection ? await q.listSpend(deps.postgres, selection, { after, limit: query.limit + 1 }) : []
  return pageFrom(
    rows,
    query.limit,
    (row) => described(keys, row),
    (row) => [row.day, row.by, row.channel],
  )
}

/** How a line is kept, or why it cannot be. */
export function lineOf(
  keys: ChannelKeys,
  { by, day, channel, amount, currency }: NewSpend,
  own: string,
): q.SpendLine | { fault: Fault } {
  if (currency !== undefined && currency !== own)
    return { fault: faultOf('spend_currency', { currency, own }) }
  const found = keys.keyOf(by, channel)
  return 'fault' in found ? found : { by, day, channel: found.key, amount, currency: own }
}

/** What tells a line from others. */
export const placeOf = ({ by, day, channel }: Pick<q.SpendLine, 'by' | 'day' | 'channel'>) =>
  JSON.stringify([by, day, channel])

/** Writes lines over those of the same day and channel. Throws `invalid_spend`; then nothing is written. */
export async function writeSpend(deps: SpendDeps, actor: Actor, change: SpendChange): Promise<SpendWritten> {
  const keys = await openKeys(deps, actor.workspaceId)
  const { currency } = await getWorkspace(deps, actor.workspaceId)
  const lines = change.items.map((item) => {
    const line = lineOf(keys, item, currency)
    if ('fault' in line) throw new AppError('invalid_spend', 400, line.fault)
    return line
  })
  const places = lines.map(placeOf)
  const twice = change.items[places.findIndex((place, at) => places.indexOf(place) !== at)]
  if (twice) {
    const { day, channel } = twice
    throw new AppError('invalid_spend', 400, faultOf('spend_item_twice', { day, channel }))
  }
  return keepSpend(deps, actor, keys, lines, 'spend.change')
}

/** Writes lines that are sound, and writes down who did. */
export async function keepSpend(
  deps: SpendDeps,
  actor: Actor,
  keys: ChannelKeys,
  lines: readonly q.SpendLine[],
  action: 'spend.change' | 'spend.upload' | 'spend.import',
): Promise<SpendWritten> {
  const { workspaceId } = actor
  const isTold = lines.length <= mostTold
  const before = isTold ? await q.findSpend(deps.postgres, workspaceId, lines) : []
  const change = { now: deps.now(), by: actorOf(actor.identity) }
  const written = await q.upsertSpend(deps.postgres, workspaceId, lines, change)
  if (written > 0)
    await audit(deps, actor, action, [...new Set(lines.map(({ by }) => by))].join(', ').slice(0, 300), {
      ...(isTold && { before: before.map((row) => toldOf(keys, row)) }),
      after: isTold
        ? lines.map((line) => toldOf(keys, line))
        : { lines: lines.length, amount: lines.reduce((sum, { amount }) => sum + amount, 0) },
    })
  return { written, same: lines.length - written }
}

const toldOf = (keys: ChannelKeys, { by, day, channel, amount, currency }: q.SpendLine) => ({
  ...{ day, channel: keys.nameOf(by, channel), amount, currency },
})

/** Removes lines of some days, of one channel or of all. */
export async function removeSpend(
  deps: SpendDeps,
  actor: Actor,
  removal: SpendRemoval,
): Promise<SpendRemoved> {
  const keys = await openKeys(deps, actor.workspaceId)
  const selection = selectionOf(keys, actor.workspaceId, removal)
  const removed = selection ? await q.deleteSpend(deps.postgres, selection) : []
  if (removed.length > 0)
    await audit(deps, actor, 'spend.remove', removal.by, { before: { ...removal, removed } })
  return { removed: removed.reduce((sum, { lines }) => sum + lines, 0) }
}

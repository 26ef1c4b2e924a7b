import { type CatalogueEntry, faultOf, type TouchpointDefinition, touchpointLimits } from '@teia/contracts'
import { Parameters } from '../../analytics/index.ts'
import { AppError } from '../../platform/errors.ts'
import { actorOf } from '../../platform/request-identity.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import type { Actor } from '../access/index.ts'
import * as q from './catalogue.queries.ts'
import { changedEvents, placingRules } from './placing-rules.ts'
import { matcherSql } from './placing-sql.ts'
import type { PlacingJob } from './rewrite.job.ts'
import { slugOf } from './slug.ts'
import { starterCatalogue } from './starter-catalogue.ts'

export type CatalogueDeps = { postgres: Postgres; now: () => Date; placingJob: PlacingJob }

export const notFound = () => new AppError('touchpoint_not_found', 404, 'No such touchpoint.')

/** The touchpoints of a workspace in their order of precedence; at the first call the catalogue is made. */
export async function readEntries(
  deps: Pick<CatalogueDeps, 'postgres' | 'now'>,
  workspaceId: string,
): Promise<{ version: number; entries: CatalogueEntry[] }> {
  const [state] = await q.findStates(deps.postgres, [workspaceId])
  if (!state)
    await deps.postgres
      .transaction()
      .execute((trx) => q.insertCatalogue(trx, { workspaceId, entries: starterCatalogue, now: deps.now() }))
  return { version: state?.version ?? 1, entries: await q.listEntries(deps.postgres, workspaceId) }
}

/** Another workspace's touchpoint looks the same as a missing one. */
export async function getEntry(
  deps: Pick<CatalogueDeps, 'postgres' | 'now'>,
  workspaceId: string,
  id: string,
): Promise<CatalogueEntry> {
  const { entries } = await readEntries(deps, workspaceId)
  const found = entries.find((one) => one.id === id)
  if (!found) throw notFound()
  return found
}

type Change = { trx: Postgres; entries: readonly CatalogueEntry[]; version: number; by: string }

/**
 * Changes a catalogue: one change after the other, each with the names of the events that it may place differently, so
 * that the stored ones are placed anew.
 */
export async function changeCatalogue<Result>(
  deps: CatalogueDeps,
  actor: Actor,
  work: (change: Change) => Promise<Result>,
): Promise<Result> {
  const { workspaceId } = actor
  await readEntries(deps, workspaceId)
  const { result, isPlacedAnew } = await deps.postgres.transaction().execute(async (trx) => {
    const state = await q.lockState(trx, workspaceId)
    const before = await q.listEntries(trx, workspaceId)
    const done = await work({
      trx,
      entries: before,
      version: state?.version ?? 0,
      by: actorOf(actor.identity),
    })
    const after = await q.listEntries(trx, workspaceId)
    if (after.length > touchpointLimits.touchpoints)
      throw new AppError(
        'invalid_catalogue',
        400,
        faultOf('touchpoints_too_many', { most: touchpointLimits.touchpoints }),
      )
    const events = changedEvents(placingRules(before), placingRules(after))
    await q.saveState(trx, { workspaceId, events, now: deps.now() })
    return { result: done, isPlacedAnew: events.length > 0 }
  })
  if (isPlacedAnew) deps.placingJob.enqueue(workspaceId)
  return result
}

export function assertNameIsFree(entries: readonly CatalogueEntry[], name: string): void {
  if (entries.some((one) => one.definition.name.toLowerCase() === name.toLowerCase()))
    throw new AppError('conflict', 409, faultOf('touchpoint_name_taken', { name }))
}

/** Has the compiler look at a filter before it is saved. Throws `invalid_filter`. */
export function assertAskable(definition: Pick<TouchpointDefinition, 'matcher'>): void {
  matcherSql(definition.matcher, {
    params: new Parameters(),
    workspace: '',
    range: { from: 0, to: 0, timeZone: 'UTC' },
    hasOverrides: false,
  })
}

/** Letters and digits, with dashes between. */
export const isCatalogueId = (id: string) => /^[\p{L}\p{N}]+(-[\p{L}\p{N}]+)*$/u.test(id)

/** Parts of addresses that stand where ids do. */
const reservedIds = ['order', 'rewriting', 'file', 'unmatched', 'overlaps', 'try']

export function freeId(name: string, known: readonly string[]): string {
  const base = slugOf(name).slice(0, 80) || 'touchpoint'
  const taken = new Set([...known, ...reservedIds])
  if (!taken.has(base)) return base
  let n = 2
  while (taken.has(`${base}-${n}`)) n += 1
  return `${base}-${n}`
}

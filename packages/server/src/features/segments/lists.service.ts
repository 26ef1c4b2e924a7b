import { faultOf, type ListedOutcome, type Segment, segmentLimits } from '@teia/contracts'
import { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import { actorOf } from '../../platform/request-identity.ts'
import { type Actor, audit } from '../access/index.ts'
import { identitiesOf } from '../identity/index.ts'
import { findPeople } from '../people/index.ts'
import { listKnown } from './known-rules.service.ts'
import * as listed from './listed.queries.ts'
import { dependentsOf } from './resolve-rule.ts'
import * as q from './segments.queries.ts'
import { getSegment, type SegmentsDeps } from './segments.service.ts'

/** Throws `segment_not_found`, `invalid_segment` for one that is no list. */
export async function getList(deps: SegmentsDeps, workspaceId: string, id: string): Promise<Segment> {
  const segment = await getSegment(deps, workspaceId, id)
  if (segment.kind !== 'list') throw new AppError('invalid_segment', 400, faultOf('segment_no_list'))
  return segment
}

/** Puts people on a list. Throws `segment_not_found`, `invalid_segment`. */
export async function addToList(
  deps: SegmentsDeps,
  actor: Actor,
  id: string,
  personIds: readonly string[],
): Promise<ListedOutcome> {
  const { workspaceId } = actor
  const { name } = await getList(deps, workspaceId, id)
  const wanted = [...new Set(personIds)].filter((one) => z.guid().safeParse(one).success)
  const there = (await findPeople(deps, workspaceId, wanted)).map((person) => person.id)
  return deps.postgres.transaction().execute(async (trx) => {
    await q.lockSegments(trx, workspaceId)
    const key = { workspaceId, segmentId: id }
    if ((await listed.countListed(trx, workspaceId, id)) + there.length > segmentLimits.listed)
      throw new AppError('conflict', 409, faultOf('segment_list_full', { most: segmentLimits.listed }))
    const at = { at: deps.now(), who: actorOf(actor.identity) }
    const added = await listed.addListed(trx, key, there, at)
    await countList(trx, workspaceId, id)
    await audit({ postgres: trx, now: deps.now }, actor, 'segment.listed', name, { after: { added } })
    return { added, known: there.length - added, missing: new Set(personIds).size - there.length }
  })
}

/** Takes people off a list. Throws `segment_not_found`, `invalid_segment`. */
export async function takeOffList(
  deps: SegmentsDeps,
  actor: Actor,
  id: string,
  personIds: readonly string[],
): Promise<void> {
  const { workspaceId } = actor
  const { name } = await getList(deps, workspaceId, id)
  const wanted = personIds.filter((one) => z.guid().safeParse(one).success)
  await deps.postgres.transaction().execute(async (trx) => {
    await q.lockSegments(trx, workspaceId)
    const identities = await identitiesOf(trx, workspaceId, wanted)
    await listed.removeListed(trx, { workspaceId, segmentId: id }, [
      ...wanted,
      ...identities.map((one) => one.identityId),
    ])
    await countList(trx, workspaceId, id)
    await audit({ postgres: trx, now: deps.now }, actor, 'segment.unlisted', name, {
      after: { removed: wanted.length },
    })
  })
}

async function countList(trx: Parameters<typeof q.countAnew>[0], workspaceId: string, id: string) {
  await q.countAnew(trx, workspaceId, [id, ...dependentsOf(id, await listKnown(trx, workspaceId))])
}

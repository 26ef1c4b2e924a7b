import type { SegmentRule } from '@teia/contracts'
import { nextTouched } from '../../analytics/index.ts'
import { changedPeople, flushIdentityOutbox } from '../identity/index.ts'
import { countNext, saveSizes } from './count-segment.service.ts'
import { type KeepDeps, keepPeople } from './keep-people.service.ts'
import { listKnown } from './known-rules.service.ts'
import * as members from './members.queries.ts'
import { type KnownMap, stepsAskedIn } from './resolve-rule.ts'
import * as q from './segments.queries.ts'

const eventsAtOnce = 20_000
const peopleAtOnce = 1_000
/** Of so many people all rules are asked by one statement: what it costs hardly grows with them. */
const askedAtOnce = 2_500

/**
 * Keeps memberships as the rules say: of the people whom new events touch, whose traits or identifiers have changed, and
 * of whom time alone may have changed something. Who comes in or leaves by that is told as an event. Goes on until
 * nothing waits, or the server stops. A workspace that fails is tried again with the next call, and keeps no other waiting.
 */
export async function keepMembers(deps: KeepDeps, isStopped: () => boolean): Promise<void> {
  const failed: unknown[] = []
  for (const workspaceId of await q.listRounds(deps.postgres))
    await keepMembersOf(deps, workspaceId, isStopped).catch((error: unknown) => failed.push(error))
  if (failed.length > 0) throw failed[0]
}

/** As `keepMembers`, of one workspace. */
export async function keepMembersOf(
  deps: KeepDeps,
  workspaceId: string,
  isStopped: () => boolean = () => false,
): Promise<void> {
  while (!isStopped() && (await keepSome(deps, workspaceId)));
}

/** One round of a workspace. Says whether more waits. */
async function keepSome(deps: KeepDeps, workspaceId: string): Promise<boolean> {
  // Whom an event belongs to has to be known where rules are asked.
  await flushIdentityOutbox(deps)
  const counted = await inRound(deps, workspaceId, (round) => countSome(deps, workspaceId, round))
  const followed = await inRound(deps, workspaceId, (round) => followChanges(deps, workspaceId, round))
  return counted || followed
}

type Round = { trx: q.Trx; last: q.RoundRow }
/** Works on a workspace while nobody else does; says what the work says, or that nothing waits where another is at it. */
async function inRound(deps: KeepDeps, workspaceId: string, work: (round: Round) => Promise<boolean>) {
  return deps.postgres.transaction().execute(async (trx) => {
    const last = await q.takeRound(trx, workspaceId)
    return last ? work({ trx, last: { ...last, round: String(Number(last.round) + 1) } }) : false
  })
}

/** Goes on with going through everybody, where a segment waits for it. Says whether one did. */
async function countSome(deps: KeepDeps, workspaceId: string, { trx, last }: Round): Promise<boolean> {
  const { version } = await deps.catalogues.find(workspaceId)
  const known = await listKnown(trx, workspaceId)
  if (version !== last.catalogue_version) {
    const live = known.segments.filter((row) => row.rule && asksForTouchpoints(row.rule, known.maps))
    await q.saveRound(trx, workspaceId, { ...last, catalogue_version: version })
    await q.countAnew(
      trx,
      workspaceId,
      live.map(({ id }) => id),
    )
    return true
  }
  // Lists first: rules ask for those.
  const waiting = known.segments
    .filter((one) => one.state === 'counting')
    .toSorted(
      (x, y) => Number(x.kind === 'live') - Number(y.kind === 'live') || y.parts_done - x.parts_done,
    )[0]
  if (!waiting) return false
  await countNext(deps, trx, workspaceId, waiting, known, Number(last.round))
  await q.saveRound(trx, workspaceId, last)
  return true
}

/** Brings memberships up to date for whom something has happened to. Says whether more waits. */
async function followChanges(deps: KeepDeps, workspaceId: string, { trx, last }: Round): Promise<boolean> {
  const now = deps.now()
  const { segments, maps } = await listKnown(trx, workspaceId)
  // Whoever has been gone through is followed from then on; of the others, all that happened is seen when it is their turn.
  const followed = segments.filter((one) => one.state === 'live' || one.parts_done > 0)
  const changed = await changedPeople.list(trx, workspaceId, peopleAtOnce)
  const due = await members.selectDue(
    deps.clickhouse,
    workspaceId,
    followed.filter((one) => one.state === 'live').map(({ id }) => id),
    now.getTime(),
    peopleAtOnce,
  )
  const touched = await nextTouched(deps.clickhouse, workspaceId, last.event_id, eventsAtOnce)
  // Of whoever is on these lists, the changes are known that brought them there, or they are on them anew.
  await flushIdentityOutbox(deps)
  const people = [...new Set([...changed.map((row) => row.person_id), ...due, ...touched.people])]
  if (people.length === 0 && touched.events === 0) return false
  let moves = 0
  for (let at = 0; at < people.length; at += askedAtOnce)
    moves += await keepPeople(
      { deps, trx, workspaceId, segments, maps, followed, now, round: Number(last.round) },
      people.slice(at, at + askedAtOnce),
    )
  if (moves > 0) await saveSizes(deps, trx, workspaceId)
  await changedPeople.takeOff(trx, workspaceId, changed)
  const eventId = touched.events > 0 ? touched.last : last.event_id
  await q.saveRound(trx, workspaceId, { ...last, event_id: eventId })
  return touched.events === eventsAtOnce || changed.length === peopleAtOnce || due.length === peopleAtOnce
}

/** Whether whom a rule means may rest on which touchpoint an interaction belongs to. */
function asksForTouchpoints(rule: SegmentRule, maps: readonly KnownMap[]): boolean {
  const asked = new Set(stepsAskedIn(rule).map((leaf) => leaf.map))
  const drawings = maps.filter((one) => asked.has(one.id)).map((one) => one.document)
  return JSON.stringify([rule, drawings]).includes('"touchpoint"')
}

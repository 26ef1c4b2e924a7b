import type { SegmentRule } from '@teia/contracts'
import { nextTouched } from '../../analytics/index.ts'
import { changedPeople, flushIdentityOutbox } from '../identity/index.ts'
import { countAll, saveSizes } from './count-segment.service.ts'
import { type KeepDeps, keepPeople } from './keep-people.service.ts'
import { type KnownRows, listKnown } from './known-rules.service.ts'
import * as members from './members.queries.ts'
import { type KnownMap, stepsAskedIn } from './resolve-rule.ts'
import * as q from './segments.queries.ts'

const eventsAtOnce = 20_000
const peopleAtOnce = 1_000

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
  return deps.postgres.transaction().execute(async (trx) => {
    const last = await q.takeRound(trx, workspaceId)
    if (!last) return false
    const { version } = await deps.catalogues.find(workspaceId)
    if (version !== last.catalogue_version) {
      await q.saveRound(trx, workspaceId, { ...last, catalogue_version: version })
      const { segments, maps } = await listKnown(trx, workspaceId)
      const live = segments.filter((row) => row.rule && asksForTouchpoints(row.rule, maps))
      await q.countAnew(
        trx,
        workspaceId,
        live.map(({ id }) => id),
      )
      return true
    }
    const round = { ...last, round: String(Number(last.round) + 1) }
    const known = await listKnown(trx, workspaceId)
    // Lists first: rules ask for those.
    const waiting = known.segments
      .filter((one) => one.state === 'counting')
      .toSorted((x, y) => Number(x.kind === 'live') - Number(y.kind === 'live'))[0]
    if (waiting) {
      await countAll(deps, trx, workspaceId, waiting, known, Number(round.round))
      await q.saveRound(trx, workspaceId, round)
      return true
    }
    return followChanges(deps, trx, workspaceId, known, round)
  })
}

/** Brings memberships up to date for whom something has happened to. Says whether more waits. */
async function followChanges(
  deps: KeepDeps,
  trx: q.Trx,
  workspaceId: string,
  { segments, maps }: KnownRows,
  round: q.RoundRow,
): Promise<boolean> {
  const now = deps.now()
  const live = segments.filter((one) => one.state === 'live')
  const changed = await changedPeople.list(trx, workspaceId, peopleAtOnce)
  const due = await members.selectDue(
    deps.clickhouse,
    workspaceId,
    live.map(({ id }) => id),
    now.getTime(),
    peopleAtOnce,
  )
  const touched = await nextTouched(deps.clickhouse, workspaceId, round.event_id, eventsAtOnce)
  // Of whoever is on these lists, the changes are known that brought them there, or they are on them anew.
  await flushIdentityOutbox(deps)
  const people = [...new Set([...changed.map((row) => row.person_id), ...due, ...touched.people])]
  if (people.length === 0 && touched.events === 0) return false
  let moves = 0
  for (let at = 0; at < people.length; at += peopleAtOnce)
    moves += await keepPeople(
      { deps, trx, workspaceId, segments, maps, live, now, round: Number(round.round) },
      people.slice(at, at + peopleAtOnce),
    )
  if (moves > 0) await saveSizes(deps, trx, workspaceId)
  await changedPeople.takeOff(trx, workspaceId, changed)
  const eventId = touched.events > 0 ? touched.last : round.event_id
  await q.saveRound(trx, workspaceId, { ...round, event_id: eventId })
  return touched.events === eventsAtOnce || changed.length === peopleAtOnce || due.length === peopleAtOnce
}

/** Whether whom a rule means may rest on which touchpoint an interaction belongs to. */
function asksForTouchpoints(rule: SegmentRule, maps: readonly KnownMap[]): boolean {
  const asked = new Set(stepsAskedIn(rule).map((leaf) => leaf.map))
  const drawings = maps.filter((one) => asked.has(one.id)).map((one) => one.document)
  return JSON.stringify([rule, drawings]).includes('"touchpoint"')
}

import type { IdentityRules } from '@teia/contracts'
import { addAssertions } from './assertion-rows.queries.ts'
import type { DecisionDeps } from './change-identities.service.ts'
import { markForCounting } from './computed-rows.queries.ts'
import { lockIdentities } from './identity.queries.ts'
import type { Trx } from './identity-db.ts'
import { linkKey } from './identity-graph.ts'
import { flushIdentityOutbox } from './identity-outbox.service.ts'
import { findRules, type RulesRow } from './identity-rules.queries.ts'
import type { MadeAssertion, Touch } from './identity-touches.ts'
import * as work from './identity-work.queries.ts'
import * as q from './read-again.queries.ts'
import { marksOfChange, type Rereading, readAgain, type StoredMessage } from './reading.ts'
import { repartition } from './repartition.service.ts'
import { rewritePeople } from './rewrite-people.service.ts'
import { takeIdentifiers } from './take-identifiers.service.ts'

export type ReadAgainDeps = DecisionDeps & {
  /** The newest record that was accepted, and the newest that questions can see. */
  accepted: () => number
  carried: () => number
}
/** How far reading is. `before`: the rules that have held since events were last read as a whole. */
type Place = { before: IdentityRules[]; waitFor: number | null; after: q.EventPlace | null; isRead: boolean }

const atOnce = 1_000

/** Has events read again by changed rules; also when they are just being read by rules that hold no more. */
export async function beginReading(
  trx: Trx,
  workspaceId: string,
  before: IdentityRules,
  at: Date,
): Promise<void> {
  const running = await work.findWork(trx, workspaceId, 'reading')
  const unfinished = running && running.state !== 'done' ? (running.place as Place).before : []
  const place: Place = { before: [...unfinished, before], waitFor: null, after: null, isRead: false }
  await work.beginWork(trx, workspaceId, 'reading', null, at)
  await work.saveProgress(trx, workspaceId, 'reading', { done: 0, place })
}

/**
 * Reads stored events again where the reading of values has changed, some at a time; each step is kept, so that a
 * restart goes on there. First what events say now is added, then what none says any more is taken away, so that who is
 * who is in the end as if every event had been read like this from the start.
 */
export async function readEventsAgain(deps: ReadAgainDeps, isStopped: () => boolean): Promise<void> {
  for (const workspaceId of await work.listRunningWork(deps.postgres, 'reading'))
    while (!isStopped() && (await readSome(deps, workspaceId)));
}

async function readSome(deps: ReadAgainDeps, workspaceId: string): Promise<boolean> {
  const row = await work.findWork(deps.postgres, workspaceId, 'reading')
  if (row?.state !== 'running') return false
  const place = row.place as Place
  const held = await findRules(deps.postgres, workspaceId)
  if (!held) return false
  const marks = marksOfChange(place.before, held.rules)
  if (place.waitFor === null || deps.carried() < place.waitFor)
    return waitForTheLog(deps, workspaceId, place, marks)
  const page = place.isRead
    ? null
    : await q.nextCarrying(deps.clickhouse, { workspaceId, marks, after: place.after, limit: atOnce })
  const goesOn = await deps.postgres.transaction().execute(async (trx) => {
    // In the order of those who change the rules: the other way round, each would wait for the other.
    await lockIdentities(trx, workspaceId)
    const taken = await work.takeWork(trx, workspaceId, 'reading')
    // Rules that have changed since, or another server, have set a new beginning.
    if (!taken || JSON.stringify(taken.place) !== JSON.stringify(place)) return taken !== undefined
    const rules = await findRules(trx, workspaceId)
    if (!rules) return false
    if (page) {
      await applyEvents(trx, workspaceId, page.events, place.before, rules)
      const isRead = page.events.length < atOnce
      const next: Place = { ...place, after: page.last ?? place.after, isRead }
      const done = Number(row.done) + page.events.length
      await work.saveProgress(trx, workspaceId, 'reading', { done, place: next })
      return true
    }
    if (await sweepSome(trx, workspaceId, rules)) return true
    await q.clearDoubts(trx, workspaceId)
    await work.endWork(trx, workspaceId, 'reading', { state: 'done', at: deps.now() })
    return false
  })
  await flushIdentityOutbox(deps)
  return goesOn
}

/** What was identified by the old rules and is on its way has to be among the events before they are read. */
async function waitForTheLog(
  deps: ReadAgainDeps,
  workspaceId: string,
  place: Place,
  marks: readonly string[],
): Promise<boolean> {
  if (place.waitFor !== null) return false
  const total = await q.countCarrying(deps.clickhouse, workspaceId, marks)
  const next: Place = { ...place, waitFor: deps.accepted() }
  await deps.postgres.transaction().execute(async (trx) => {
    const taken = await work.takeWork(trx, workspaceId, 'reading')
    if (taken && JSON.stringify(taken.place) === JSON.stringify(place))
      await work.saveProgress(trx, workspaceId, 'reading', { done: 0, total, place: next })
  })
  return true
}

async function applyEvents(
  trx: Trx,
  workspaceId: string,
  events: readonly StoredMessage[],
  before: readonly IdentityRules[],
  { rules, readings }: RulesRow,
): Promise<void> {
  const read = events.map((event) => ({ event, ...readAgain(workspaceId, event, before, rules) }))
  await takeIdentifiers(trx, workspaceId, touchesOf(workspaceId, read))
  const renewed = await addAssertions(trx, workspaceId, assertionsOf(read), readings)
  await q.inheritUndone(
    trx,
    workspaceId,
    read.flatMap((one) => one.became),
  )
  await q.doubtLinks(
    trx,
    workspaceId,
    read.flatMap((one) => one.doubted),
    readings,
  )
  await settle(
    trx,
    workspaceId,
    renewed.flatMap(({ a, b }) => [a, b]),
    rules,
    false,
  )
}

/** Takes away some of what no event says any more. False: nothing is left to take away. */
async function sweepSome(trx: Trx, workspaceId: string, { rules, readings }: RulesRow): Promise<boolean> {
  const gone = await q.deleteDoubted(trx, workspaceId, readings, atOnce)
  if (gone.length === 0) return false
  await settle(
    trx,
    workspaceId,
    gone.flatMap(({ a, b }) => [a, b]),
    rules,
    true,
  )
  await q.deleteUnnamed(
    trx,
    workspaceId,
    gone.map(({ b }) => b),
  )
  return true
}

/** `forgetsShared`: what is gone may leave an identifier to so few that it is shared no more. */
async function settle(
  trx: Trx,
  workspaceId: string,
  ids: readonly string[],
  rules: IdentityRules,
  forgetsShared: boolean,
): Promise<void> {
  if (ids.length === 0) return
  const moved = await repartition(trx, workspaceId, [...new Set(ids)], rules, forgetsShared)
  const people = [...new Set(moved.values())]
  await rewritePeople(trx, workspaceId, people)
  await markForCounting(trx, workspaceId, people)
}

type Read = Rereading & { event: StoredMessage }

function touchesOf(workspaceId: string, read: readonly Read[]): Touch[] {
  const touches = new Map<string, Touch>()
  for (const { event, made } of read)
    for (const { b, rule, value } of made) {
      const known = touches.get(b)
      touches.set(b, {
        workspaceId,
        identityId: b,
        kind: rule,
        value,
        isSeen: false,
        firstSeenAt: Math.min(event.time, known?.firstSeenAt ?? event.time),
        lastSeenAt: Math.max(event.time, known?.lastSeenAt ?? event.time),
        traits: null,
        consents: null,
      })
    }
  return [...touches.values()]
}

/** Each link once, by the first event that makes it; of equal times, the one whose message id comes first. */
function assertionsOf(read: readonly Read[]): MadeAssertion[] {
  const made = new Map<string, MadeAssertion>()
  for (const { event, made: links } of read)
    for (const { a, b, rule } of links) {
      const { time: firstAssertedAt, messageId, eventId, sourceId } = event
      const one = { a, b, rule, firstAssertedAt, messageId, eventId, sourceId }
      const known = made.get(linkKey(one))
      if (!known || isEarlier(one, known)) made.set(linkKey(one), one)
    }
  return [...made.values()]
}

const isEarlier = (x: MadeAssertion, y: MadeAssertion) =>
  x.firstAssertedAt === y.firstAssertedAt ? x.messageId < y.messageId : x.firstAssertedAt < y.firstAssertedAt

import { type ComputedTraitDefinition, numberOf } from '@teia/contracts'
import { nextTouched } from '../../analytics/index.ts'
import type { DecisionDeps } from './change-identities.service.ts'
import * as rows from './computed-rows.queries.ts'
import * as q from './computed-traits.queries.ts'
import { loadPersons, lockIdentities } from './identity.queries.ts'
import type { Trx } from './identity-db.ts'
import { flushIdentityOutbox } from './identity-outbox.service.ts'
import { rewritePeople } from './rewrite-people.service.ts'

const eventsAtOnce = 20_000
const peopleAtOnce = 1_000
/** How often windows move on while nothing comes. */
const rollEveryMs = 10 * 60_000

/**
 * Keeps computed traits up to date: of the people whom new events touch, whose identifiers have changed, and of whom
 * something has left a window. Goes on until everything stored is counted in, or the server stops.
 */
export async function countComputed(deps: DecisionDeps, isStopped: () => boolean): Promise<void> {
  for (const workspaceId of await rows.listCounted(deps.postgres))
    while (!isStopped() && (await countSome(deps, workspaceId)));
}

/** Counts some people anew. Says whether others wait. */
async function countSome(deps: DecisionDeps, workspaceId: string): Promise<boolean> {
  // Whom an event belongs to has to be known where it is counted.
  await flushIdentityOutbox(deps)
  const moved = await deps.postgres.transaction().execute((trx) => moveOn(deps, trx, workspaceId))
  const goesOn = await deps.postgres.transaction().execute(async (trx) => {
    if (!(await rows.takeCursor(trx, workspaceId))) return false
    const now = deps.now()
    // In this order: of whoever is on the list, the changes are known that brought them there, or they are marked anew.
    const waiting = await rows.listWaiting(trx, workspaceId, peopleAtOnce)
    if (waiting.length === 0) return moved
    const definitions = await rows.listDefinitions(trx, workspaceId)
    await flushIdentityOutbox(deps)
    const people = waiting.map((row) => row.person_id)
    const counted = definitions.map((row) => row.definition)
    await countPeople(deps, trx, workspaceId, people, counted)
    const done = await rows.takeOffWaiting(trx, workspaceId, waiting)
    const isDone = !moved && done === waiting.length && waiting.length < peopleAtOnce
    if (isDone)
      await rows.saveCounted(
        trx,
        workspaceId,
        definitions.map((row) => row.id),
        now,
      )
    return !isDone
  })
  await flushIdentityOutbox(deps)
  return goesOn
}

/** Notes whom new events and the time have touched. Says whether there are more such events. */
async function moveOn(deps: DecisionDeps, trx: Trx, workspaceId: string): Promise<boolean> {
  const cursor = await rows.takeCursor(trx, workspaceId)
  if (!cursor) return false
  const [now, rolledAt] = [deps.now().getTime(), cursor.rolled_at.getTime()]
  const isDue = now - rolledAt >= rollEveryMs
  const marked: string[] = []
  if (isDue)
    for (const { definition } of await rows.listDefinitions(trx, workspaceId))
      for (const id of await q.findRolled(deps.clickhouse, workspaceId, definition, {
        from: rolledAt,
        to: now,
      }))
        marked.push(id)
  const touched = await nextTouched(deps.clickhouse, workspaceId, cursor.event_id, eventsAtOnce)
  for (const id of touched.people) marked.push(id)
  await lockIdentities(trx, workspaceId)
  await rows.markForCounting(trx, workspaceId, marked)
  const upTo = touched.events > 0 ? touched.last : cursor.event_id
  if (isDue || touched.events > 0)
    await rows.saveCursor(trx, workspaceId, upTo, isDue ? new Date(now) : cursor.rolled_at)
  return touched.events === eventsAtOnce
}

async function countPeople(
  deps: DecisionDeps,
  trx: Trx,
  workspaceId: string,
  personIds: readonly string[],
  definitions: readonly ComputedTraitDefinition[],
): Promise<void> {
  const identityIds = (await loadPersons(trx, workspaceId, personIds)).map((row) => row.identity_id)
  const now = deps.now()
  const counted =
    definitions.length === 0
      ? []
      : await q.countForPeople(deps.clickhouse, workspaceId, identityIds, definitions, now.getTime())
  const byPerson = new Map(counted.map((row) => [row.person, describeValues(definitions, row.counted)]))
  await lockIdentities(trx, workspaceId)
  const changed = await rows.saveValues(
    trx,
    workspaceId,
    personIds.map((personId) => ({ personId, traits: byPerson.get(personId) ?? {} })),
    now,
  )
  await rewritePeople(trx, workspaceId, changed)
}

function describeValues(definitions: readonly ComputedTraitDefinition[], counted: readonly string[]) {
  return Object.fromEntries(
    definitions.flatMap(({ name }, place) => {
      const text = counted[place] ?? ''
      if (text === '') return []
      const number = numberOf(text)
      // A value that would be written otherwise as a number, such as an id with a leading zero, stays text.
      return [[name, number !== null && String(number) === text ? number : text]]
    }),
  )
}

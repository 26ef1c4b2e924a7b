import type { IdentityRules } from '@teia/contracts'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import { applyAccounts } from './apply-accounts.service.ts'
import { addAssertions } from './assertion-rows.queries.ts'
import { markForCounting } from './computed-rows.queries.ts'
import * as q from './identity.queries.ts'
import type { Trx } from './identity-db.ts'
import { flushIdentityOutbox, type IdentityDeps } from './identity-outbox.service.ts'
import { findRules, type Readings } from './identity-rules.queries.ts'
import { defaultRules } from './identity-rules.ts'
import { collectTouches, type Touch, type Touches } from './identity-touches.ts'
import { findEarlier, widenPeople } from './person-rows.queries.ts'
import { repartition } from './repartition.service.ts'
import { rewritePeople } from './rewrite-people.service.ts'
import { takeIdentifiers } from './take-identifiers.service.ts'
import { mergeTraits } from './traits.ts'

/**
 * Takes in what a block of events says about who is who: identifiers, assertions, traits, accounts. Applying the same
 * block again changes nothing. Returns, for the identifiers of the block, the person each belongs to.
 */
export async function identifyBlock(
  deps: IdentityDeps,
  events: readonly AcceptedEvent[],
): Promise<Map<string, string>> {
  const personOf = new Map<string, string>()
  for (const [workspaceId, own] of Map.groupBy(events, (event) => event.workspaceId)) {
    await deps.postgres.transaction().execute(async (trx) => {
      await q.lockIdentities(trx, workspaceId)
      // Read under the lock, so that a change of the rules holds for every block that comes after it.
      const row = await findRules(trx, workspaceId)
      const rules = row?.rules ?? defaultRules
      const touches = collectTouches(own, rules)
      if (touches.identifiers.size === 0 && touches.accounts.size === 0) return
      for (const [identity, person] of await applyTouches(
        trx,
        workspaceId,
        touches,
        rules,
        row?.readings ?? {},
      ))
        personOf.set(identity, person)
    })
  }
  await flushIdentityOutbox(deps)
  return personOf
}

async function applyTouches(
  trx: Trx,
  workspaceId: string,
  touches: Touches,
  rules: IdentityRules,
  readings: Readings,
): Promise<Map<string, string>> {
  const touched = [...touches.identifiers.values()]
  const { known, added, widened } = await takeIdentifiers(trx, workspaceId, touched)
  const personOf = new Map(
    touched.map(({ identityId }) => [identityId, known.get(identityId)?.person_id ?? identityId]),
  )
  const present = touched.filter((touch) => known.has(touch.identityId))
  await applyTraits(trx, workspaceId, present)

  const renewed = await addAssertions(trx, workspaceId, [...touches.assertions.values()], readings)
  const moved =
    renewed.length > 0
      ? await repartition(
          trx,
          workspaceId,
          renewed.flatMap(({ a, b }) => [a, b]),
          rules,
        )
      : new Map<string, string>()
  if (moved.size > 0) await markForCounting(trx, workspaceId, [...new Set(moved.values())])
  for (const [identity, person] of moved) if (personOf.has(identity)) personOf.set(identity, person)

  const linked = new Set([...touches.assertions.values()].flatMap(({ a, b }) => [a, b]))
  const alone = new Map(
    added.filter((touch) => !linked.has(touch.identityId)).map((touch) => [touch.identityId, touch]),
  )
  const changed = new Set(added.map((touch) => personOf.get(touch.identityId) ?? touch.identityId))
  for (const touch of present)
    if (touch.traits || known.get(touch.identityId)?.is_newly_seen)
      changed.add(personOf.get(touch.identityId) ?? touch.identityId)
  for (const person of moved.values()) changed.add(person)
  for (const person of await applyAccounts(trx, workspaceId, touches)) changed.add(person)
  const rest = spansOfTheRest(widened, personOf, changed)
  // When a history begins is also kept with the events, so a late event rewrites its person.
  for (const person of rest.length > 0 ? await findEarlier(trx, workspaceId, rest) : []) changed.add(person)
  const others = [...changed].filter((person) => !alone.has(person))
  await rewritePeople(trx, workspaceId, others, [...alone.values()].map(rowOf))
  if (rest.length > 0) await widenPeople(trx, workspaceId, rest)
  return personOf
}

/** What was added of an identifier that nothing else is known of. */
const rowOf = (touch: Touch) => ({
  kind: touch.kind,
  value: touch.value,
  is_seen: touch.isSeen,
  person_id: touch.identityId,
  first_seen_at: new Date(touch.firstSeenAt),
  last_seen_at: new Date(touch.lastSeenAt),
  traits: touch.traits ?? {},
})

async function applyTraits(trx: Trx, workspaceId: string, touched: readonly Touch[]): Promise<void> {
  const carriers = touched.filter((touch) => touch.traits || touch.consents)
  if (carriers.length === 0) return
  const present = new Map(
    (
      await q.findTraits(
        trx,
        workspaceId,
        carriers.map((t) => t.identityId),
      )
    ).map((row) => [row.identity_id, row]),
  )
  await q.saveTraits(
    trx,
    workspaceId,
    carriers.map((touch) => ({
      identityId: touch.identityId,
      traits: mergeTraits(present.get(touch.identityId)?.traits ?? {}, touch.traits ?? {}),
      consents: mergeTraits(present.get(touch.identityId)?.consents ?? {}, touch.consents ?? {}),
    })),
  )
}

/** From when to when the block saw the persons of whom nothing else has changed. */
function spansOfTheRest(
  touched: readonly Touch[],
  personOf: ReadonlyMap<string, string>,
  written: ReadonlySet<string>,
) {
  const rest = new Map<string, { personId: string; firstSeenAt: number; lastSeenAt: number }>()
  for (const touch of touched) {
    const personId = personOf.get(touch.identityId) ?? touch.identityId
    if (written.has(personId) || !touch.isSeen) continue
    const row = rest.get(personId) ?? {
      personId,
      firstSeenAt: touch.firstSeenAt,
      lastSeenAt: touch.lastSeenAt,
    }
    row.firstSeenAt = Math.min(row.firstSeenAt, touch.firstSeenAt)
    row.lastSeenAt = Math.max(row.lastSeenAt, touch.lastSeenAt)
    rest.set(personId, row)
  }
  return [...rest.values()]
}

import { AppError } from '../../platform/errors.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import * as q from './identity.queries.ts'
import { partitionIdentities } from './identity-graph.ts'
import { collectTouches, type Touch, type Touches } from './identity-touches.ts'
import { describePerson, foldText, mergeTraits, plainTraits } from './traits.ts'

export type IdentityDeps = { postgres: Postgres; clickhouse: ClickHouse }
type Trx = Parameters<Parameters<ReturnType<Postgres['transaction']>['execute']>[0]>[0]

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
    const touches = collectTouches(own)
    if (touches.identifiers.size === 0) continue
    await deps.postgres.transaction().execute(async (trx) => {
      await q.lockIdentities(trx, workspaceId)
      for (const [identity, person] of await applyTouches(trx, workspaceId, touches))
        personOf.set(identity, person)
    })
  }
  await flushIdentityOutbox(deps)
  return personOf
}

async function applyTouches(trx: Trx, workspaceId: string, touches: Touches): Promise<Map<string, string>> {
  const touched = [...touches.identifiers.values()]
  const newlySeen = await q.markSeen(
    trx,
    workspaceId,
    touched.filter((touch) => touch.isSeen).map((touch) => touch.identityId),
  )
  const upserted = await q.upsertIdentifiers(trx, workspaceId, touched)
  const personOf = new Map(upserted.map((row) => [row.identity_id, row.person_id]))
  await applyTraits(trx, workspaceId, touched)

  const renewed = await q.addAssertions(trx, workspaceId, [...touches.assertions.values()])
  const moved =
    renewed.length > 0
      ? await repartition(
          trx,
          workspaceId,
          renewed.flatMap(({ a, b }) => [a, b]),
        )
      : new Map<string, string>()
  for (const [identity, person] of moved) if (personOf.has(identity)) personOf.set(identity, person)

  const changed = new Set(
    upserted.filter((row) => row.is_new).map((row) => personOf.get(row.identity_id) ?? row.person_id),
  )
  for (const touch of touched)
    if (touch.traits || newlySeen.has(touch.identityId))
      changed.add(personOf.get(touch.identityId) ?? touch.identityId)
  for (const person of moved.values()) changed.add(person)
  const rest = spansOfTheRest(touched, personOf, changed)
  // When a history begins is also kept with the events, so a late event rewrites its person.
  for (const person of rest.length > 0 ? await q.findEarlier(trx, workspaceId, rest) : []) changed.add(person)
  await rewritePeople(trx, workspaceId, [...changed])
  if (rest.length > 0) await q.widenPeople(trx, workspaceId, rest)
  await applyAccounts(trx, workspaceId, touches)
  return personOf
}

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

/** Computes anew who is who in the touched clusters. Returns identifiers that have moved, with their new person. */
async function repartition(
  trx: Trx,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await q.loadClusters(trx, workspaceId, identityIds)
  const nodes = rows.map((row) => ({ id: row.identity_id, kind: row.kind }))
  const assertions = await q.loadAssertions(
    trx,
    workspaceId,
    nodes.map((node) => node.id),
  )
  const { personOf, clusterOf } = partitionIdentities(nodes, assertions)

  const moves = rows.flatMap((row) => {
    const personId = personOf.get(row.identity_id) ?? row.person_id
    const clusterId = clusterOf.get(row.identity_id) ?? row.cluster_id
    return personId === row.person_id && clusterId === row.cluster_id
      ? []
      : [{ row, identityId: row.identity_id, personId, clusterId }]
  })
  if (moves.length === 0) return new Map()
  await q.movePersons(trx, workspaceId, moves)

  const moved = moves.filter((move) => move.personId !== move.row.person_id)
  if (moved.length === 0) return new Map()
  await q.queueForClickHouse(trx, {
    kind: 'overrides',
    rows: moved.map((move) => ({
      workspace_id: workspaceId,
      identity_id: move.identityId,
      person_id: move.personId,
    })),
  })
  const stillThere = new Set(personOf.values())
  const gone = [...new Set(moved.map((move) => move.row.person_id))].filter(
    (person) => !stillThere.has(person),
  )
  await q.removePeople(trx, workspaceId, gone)
  if (gone.length > 0)
    await q.queueForClickHouse(trx, { kind: 'people', rows: gone.map((id) => personGone(workspaceId, id)) })
  const result = new Map(moved.map((move) => [move.identityId, move.personId]))
  for (const move of moved)
    if (stillThere.has(move.row.person_id)) result.set(move.row.person_id, move.row.person_id)
  return result
}

const personGone = (workspaceId: string, id: string) => ({
  workspace_id: workspaceId,
  person_id: id,
  is_gone: 1,
  is_known: 0,
  first_seen_at: '2000-01-01 00:00:00.000',
  traits: {},
})

/** Writes people anew from all their identifiers, here and for ClickHouse. */
async function rewritePeople(trx: Trx, workspaceId: string, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return
  const byPerson = Map.groupBy(await q.loadPersons(trx, workspaceId, personIds), (row) => row.person_id)
  const people = [...byPerson].map(([id, rows]) => {
    const traits = plainTraits(mergeTraits(...rows.map((row) => row.traits)))
    const seen = rows.filter((row) => row.is_seen)
    const shown = seen.length > 0 ? seen : rows
    const described = describePerson(
      traits,
      shown.toSorted((x, y) => (x.value < y.value ? -1 : 1)),
    )
    const firstSeenAt = new Date(Math.min(...shown.map((row) => row.first_seen_at.getTime())))
    const lastSeenAt = new Date(Math.max(...shown.map((row) => row.last_seen_at.getTime())))
    const search = foldText(
      [described.name, described.email ?? '', ...shown.map((row) => row.value)].join('\n').slice(0, 4000),
    )
    return { id, ...described, search, firstSeenAt, lastSeenAt, traits, isSeen: seen.length > 0 }
  })
  const seen = people.filter((person) => person.isSeen)
  await q.upsertPeople(trx, workspaceId, seen)
  await q.queueForClickHouse(trx, {
    kind: 'people',
    rows: seen.map((person) => ({
      workspace_id: workspaceId,
      person_id: person.id,
      is_gone: 0,
      is_known: person.isKnown ? 1 : 0,
      first_seen_at: person.firstSeenAt.toISOString().replace('T', ' ').replace('Z', ''),
      traits: person.traits,
    })),
  })
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

async function applyAccounts(trx: Trx, workspaceId: string, touches: Touches): Promise<void> {
  const accounts = [...touches.accounts.values()]
  if (accounts.length === 0) return
  const present = new Map(
    (
      await q.findAccountTraits(
        trx,
        workspaceId,
        accounts.map((a) => a.id),
      )
    ).map((row) => [row.id, row.traits]),
  )
  await q.upsertAccounts(
    trx,
    workspaceId,
    accounts.map((account) => {
      const traits = mergeTraits(present.get(account.id) ?? {}, account.traits)
      const name = plainTraits(traits).name
      return {
        ...account,
        traits,
        name: typeof name === 'string' && name !== '' ? name.slice(0, 200) : account.groupId,
      }
    }),
  )
}

const tables = { people: 'people', overrides: 'identity_overrides' } as const

/**
 * Sends queued rows to ClickHouse. Rows are versioned by their place in the queue, so sending twice is harmless. Traits
 * that the store cannot read are left out, so that one person's cannot hold up everybody's.
 */
export async function flushIdentityOutbox(deps: IdentityDeps): Promise<void> {
  for (
    let batch = await q.readOutbox(deps.postgres);
    batch.length > 0;
    batch = await q.readOutbox(deps.postgres)
  ) {
    for (const [kind, entries] of Map.groupBy(batch, (entry) => entry.kind))
      await insertReadable(
        deps,
        kind,
        entries.flatMap((entry) => entry.payload.map((row) => ({ ...row, version: Number(entry.id) }))),
      )
    await q.clearOutbox(
      deps.postgres,
      batch.map((entry) => entry.id),
    )
  }
}

async function insertReadable(
  deps: IdentityDeps,
  kind: q.OutboxPayload['kind'],
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  try {
    await deps.clickhouse.insert({ name: `identity.flush.${kind}`, table: tables[kind], rows })
  } catch (error) {
    const [only] = rows
    if (kind !== 'people' || !only || !(error instanceof AppError) || error.code !== 'query_failed')
      throw error
    if (rows.length === 1)
      return deps.clickhouse.insert({
        name: 'identity.flush.bare',
        table: tables[kind],
        rows: [{ ...only, traits: {} }],
      })
    const middle = Math.floor(rows.length / 2)
    await insertReadable(deps, kind, rows.slice(0, middle))
    await insertReadable(deps, kind, rows.slice(middle))
  }
}

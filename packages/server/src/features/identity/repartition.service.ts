import type { IdentityRules } from '@teia/contracts'
import * as links from './assertion-rows.queries.ts'
import { noteChanged } from './changed-people.queries.ts'
import * as q from './identity.queries.ts'
import type { Trx } from './identity-db.ts'
import { linkKey, type Partition, partitionIdentities } from './identity-graph.ts'
import { queueForClickHouse } from './identity-outbox.queries.ts'
import { loadNeighbourhood, type Neighbourhood } from './neighbourhood.service.ts'
import { removePeople } from './person-rows.queries.ts'

/**
 * Computes anew who is who in the clusters of the given identifiers. Returns identifiers that have moved, with their new
 * person. `forgetsShared`: the rules have changed, so what is shared is found out anew.
 */
export async function repartition(
  trx: Trx,
  workspaceId: string,
  identityIds: readonly string[],
  rules: IdentityRules,
  forgetsShared = false,
): Promise<Map<string, string>> {
  const near = await loadNeighbourhood(trx, workspaceId, identityIds, rules, forgetsShared)
  const partition = partitionIdentities(near.nodes, near.assertions, { rules, apart: near.apart })
  await links.saveOutcomes(trx, workspaceId, changedOutcomes(near, partition))
  await saveShared(trx, workspaceId, near, partition)
  return movePeople(trx, workspaceId, near, partition)
}

function changedOutcomes(near: Neighbourhood, { outcomes }: Partition) {
  return near.assertions.flatMap((one) => {
    const outcome = outcomes.get(linkKey(one))
    return outcome === undefined || outcome === one.outcome ? [] : [{ ...one, outcome }]
  })
}

async function saveShared(trx: Trx, workspaceId: string, near: Neighbourhood, { shared }: Partition) {
  const ids = (isShared: boolean) =>
    near.rows
      .filter((row) => row.is_shared !== isShared && shared.has(row.identity_id) === isShared)
      .map((row) => row.identity_id)
  await links.markShared(trx, workspaceId, ids(true), true)
  await links.markShared(trx, workspaceId, ids(false), false)
}

async function movePeople(
  trx: Trx,
  workspaceId: string,
  near: Neighbourhood,
  { personOf, clusterOf }: Partition,
): Promise<Map<string, string>> {
  const moves = near.rows.flatMap((row) => {
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
  // Of the other kinds no event is: questions need not be told.
  const speaking = moved.filter(({ row }) => row.kind === 'userId' || row.kind === 'anonymousId')
  if (speaking.length > 0)
    await queueForClickHouse(trx, {
      kind: 'overrides',
      rows: speaking.map((move) => ({
        workspace_id: workspaceId,
        identity_id: move.identityId,
        person_id: move.personId,
      })),
    })
  const stillThere = new Set(near.rows.map((row) => personOf.get(row.identity_id) ?? row.person_id))
  // Only identifiers that events speak for make a person.
  const left = [...new Set(speaking.map((move) => move.row.person_id))]
  const gone = left.filter((person) => !stillThere.has(person))
  if (gone.length > 0) {
    await removePeople(trx, workspaceId, gone)
    await noteChanged(trx, workspaceId, gone)
    await queueForClickHouse(trx, { kind: 'people', rows: gone.map((id) => personGone(workspaceId, id)) })
  }
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

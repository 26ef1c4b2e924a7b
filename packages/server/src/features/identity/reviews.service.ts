import {
  faultOf,
  type IdentityChanged,
  type IdentityReview,
  type PairDecision,
  type SharedIdentifiers,
} from '@teia/contracts'
import { z } from 'zod'
import { pageFrom, readCursor } from '../../platform/cursor.ts'
import { AppError } from '../../platform/errors.ts'
import type { Actor } from '../access/index.ts'
import { changeIdentities, type DecisionDeps } from './change-identities.service.ts'
import * as d from './decisions.queries.ts'
import { describeLink } from './describe-link.ts'
import { loadPersons } from './identity.queries.ts'
import * as q from './links.queries.ts'

/** How a person is named in a list of pairs. */
export const describeNamed = (row: d.NamedPerson) => ({
  id: row.id,
  name: row.name,
  isKnown: row.is_known,
  lastSeenAt: row.last_seen_at.toISOString(),
})

/** Pairs of people whom links would join if that broke no limit, the latest first. */
export async function listReviews(
  deps: DecisionDeps,
  workspaceId: string,
  query: { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(query.cursor, z.tuple([z.iso.datetime(), z.guid(), z.guid()]))
  const pairs = await q.listWaitingPairs(deps.postgres, workspaceId, { limit: query.limit + 1, after })
  const [links, people, total] = await Promise.all([
    q.listWaitingLinks(deps.postgres, workspaceId, pairs),
    d.namePeople(
      deps.postgres,
      workspaceId,
      pairs.flatMap(({ p, q: other }) => [p, other]),
    ),
    after ? null : q.countWaitingPairs(deps.postgres, workspaceId),
  ])
  const byPair = Map.groupBy(links, (link) => [link.a_person, link.b_person].toSorted().join(':'))
  const nameOf = new Map(people.map((person) => [person.id, describeNamed(person)]))
  const describe = (pair: q.WaitingPair): IdentityReview[] => {
    const [one, other] = [nameOf.get(pair.p), nameOf.get(pair.q)]
    const id = `${pair.p}:${pair.q}`
    return one && other ? [{ id, people: [one, other], links: (byPair.get(id) ?? []).map(describeLink) }] : []
  }
  const page = pageFrom(pairs, query.limit, describe, (row) => [row.latest.toISOString(), row.p, row.q])
  return { ...page, items: page.items.flat(), total }
}

export async function listShared(deps: DecisionDeps, workspaceId: string): Promise<SharedIdentifiers> {
  const rows = await q.listShared(deps.postgres, workspaceId, 200)
  return {
    items: rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      value: row.value,
      linked: Number(row.linked),
      lastSeenAt: row.last_seen_at.toISOString(),
    })),
  }
}

/**
 * Keeps what a member of staff says of two people: that they are one, which joins them whatever the limits; that they are
 * not, which nothing but another decision overrules; or neither any more. Throws `person_not_found`.
 */
export function decidePair(
  deps: DecisionDeps,
  actor: Actor,
  { people, decision }: PairDecision,
): Promise<IdentityChanged> {
  return changeIdentities(deps, actor, `identity.${decision}`, async ({ trx, workspaceId, by, settle }) => {
    const ids = people.filter((id) => z.guid().safeParse(id).success)
    const personOf = await d.findPersonsOf(trx, workspaceId, ids)
    const [one, other] = people.map((id) => personOf.get(id))
    if (one === undefined || other === undefined)
      throw new AppError('person_not_found', 404, 'No such person.')
    if (one === other) throw new AppError('conflict', 409, faultOf('one_person_already'))
    const pair = [one, other].toSorted() as [string, string]
    const rows = await loadPersons(trx, workspaceId, pair)
    const idsOf = (person: string) =>
      rows.filter((row) => row.person_id === person).map((row) => row.identity_id)
    if (decision === 'different') await d.separate(trx, workspaceId, pair, by)
    else await d.unseparate(trx, workspaceId, idsOf(one), idsOf(other))
    if (decision === 'same') await d.accept(trx, workspaceId, pair, by)
    if (decision !== 'undecided') await d.forgetDuplicate(trx, workspaceId, pair)
    await settle(pair)
    return { identifiers: pair, links: [], subject: pair.join(' '), after: { people: pair, decision } }
  })
}

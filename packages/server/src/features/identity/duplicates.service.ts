import type { Duplicate, DuplicatePage, IdentityWork } from '@teia/contracts'
import { z } from 'zod'
import { pageFrom, readCursor } from '../../platform/cursor.ts'
import { type Actor, audit } from '../access/index.ts'
import type { DecisionDeps } from './change-identities.service.ts'
import * as q from './duplicates.queries.ts'
import * as work from './identity-work.queries.ts'
import { describeWork } from './rules.service.ts'

/** Pairs of people who are likely one and of whom nobody has decided, the likeliest first. */
export async function listDuplicates(
  deps: DecisionDeps,
  workspaceId: string,
  query: { limit: number; cursor?: string | undefined },
): Promise<z.infer<typeof DuplicatePage>> {
  const after = readCursor(query.cursor, z.tuple([z.number(), z.guid(), z.guid()]))
  const [rows, total, running] = await Promise.all([
    q.listPairs(deps.postgres, workspaceId, { limit: query.limit + 1, after }),
    after ? null : q.countPairs(deps.postgres, workspaceId),
    work.findWork(deps.postgres, workspaceId, 'duplicates'),
  ])
  const page = pageFrom(rows, query.limit, describePair, (row) => [row.score, row.a, row.b])
  return { ...page, total, work: describeWork(running) }
}

function describePair({ a, b, score, probability, evidence, of_a, of_b }: q.PairRow): Duplicate {
  const describe = (person: q.PairRow['of_a']) => ({
    id: person.id,
    name: person.name,
    isKnown: person.is_known,
    lastSeenAt: new Date(person.last_seen_at).toISOString(),
  })
  return { id: `${a}:${b}`, people: [describe(of_a), describe(of_b)], score, probability, evidence }
}

/** Looks for likely duplicates from the start, in the background. Joins nobody. */
export async function startSearch(deps: DecisionDeps, actor: Actor): Promise<IdentityWork> {
  const { workspaceId } = actor
  const people = await q.countPeople(deps.postgres, workspaceId)
  await work.beginWork(deps.postgres, workspaceId, 'duplicates', people, deps.now())
  await audit(deps, actor, 'identity.duplicates', 'duplicates')
  return describeWork(await work.findWork(deps.postgres, workspaceId, 'duplicates'))
}

/** Ends a search; what it has found so far stays. */
export async function cancelSearch(deps: DecisionDeps, actor: Actor): Promise<IdentityWork> {
  const { workspaceId } = actor
  await work.endWork(deps.postgres, workspaceId, 'duplicates', { state: 'cancelled', at: deps.now() })
  await audit(deps, actor, 'identity.duplicates.cancelled', 'duplicates')
  return describeWork(await work.findWork(deps.postgres, workspaceId, 'duplicates'))
}

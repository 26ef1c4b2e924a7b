import type { Account } from '@teia/contracts'
import { z } from 'zod'
import { pageFrom, readCursor } from '../../platform/cursor.ts'
import { AppError } from '../../platform/errors.ts'
import { uuid } from '../../platform/ids.ts'
import { selectAccountFacts } from './account-facts.queries.ts'
import { describeAccountNumbers, describeBalance, describeHealth, describeScores } from './account-health.ts'
import * as q from './accounts.queries.ts'
import { describePerson, type PeopleDeps } from './people.service.ts'
import { describeTraits } from './person-traits.ts'
import { nameSources } from './source-names.queries.ts'

/** Of larger accounts the numbers are of so many identifiers. */
const mostIdentities = 50_000

export const describeAccountRef = (row: q.AccountRow) => ({
  id: row.id,
  groupId: row.group_id,
  name: row.name,
  people: Number(row.people),
})

export async function listAccounts(
  deps: PeopleDeps,
  workspaceId: string,
  query: { search?: string | undefined; limit: number; cursor?: string | undefined },
) {
  const after = readCursor(query.cursor, z.tuple([z.string().max(300), z.guid()]))
  const rows = await q.listAccounts(deps.postgres, workspaceId, {
    search: query.search || null,
    limit: query.limit + 1,
    after,
  })
  return pageFrom(rows, query.limit, describeAccountRef, (row) => [row.name, row.id])
}

/** Throws `account_not_found` when the workspace has no account of this id. */
export async function assertAccount(
  deps: Pick<PeopleDeps, 'postgres'>,
  workspaceId: string,
  id: string,
): Promise<void> {
  const isThere = uuid.test(id) && (await q.hasAccount(deps.postgres, workspaceId, id))
  if (!isThere) throw new AppError('account_not_found', 404, 'No such account.')
}

export async function getAccount(deps: PeopleDeps, workspaceId: string, id: string): Promise<Account> {
  const row = uuid.test(id) ? await q.findAccount(deps.postgres, workspaceId, id) : undefined
  if (!row) throw new AppError('account_not_found', 404, 'No such account.')
  const [people, sourceNames, identityIds] = await Promise.all([
    q.listAccountPeople(deps.postgres, workspaceId, id, 200),
    nameSources(deps.postgres, workspaceId),
    q.listAccountIdentities(deps.postgres, workspaceId, id, mostIdentities),
  ])
  const now = deps.now().getTime()
  const facts = await selectAccountFacts(deps.clickhouse, workspaceId, identityIds, now)
  return {
    id: row.id,
    groupId: row.group_id,
    name: row.name,
    traits: describeTraits(
      [{ name: null, traits: row.traits }],
      (sourceId) => sourceNames.get(sourceId ?? '') ?? null,
    ),
    people: people.map(describePerson),
    peopleTotal: Number(row.people),
    ...describeAccountNumbers(facts, now),
    scores: describeScores(facts),
    balance: describeBalance(facts),
    health: describeHealth(facts),
  }
}

import type { PeopleQuery, PersonSummary } from '@teia/contracts'
import { z } from 'zod'
import { pageFrom, readCursor } from '../../platform/cursor.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { foldText } from '../identity/index.ts'
import * as q from './people.queries.ts'

export type PeopleDeps = { postgres: Postgres; clickhouse: ClickHouse; now: () => Date }

export function describePerson(row: q.PersonRow): PersonSummary {
  return {
    id: row.id,
    name: row.name,
    isKnown: row.is_known,
    email: row.email,
    city: row.city,
    firstSeenAt: row.first_seen_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
  }
}

export async function listPeople(deps: PeopleDeps, workspaceId: string, query: z.infer<typeof PeopleQuery>) {
  const filter = {
    search: query.search ? foldText(query.search) : null,
    known: query.known === 'all' ? null : query.known === 'known',
  }
  const after = readCursor(query.cursor, z.tuple([z.string().max(300), z.guid()]))
  const [rows, total] = await Promise.all([
    q.listPeople(deps.postgres, workspaceId, filter, { sort: query.sort, limit: query.limit + 1, after }),
    after ? null : q.countPeople(deps.postgres, workspaceId, filter),
  ])
  const position = (row: q.PersonRow) => [
    query.sort === 'name'
      ? row.name
      : (query.sort === 'firstSeen' ? row.first_seen_at : row.last_seen_at).toISOString(),
    row.id,
  ]
  return { ...pageFrom(rows, query.limit, describePerson, position), total }
}

/** Names and facts of the given persons, in the given order; unknown ones are left out. */
export async function findPeople(
  deps: Pick<PeopleDeps, 'postgres'>,
  workspaceId: string,
  ids: readonly string[],
): Promise<PersonSummary[]> {
  const rows = new Map((await q.findPeople(deps.postgres, workspaceId, ids)).map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = rows.get(id)
    return row ? [describePerson(row)] : []
  })
}

import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type PersonRow = {
  id: string
  name: string
  is_known: boolean
  email: string | null
  city: string | null
  first_seen_at: Date
  last_seen_at: Date
}

type Sort = 'lastSeen' | 'firstSeen' | 'name'

export type PeopleFilter = { search: string | null; known: boolean | null }

const orders = {
  lastSeen: { column: sql.ref('last_seen_at'), direction: sql`DESC`, sign: sql`<`, type: sql`timestamptz` },
  firstSeen: { column: sql.ref('first_seen_at'), direction: sql`DESC`, sign: sql`<`, type: sql`timestamptz` },
  name: { column: sql.ref('name'), direction: sql`ASC`, sign: sql`>`, type: sql`text` },
} as const

function matches(workspaceId: string, filter: PeopleFilter) {
  const pattern = filter.search === null ? null : `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`
  return sql`workspace_id = ${workspaceId} AND (${pattern}::text IS NULL OR search LIKE ${pattern}) AND (${filter.known}::boolean IS NULL OR is_known = ${filter.known})`
}

export async function listPeople(
  db: Postgres,
  workspaceId: string,
  filter: PeopleFilter,
  page: { sort: Sort; limit: number; after: [string, string] | null },
): Promise<PersonRow[]> {
  const order = orders[page.sort]
  const after = page.after
    ? sql`AND (${order.column}, id) ${order.sign} (${page.after[0]}::${order.type}, ${page.after[1]}::uuid)`
    : sql``
  const { rows } = await sql<PersonRow>`
    SELECT id, name, is_known, email, city, first_seen_at, last_seen_at FROM people
    WHERE ${matches(workspaceId, filter)} ${after}
    ORDER BY ${order.column} ${order.direction}, id ${order.direction} LIMIT ${page.limit}`.execute(db)
  return rows
}

export async function countPeople(db: Postgres, workspaceId: string, filter: PeopleFilter): Promise<number> {
  const { rows } = await sql<{
    n: string
  }>`SELECT count(*) AS n FROM people WHERE ${matches(workspaceId, filter)}`.execute(db)
  return Number(rows[0]?.n ?? 0)
}

export async function findPeople(
  db: Postgres,
  workspaceId: string,
  ids: readonly string[],
): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`
    SELECT id, name, is_known, email, city, first_seen_at, last_seen_at FROM people WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::uuid[])`.execute(
    db,
  )
  return rows
}

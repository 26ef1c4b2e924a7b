import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import type { StampedTraits } from '../identity/index.ts'

/** The person an id leads to: itself, or whom it was joined into. */
export async function findPersonOfId(
  db: Postgres,
  workspaceId: string,
  id: string,
): Promise<string | undefined> {
  const { rows } = await sql<{
    person_id: string
  }>`SELECT person_id FROM identifiers WHERE workspace_id = ${workspaceId} AND identity_id = ${id}`.execute(
    db,
  )
  return rows[0]?.person_id
}

export type IdentifierRow = {
  identity_id: string
  kind: string
  value: string
  is_seen: boolean
  is_shared: boolean
  person_id: string
  first_seen_at: Date
  last_seen_at: Date
  traits: StampedTraits
  consents: StampedTraits
}

export async function listIdentifiers(
  db: Postgres,
  workspaceId: string,
  personId: string,
): Promise<IdentifierRow[]> {
  const { rows } = await sql<IdentifierRow>`
    SELECT identity_id, kind, value, is_seen, is_shared, person_id, first_seen_at, last_seen_at, traits, consents FROM identifiers
    WHERE workspace_id = ${workspaceId} AND person_id = ${personId} ORDER BY kind DESC, first_seen_at`.execute(
    db,
  )
  return rows
}

/** What identifiers were sent as, whoever they belong to. */
export async function listValues(
  db: Postgres,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ value: string }>`
    SELECT value FROM identifiers WHERE workspace_id = ${workspaceId} AND identity_id = ANY(${identityIds}::uuid[])`.execute(
    db,
  )
  return rows.map((row) => row.value)
}

import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { findValues } from './computed-rows.queries.ts'
import { listLinks } from './links.queries.ts'

/** What ties these identifiers to each other and to others. */
export const linksOfIdentities = (db: Postgres, workspaceId: string, identityIds: readonly string[]) =>
  listLinks(db, workspaceId, identityIds)

/** Values of computed traits of these persons. */
export const findComputedValues = (db: Postgres, workspaceId: string, personIds: readonly string[]) =>
  findValues(db, workspaceId, personIds)

import type { IdentityRules } from '@teia/contracts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { findRules } from './identity-rules.queries.ts'
import { defaultRules } from './identity-rules.ts'

/** How a workspace treats identifiers; the defaults where nobody has changed them. */
export async function rulesOfWorkspace(db: Postgres, workspaceId: string): Promise<IdentityRules> {
  return (await findRules(db, workspaceId))?.rules ?? defaultRules
}

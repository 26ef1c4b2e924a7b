import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import * as q from './forget-messages.queries.ts'

/** Removes messages that were refused or kept aside and that name one of these identifiers. `left` is counted afterwards. */
export async function forgetMessagesOf(
  deps: { postgres: Postgres },
  workspaceId: string,
  values: readonly string[],
): Promise<{ removed: number; left: number }> {
  const removed = await q.deleteMessagesOf(deps.postgres, workspaceId, values)
  return { removed, left: await q.countMessagesOf(deps.postgres, workspaceId, values) }
}

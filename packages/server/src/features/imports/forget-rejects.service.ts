import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import * as q from './rejects.queries.ts'

/** Shorter values stand in rows of anybody. */
const shortestValue = 4

/** Removes rejected rows in which one of these identifiers stands. `left` is counted afterwards. */
export async function forgetRejectsOf(
  deps: { postgres: Postgres },
  workspaceId: string,
  values: readonly string[],
): Promise<{ removed: number; left: number }> {
  const telling = values.filter((value) => value.length >= shortestValue)
  const removed = await q.deleteRejectsOf(deps.postgres, workspaceId, telling)
  return { removed, left: await q.countRejectsOf(deps.postgres, workspaceId, telling) }
}

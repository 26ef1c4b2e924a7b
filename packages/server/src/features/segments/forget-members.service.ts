import * as listed from './listed.queries.ts'
import * as members from './members.queries.ts'
import type { SegmentsDeps } from './segments.service.ts'

/** Takes a person, by their identifiers, off all lists and out of all segments. `left` counts what is there afterwards. */
export async function forgetMembersOf(
  deps: Pick<SegmentsDeps, 'postgres' | 'clickhouse'>,
  workspaceId: string,
  identityIds: readonly string[],
): Promise<{ removed: number; left: number }> {
  const there = await members.selectMembers(deps.clickhouse, workspaceId, identityIds)
  const off = await listed.forgetListed(deps.postgres, workspaceId, identityIds)
  if (there.length > 0) await members.deleteMembers(deps.clickhouse, workspaceId, { people: identityIds })
  const still = await members.selectMembers(deps.clickhouse, workspaceId, identityIds)
  const here = await listed.countListedOf(deps.postgres, workspaceId, identityIds)
  return { removed: off + there.length, left: still.length + here }
}

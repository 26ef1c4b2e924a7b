import { findKnown, insertIdentifiers, type KnownIdentifier, widenIdentifiers } from './identity.queries.ts'
import type { Trx } from './identity-db.ts'
import type { Touch } from './identity-touches.ts'

export type TakenIdentifiers = {
  /** By identity id: what was known before. */
  known: ReadonlyMap<string, KnownIdentifier>
  /** Those that were not known: each is a person of its own now. */
  added: readonly Touch[]
  /** Those that were seen earlier or later than was known, or for the first time. */
  widened: readonly Touch[]
}

/** Adds new identifiers and widens the times of known ones; of each, one touch. Needs `lockIdentities`. */
export async function takeIdentifiers(
  trx: Trx,
  workspaceId: string,
  touches: readonly Touch[],
): Promise<TakenIdentifiers> {
  const known = new Map((await findKnown(trx, workspaceId, touches)).map((row) => [row.identity_id, row]))
  const added = touches.filter((touch) => !known.has(touch.identityId))
  const widened = touches.filter((touch) => {
    const row = known.get(touch.identityId)
    return row !== undefined && (row.widens || row.is_newly_seen)
  })
  await insertIdentifiers(trx, workspaceId, added)
  await widenIdentifiers(trx, workspaceId, widened)
  return { known, added, widened }
}

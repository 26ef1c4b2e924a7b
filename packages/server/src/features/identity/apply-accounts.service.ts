import * as r from './account-rewrites.queries.ts'
import * as q from './account-rows.queries.ts'
import type { Trx } from './identity-db.ts'
import type { Touches } from './identity-touches.ts'
import { mergeTraits, plainTraits } from './traits.ts'

/** The people of accounts with more identifiers than this are written anew beside the blocks. */
const mostAtOnce = 500

/**
 * Adds what the block says about accounts and who belongs to them. Returns the people of whose accounts something else
 * is known now, but for those of large accounts, who follow within seconds.
 */
export async function applyAccounts(trx: Trx, workspaceId: string, touches: Touches): Promise<string[]> {
  const accounts = [...touches.accounts.values()]
  if (accounts.length === 0) return []
  const present = new Map(
    (
      await q.findAccountTraits(
        trx,
        workspaceId,
        accounts.map((a) => a.id),
      )
    ).map((row) => [row.id, row.traits]),
  )
  const written = accounts.map((account) => {
    const traits = mergeTraits(present.get(account.id) ?? {}, account.traits)
    const name = plainTraits(traits).name
    return {
      ...account,
      traits,
      name: typeof name === 'string' && name !== '' ? name.slice(0, 200) : account.groupId,
    }
  })
  const joined = await q.upsertAccounts(trx, workspaceId, written)
  const changed = written.filter(
    ({ id, traits }) =>
      JSON.stringify(plainTraits(traits)) !== JSON.stringify(plainTraits(present.get(id) ?? {})),
  )
  if (joined.length === 0 && changed.length === 0) return []
  const ids = changed.map((account) => account.id)
  const large = new Set(await r.findLargeAccounts(trx, workspaceId, ids, mostAtOnce))
  await r.askForRewrites(trx, workspaceId, [...large])
  const small = ids.filter((id) => !large.has(id))
  return q.findMembers(trx, workspaceId, small, joined)
}

import { scopesOf } from '../../platform/policy.ts'
import type { AccessDeps, Actor } from './access.deps.ts'
import { listMembers } from './members.queries.ts'

/** Stands where a member of staff is named for whom nobody vouches. */
const nobody = 'import'

/** Who did something, as an export says it: the e-mail of a person, and nothing of keys and of the server itself. */
export const staffOf = (by: string | null): string | null => (by !== null && /^\S+@\S+$/.test(by) ? by : null)

/** The members of a workspace as an import asks for them. */
export type Staff = {
  /** The user's id; null when nobody here has this e-mail. */
  idOf(email: string | null): string | null
  /**
   * The member in whose name the import may bring something in: any of them for owners and admins and for keys that
   * reach as far, otherwise only oneself. Null when it may not, or nobody here has this e-mail.
   */
  vouchedFor(email: string | null): { userId: string; email: string } | null
  /** How whoever did something is named here. */
  nameOf(email: string | null): string
}

/** A file may say anything of who wrote it: only those who may change the members are believed. */
const maySpeakForOthers = ({ identity }: Actor) => !identity || scopesOf(identity).includes('members:write')

export async function findStaff(deps: Pick<AccessDeps, 'postgres'>, actor: Actor): Promise<Staff> {
  const { identity } = actor
  const members = await listMembers(deps.postgres, actor.workspaceId)
  const byEmail = new Map(members.map((member) => [member.email.toLowerCase(), member]))
  const find = (email: string | null) => (email === null ? undefined : byEmail.get(email.toLowerCase()))
  const vouchedFor = (email: string | null) => {
    const member = find(email)
    if (!member) return null
    const isSelf = identity?.kind === 'user' && identity.userId === member.user_id
    return isSelf || maySpeakForOthers(actor) ? { userId: member.user_id, email: member.email } : null
  }
  return {
    idOf: (email) => find(email)?.user_id ?? null,
    vouchedFor,
    nameOf: (email) => vouchedFor(email)?.email ?? nobody,
  }
}

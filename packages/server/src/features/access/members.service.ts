import { faultOf, type Member, type Role, roles } from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import type { AccessDeps, Actor } from './access.deps.ts'
import { audit } from './audit.service.ts'
import * as q from './members.queries.ts'
import { findUserByEmail } from './users.queries.ts'
import { createUser } from './users.service.ts'

/** Makes sure that a user with this e-mail exists and is a member. Changes no password of an existing user. */
export async function ensureMember(
  deps: AccessDeps,
  member: { workspaceId: string; name: string; email: string; password: string; role: Role },
): Promise<string> {
  const userId = (await findUserByEmail(deps.postgres, member.email))?.id ?? (await createUser(deps, member))
  await q.insertMember(deps.postgres, {
    id: deps.newId(),
    workspaceId: member.workspaceId,
    userId,
    role: member.role,
    at: deps.now(),
  })
  return userId
}

const describeMember = (row: q.MemberRow): Member => ({
  id: row.id,
  userId: row.user_id,
  name: row.name,
  email: row.email,
  role: row.role,
  joinedAt: row.joined_at.toISOString(),
})

export async function listMembers(deps: Pick<AccessDeps, 'postgres'>, workspaceId: string) {
  return { items: (await q.listMembers(deps.postgres, workspaceId)).map(describeMember), nextCursor: null }
}

async function getMember(deps: AccessDeps, actor: Actor, memberId: string) {
  const members = await q.listMembers(deps.postgres, actor.workspaceId)
  const member = members.find((one) => one.id === memberId)
  if (!member) throw new AppError('member_not_found', 404, 'No such member.')
  const isLastOwner = member.role === 'owner' && members.filter((one) => one.role === 'owner').length === 1
  return { member, isLastOwner }
}

export async function changeMember(
  deps: AccessDeps,
  actor: Actor,
  memberId: string,
  role: Role,
): Promise<Member> {
  return withMembers(deps, actor, (locked) => changeLocked(locked, actor, memberId, role))
}

/** One change of members at a time, so that two owners who step down at once cannot leave none. */
async function withMembers<Result>(
  deps: AccessDeps,
  actor: Actor,
  work: (deps: AccessDeps) => Promise<Result>,
): Promise<Result> {
  return deps.postgres.transaction().execute(async (postgres) => {
    await q.lockMembers(postgres, actor.workspaceId)
    return work({ ...deps, postgres })
  })
}

async function changeLocked(deps: AccessDeps, actor: Actor, memberId: string, role: Role): Promise<Member> {
  const { member, isLastOwner } = await getMember(deps, actor, memberId)
  assertMayGrant(actor, role)
  assertMayGrant(actor, member.role)
  if (isLastOwner && role !== 'owner')
    throw new AppError('last_owner', 409, 'Make somebody else an owner first.')
  await q.updateMemberRole(deps.postgres, actor.workspaceId, memberId, role)
  await audit(deps, actor, 'member.change', member.email, { before: { role: member.role }, after: { role } })
  return describeMember({ ...member, role })
}

export async function removeMember(deps: AccessDeps, actor: Actor, memberId: string): Promise<void> {
  return withMembers(deps, actor, (locked) => removeLocked(locked, actor, memberId))
}

async function removeLocked(deps: AccessDeps, actor: Actor, memberId: string): Promise<void> {
  const { member, isLastOwner } = await getMember(deps, actor, memberId)
  assertMayGrant(actor, member.role)
  if (isLastOwner) throw new AppError('last_owner', 409, 'Make somebody else an owner first.')
  await q.deleteMember(deps.postgres, actor.workspaceId, memberId)
  await audit(deps, actor, 'member.remove', member.email, { before: { role: member.role } })
}

/** Nobody gives, or takes away, a role above their own. */
export function assertMayGrant(actor: Actor, role: Role): void {
  const { identity } = actor
  const own =
    identity?.kind === 'user' ? identity.role : identity === null || identity.isOwner ? 'owner' : 'admin'
  if (!own || roles.indexOf(role) < roles.indexOf(own))
    throw new AppError('forbidden', 403, faultOf('role_out_of_reach'))
}

import { createHash, randomBytes } from 'node:crypto'
import {
  type ApiKeyCreated,
  type AuditEntry,
  type Invitation,
  type InvitationCreated,
  type InvitationView,
  type Member,
  type NewApiKey,
  type Role,
  roles,
  type Scope,
  type Session,
  type SetupRequest,
  scopes,
  type Workspace,
  type WorkspaceChange,
} from '@teia/contracts'
import { z } from 'zod'
import { pageFrom, readCursor } from '../../platform/cursor.ts'
import { AppError } from '../../platform/errors.ts'
import { rolePolicy } from '../../platform/policy.ts'
import type { RequestIdentity } from '../../platform/request-identity.ts'
import { actorOf } from '../../platform/request-identity.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import * as q from './access.queries.ts'
import { type Auth, checkPassword, createUser } from './auth.ts'

export type AccessDeps = {
  postgres: Postgres
  auth: Auth
  now: () => Date
  newId: () => string
  publicUrl: string
}
/** Who does something, and where. */
export type Actor = { workspaceId: string; identity: RequestIdentity | null }

const sha256 = (text: string) => createHash('sha256').update(text).digest()

/** Writes down who changed what. */
export async function audit(
  deps: Pick<AccessDeps, 'postgres' | 'now'>,
  actor: Actor,
  action: string,
  subject: string,
  change: { before?: unknown; after?: unknown } = {},
) {
  const { workspaceId, identity } = actor
  await q.insertAudit(deps.postgres, {
    workspaceId,
    time: deps.now(),
    actor: actorOf(identity),
    action,
    subject,
    before: change.before,
    after: change.after,
  })
}

export async function listAudit(
  deps: AccessDeps,
  workspaceId: string,
  page: { limit: number; cursor?: string | undefined },
) {
  const position = readCursor(page.cursor, z.tuple([z.string().regex(/^\d+$/)]))
  const rows = await q.listAudit(deps.postgres, workspaceId, {
    limit: page.limit + 1,
    before: position?.[0] ?? null,
  })
  return pageFrom(
    rows,
    page.limit,
    (row): AuditEntry => ({ ...row, time: row.time.toISOString() }),
    (row) => [row.id],
  )
}

export function describeWorkspace(row: q.WorkspaceRow): Workspace {
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    timeZone: row.time_zone,
    language: row.language,
    currency: row.currency,
    sessionTimeoutMinutes: row.session_timeout_minutes,
    isDemo: row.is_demo,
  }
}

export type NewWorkspace = {
  name: string
  timeZone: string
  language: Workspace['language']
  currency: string
  isDemo: boolean
}
/** Makes an empty workspace. The slug is the name's letters with a few of the id's, so that names may repeat. */
export async function createWorkspace(
  deps: Pick<AccessDeps, 'postgres' | 'now' | 'newId'>,
  made: NewWorkspace,
): Promise<string> {
  assertTimeZone(made.timeZone)
  const id = deps.newId()
  const letters = made.name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  await q.insertWorkspace(deps.postgres, {
    id,
    name: made.name,
    slug: `${letters.slice(0, 40) || 'workspace'}-${id.slice(-6)}`,
    time_zone: made.timeZone,
    language: made.language,
    currency: made.currency,
    session_timeout_minutes: 30,
    is_demo: made.isDemo,
    createdAt: deps.now(),
  })
  return id
}

export async function getWorkspace(deps: Pick<AccessDeps, 'postgres'>, id: string): Promise<Workspace> {
  const row = await q.findWorkspace(deps.postgres, id)
  if (!row) throw new AppError('workspace_not_found', 404, 'No such workspace.')
  return describeWorkspace(row)
}

export async function changeWorkspace(
  deps: AccessDeps,
  actor: Actor,
  change: z.infer<typeof WorkspaceChange>,
): Promise<Workspace> {
  const row = await q.findWorkspace(deps.postgres, actor.workspaceId)
  if (!row) throw new AppError('workspace_not_found', 404, 'No such workspace.')
  if (change.timeZone) assertTimeZone(change.timeZone)
  const after = {
    ...row,
    name: change.name ?? row.name,
    time_zone: change.timeZone ?? row.time_zone,
    language: change.language ?? row.language,
    currency: change.currency ?? row.currency,
    session_timeout_minutes: change.sessionTimeoutMinutes ?? row.session_timeout_minutes,
  }
  await q.updateWorkspace(deps.postgres, after)
  await audit(deps, actor, 'workspace.change', after.name, {
    before: describeWorkspace(row),
    after: describeWorkspace(after),
  })
  return describeWorkspace(after)
}

function assertTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
  } catch (cause) {
    throw new AppError(
      'invalid_time_zone',
      400,
      `“${timeZone.slice(0, 60)}” is not a time zone, as America/Sao_Paulo is.`,
      { cause },
    )
  }
}

export async function needsSetup(deps: Pick<AccessDeps, 'postgres'>): Promise<boolean> {
  return (await q.countUsers(deps.postgres)) === 0
}

/** Makes the first owner and the first workspace. Works once. */
export async function setUp(
  deps: AccessDeps,
  request: z.infer<typeof SetupRequest>,
): Promise<{ workspaceId: string; userId: string }> {
  if (!(await needsSetup(deps))) throw new AppError('already_set_up', 409, 'Teia is set up already. Sign in.')
  const workspaceId = await createWorkspace(deps, {
    name: request.workspaceName,
    timeZone: request.timeZone,
    language: request.language,
    currency: 'EUR',
    isDemo: false,
  })
  const userId = await createUser(deps.auth, request)
  await q.insertMember(deps.postgres, {
    id: deps.newId(),
    workspaceId,
    userId,
    role: 'owner',
    at: deps.now(),
  })
  await audit(deps, { workspaceId, identity: null }, 'workspace.create', request.workspaceName, {
    after: { owner: request.email },
  })
  return { workspaceId, userId }
}

/** Makes sure that a user with this e-mail exists and is a member. Changes no password of an existing user. */
export async function ensureMember(
  deps: AccessDeps,
  member: { workspaceId: string; name: string; email: string; password: string; role: Role },
): Promise<string> {
  const userId =
    (await q.findUserByEmail(deps.postgres, member.email))?.id ?? (await createUser(deps.auth, member))
  await q.insertMember(deps.postgres, {
    id: deps.newId(),
    workspaceId: member.workspaceId,
    userId,
    role: member.role,
    at: deps.now(),
  })
  return userId
}

export async function describeSession(deps: AccessDeps, identity: RequestIdentity | null): Promise<Session> {
  if (identity?.kind !== 'user') throw new AppError('unauthenticated', 401, 'Sign in first.')
  const rows = await q.listWorkspaces(deps.postgres, identity.userId)
  return {
    user: { id: identity.userId, name: identity.name, email: identity.email },
    workspaces: rows.map((row) => ({ ...describeWorkspace(row), role: row.role })),
  }
}

const describeMember = (row: q.MemberRow): Member => ({
  id: row.id,
  userId: row.user_id,
  name: row.name,
  email: row.email,
  role: row.role,
  joinedAt: row.joined_at.toISOString(),
})

export async function listMembers(deps: AccessDeps, workspaceId: string) {
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
function assertMayGrant(actor: Actor, role: Role): void {
  const { identity } = actor
  const own =
    identity?.kind === 'user'
      ? identity.role
      : identity?.kind === 'key' && identity.scopes.length === scopes.length
        ? 'owner'
        : 'admin'
  if (!own || roles.indexOf(role) < roles.indexOf(own))
    throw new AppError('forbidden', 403, 'Your role does not reach this role.')
}

const describeInvitation = (row: q.InvitationRow): Invitation => ({
  id: row.id,
  email: row.email,
  role: row.role,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  invitedBy: row.invited_by,
})

export async function listInvitations(deps: AccessDeps, workspaceId: string) {
  return {
    items: (await q.listInvitations(deps.postgres, workspaceId, deps.now())).map(describeInvitation),
    nextCursor: null,
  }
}

/** Invites by a link that holds for seven days. A key invites in the name of the first owner. */
export async function invite(
  deps: AccessDeps,
  actor: Actor,
  invitation: { email: string; role: Role },
): Promise<InvitationCreated> {
  assertMayGrant(actor, invitation.role)
  const members = await q.listMembers(deps.postgres, actor.workspaceId)
  if (members.some((one) => one.email.toLowerCase() === invitation.email.toLowerCase()))
    throw new AppError('already_member', 409, 'This person is a member already.')
  const own = actor.identity?.kind === 'user' ? actor.identity.userId : undefined
  const inviter = members.find((one) => (own ? one.user_id === own : one.role === 'owner'))
  if (!inviter) throw new AppError('forbidden', 403, 'Only a member can invite.')
  const token = randomBytes(24).toString('base64url')
  const row = {
    id: deps.newId(),
    workspaceId: actor.workspaceId,
    email: invitation.email.toLowerCase(),
    role: invitation.role,
    inviterId: inviter.user_id,
    createdAt: deps.now(),
    expiresAt: new Date(deps.now().getTime() + 7 * 86_400_000),
    tokenHash: sha256(token).toString('hex'),
  }
  await q.insertInvitation(deps.postgres, row)
  await audit(deps, actor, 'invitation.create', row.email, { after: { role: row.role } })
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    invitedBy: inviter.name,
    acceptUrl: `${deps.publicUrl}/invitation?token=${token}`,
  }
}

export async function withdrawInvitation(
  deps: AccessDeps,
  actor: Actor,
  invitationId: string,
): Promise<void> {
  const found = (await q.listInvitations(deps.postgres, actor.workspaceId, deps.now())).find(
    (one) => one.id === invitationId,
  )
  if (!found) throw new AppError('invitation_not_found', 404, 'No such invitation.')
  await q.closeInvitation(deps.postgres, found.id, 'canceled')
  await audit(deps, actor, 'invitation.withdraw', found.email)
}

async function getInvitation(deps: AccessDeps, token: string): Promise<q.InvitationRow> {
  const found = await q.findInvitationByToken(deps.postgres, sha256(token).toString('hex'), deps.now())
  if (!found)
    throw new AppError(
      'invitation_not_found',
      404,
      'The invitation is unknown, used or expired. Ask for a new one.',
    )
  return found
}

export async function viewInvitation(deps: AccessDeps, token: string): Promise<InvitationView> {
  const found = await getInvitation(deps, token)
  const userExists = (await q.findUserByEmail(deps.postgres, found.email)) !== undefined
  return { workspaceName: found.workspace_name, email: found.email, role: found.role, userExists }
}

/** Joins the workspace. Who has an account already proves it with its password. */
export async function acceptInvitation(
  deps: AccessDeps,
  request: { token: string; name: string; password: string },
): Promise<void> {
  const found = await getInvitation(deps, request.token)
  const user = await q.findUserByEmail(deps.postgres, found.email)
  if (user && !(await checkPassword(deps.auth, user.id, request.password)))
    throw new AppError('wrong_password', 401, 'This e-mail has an account. Use its password.')
  await ensureMember(deps, {
    workspaceId: found.workspace_id,
    name: request.name,
    email: found.email,
    password: request.password,
    role: found.role,
  })
  await q.closeInvitation(deps.postgres, found.id, 'accepted')
  await audit(deps, { workspaceId: found.workspace_id, identity: null }, 'invitation.accept', found.email, {
    after: { role: found.role },
  })
}

/** Finds whoever holds a secret key. */
export async function findKey(
  deps: Pick<AccessDeps, 'postgres' | 'now'>,
  key: string,
): Promise<{ workspaceId: string; identity: RequestIdentity } | null> {
  const row = await q.findApiKeyByHash(deps.postgres, sha256(key), deps.now())
  if (!row) return null
  await q.touchApiKey(deps.postgres, row.id, deps.now())
  return {
    workspaceId: row.workspace_id,
    identity: { kind: 'key', keyId: row.id, name: row.name, scopes: row.scopes },
  }
}

/** The workspace of whoever is a member of just one: there is nothing to choose. */
export async function findOnlyWorkspace(
  deps: Pick<AccessDeps, 'postgres'>,
  userId: string,
): Promise<string | undefined> {
  const rows = await q.listWorkspaces(deps.postgres, userId)
  return rows.length === 1 ? rows[0]?.id : undefined
}

/** What an identity may do in a workspace. */
export async function scopesIn(
  deps: AccessDeps,
  identity: RequestIdentity,
  workspaceId: string,
): Promise<{ role: Role | null; scopes: readonly Scope[] } | null> {
  if (identity.kind === 'key') return { role: null, scopes: identity.scopes }
  const role = await q.findRole(deps.postgres, workspaceId, identity.userId)
  return role ? { role, scopes: rolePolicy[role] } : null
}

export async function listKeys(deps: AccessDeps, workspaceId: string) {
  const rows = await q.listApiKeys(deps.postgres, workspaceId)
  return {
    items: rows.map((row) => ({
      id: row.id,
      name: row.name,
      prefix: row.prefix,
      scopes: row.scopes,
      createdAt: row.created_at.toISOString(),
      createdBy: row.created_by,
      lastUsedAt: row.last_used_at?.toISOString() ?? null,
      expiresAt: row.expires_at?.toISOString() ?? null,
    })),
    nextCursor: null,
  }
}

/** Makes a secret key. `key` is given only for unattended set-up; otherwise it is random. Only its hash is kept. */
export async function createKey(
  deps: AccessDeps,
  actor: Actor,
  made: z.infer<typeof NewApiKey> & { key?: string },
): Promise<ApiKeyCreated> {
  const granted = made.scopes ?? [...scopes]
  const own = actor.identity ? await scopesIn(deps, actor.identity, actor.workspaceId) : null
  if (actor.identity && granted.some((scope) => !own?.scopes.includes(scope)))
    throw new AppError('forbidden', 403, 'A key cannot do more than whoever makes it.')
  const key = made.key ?? `teia_sk_${randomBytes(24).toString('base64url')}`
  const row = {
    id: deps.newId(),
    workspaceId: actor.workspaceId,
    name: made.name,
    prefix: key.slice(0, 12),
    keyHash: sha256(key),
    scopes: granted,
    createdBy: actorOf(actor.identity),
    createdAt: deps.now(),
    expiresAt: made.expiresAt ? new Date(made.expiresAt) : null,
  }
  await q.insertApiKey(deps.postgres, row)
  await audit(deps, actor, 'key.create', made.name, {
    after: { scopes: granted, expiresAt: made.expiresAt ?? null },
  })
  return { id: row.id, name: row.name, kind: 'secret', key, scopes: granted }
}

export async function revokeKey(deps: AccessDeps, actor: Actor, keyId: string): Promise<void> {
  const found = (await q.listApiKeys(deps.postgres, actor.workspaceId)).find((one) => one.id === keyId)
  if (!found) throw new AppError('key_not_found', 404, 'No such key.')
  await q.revokeApiKey(deps.postgres, actor.workspaceId, keyId, deps.now())
  await audit(deps, actor, 'key.revoke', found.name)
}

/** The demo workspace, if there is one, and whether all of its world has arrived. */
export async function findDemo(
  deps: Pick<AccessDeps, 'postgres'>,
): Promise<{ workspaceId: string; createdAt: Date; isFilled: boolean } | null> {
  const row = await q.findDemoWorkspace(deps.postgres)
  return row
    ? { workspaceId: row.id, createdAt: row.created_at, isFilled: row.demo_filled_at !== null }
    : null
}

export async function markDemoFilled(
  deps: Pick<AccessDeps, 'postgres' | 'now'>,
  workspaceId: string,
): Promise<void> {
  await q.setDemoFilled(deps.postgres, workspaceId, deps.now())
}

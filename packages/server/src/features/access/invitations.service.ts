import {
  type Delivery,
  faultOf,
  type Invitation,
  type InvitationCreated,
  type InvitationView,
  type Role,
} from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { faultsOfDelivery, findDeliveries } from '../mail/index.ts'
import type { AccessDeps, Actor } from './access.deps.ts'
import { mailUnavailable } from './answers.ts'
import { audit } from './audit.service.ts'
import * as q from './invitations.queries.ts'
import { invitationLetter } from './letters.ts'
import { listMembers } from './members.queries.ts'
import { assertMayGrant, ensureMember } from './members.service.ts'
import { hashToken, newToken } from './token.ts'
import { findUserByEmail, lockUsers } from './users.queries.ts'
import { checkPassword } from './users.service.ts'
import { getWorkspace } from './workspaces.service.ts'

const DAYS_OPEN = 7

const describeInvitation = (row: q.InvitationRow, delivery: Delivery): Invitation => ({
  id: row.id,
  email: row.email,
  role: row.role,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  invitedBy: row.invited_by,
  delivery,
})

export async function listInvitations(deps: AccessDeps, workspaceId: string) {
  const rows = await q.listInvitations(deps.postgres, workspaceId, deps.now())
  const deliveries = await findDeliveries(
    deps.postgres,
    'invitation',
    rows.map((row) => row.id),
  )
  const deliveryOf = (row: q.InvitationRow): Delivery => {
    const found = deliveries.get(row.id)
    return found
      ? {
          state: found.state,
          reason: found.last_error,
          faults: faultsOfDelivery(found.last_error),
          at: found.at.toISOString(),
        }
      : { state: 'link', reason: null, faults: [], at: row.created_at.toISOString() }
  }
  return { items: rows.map((row) => describeInvitation(row, deliveryOf(row))), nextCursor: null }
}

/** Invites by a link that holds for seven days. A key invites in the name of the first owner. */
export async function invite(
  deps: AccessDeps,
  actor: Actor,
  invitation: { email: string; role: Role },
): Promise<InvitationCreated> {
  assertMayGrant(actor, invitation.role)
  const members = await listMembers(deps.postgres, actor.workspaceId)
  if (members.some((one) => one.email.toLowerCase() === invitation.email.toLowerCase()))
    throw new AppError('already_member', 409, 'This person is a member already.')
  const own = actor.identity?.kind === 'user' ? actor.identity.userId : undefined
  const inviter = members.find((one) => (own ? one.user_id === own : one.role === 'owner'))
  if (!inviter) throw new AppError('forbidden', 403, 'Only a member can invite.')
  const id = deps.newId()
  const token = newToken()
  return inTransaction(deps, async (inner) => {
    await q.insertInvitation(inner.postgres, {
      id,
      workspaceId: actor.workspaceId,
      email: invitation.email.toLowerCase(),
      role: invitation.role,
      inviterId: inviter.user_id,
      createdAt: deps.now(),
      expiresAt: expiry(deps),
      tokenHash: hashToken(token).toString('hex'),
    })
    const row = await getOpen(inner, actor.workspaceId, id)
    await audit(inner, actor, 'invitation.create', row.email, { after: { role: row.role } })
    return handOver(inner, row, token, deps.outbox ? 'e-mail' : 'link')
  })
}

/** Makes a new link for an open invitation, by e-mail again or to be handed over. The old link is void. */
export async function renewInvitation(
  deps: AccessDeps,
  actor: Actor,
  invitationId: string,
  by: 'e-mail' | 'link',
): Promise<InvitationCreated> {
  if (by === 'e-mail' && !deps.outbox) throw mailUnavailable()
  return inTransaction(deps, async (inner) => {
    await q.lockInvitation(inner.postgres, invitationId)
    const found = await getOpen(inner, actor.workspaceId, invitationId)
    assertMayGrant(actor, found.role)
    const token = newToken()
    const row = { ...found, expires_at: expiry(deps) }
    await q.renewInvitation(inner.postgres, {
      id: row.id,
      tokenHash: hashToken(token).toString('hex'),
      expiresAt: row.expires_at,
    })
    await audit(inner, actor, 'invitation.renew', row.email, { after: { by } })
    return handOver(inner, row, token, by)
  })
}

const expiry = (deps: AccessDeps) => new Date(deps.now().getTime() + DAYS_OPEN * 86_400_000)

/** Letters are sent once the transaction that wrote them is through. */
async function inTransaction<Result>(deps: AccessDeps, work: (deps: AccessDeps) => Promise<Result>) {
  const result = await deps.postgres
    .transaction()
    .execute((postgres: Postgres) => work({ ...deps, postgres }))
  deps.outbox?.wake()
  return result
}

async function handOver(
  deps: AccessDeps,
  row: q.InvitationRow,
  token: string,
  by: 'e-mail' | 'link',
): Promise<InvitationCreated> {
  const url = `${deps.publicUrl}/invitation?token=${token}`
  const at = deps.now().toISOString()
  await deps.outbox?.withdraw(deps.postgres, 'invitation', row.id)
  if (by === 'link' || !deps.outbox)
    return { ...describeInvitation(row, { state: 'link', reason: null, faults: [], at }), acceptUrl: url }
  const workspace = await getWorkspace(deps, row.workspace_id)
  await deps.outbox.post(
    deps.postgres,
    {
      workspaceId: row.workspace_id,
      kind: 'invitation',
      aboutId: row.id,
      to: row.email,
      expiresAt: row.expires_at,
    },
    invitationLetter({ workspace, url, role: row.role, invitedBy: row.invited_by, until: row.expires_at }),
  )
  return { ...describeInvitation(row, { state: 'waiting', reason: null, faults: [], at }), acceptUrl: null }
}

export async function withdrawInvitation(
  deps: AccessDeps,
  actor: Actor,
  invitationId: string,
): Promise<void> {
  const found = await getOpen(deps, actor.workspaceId, invitationId)
  await q.closeInvitation(deps.postgres, found.id, 'canceled')
  await deps.outbox?.withdraw(deps.postgres, 'invitation', found.id)
  await audit(deps, actor, 'invitation.withdraw', found.email)
}

async function getOpen(deps: AccessDeps, workspaceId: string, id: string): Promise<q.InvitationRow> {
  const rows = await q.listInvitations(deps.postgres, workspaceId, deps.now())
  const found = rows.find((one) => one.id === id)
  if (!found) throw new AppError('invitation_not_found', 404, 'No such invitation.')
  return found
}

async function getByToken(deps: AccessDeps, token: string): Promise<q.InvitationRow> {
  const found = await q.findInvitationByToken(deps.postgres, hashToken(token).toString('hex'), deps.now())
  if (!found)
    throw new AppError(
      'invitation_not_found',
      404,
      'The invitation is unknown, used or expired. Ask for a new one.',
    )
  return found
}

export async function viewInvitation(deps: AccessDeps, token: string): Promise<InvitationView> {
  const found = await getByToken(deps, token)
  const userExists = (await findUserByEmail(deps.postgres, found.email)) !== undefined
  return { workspaceName: found.workspace_name, email: found.email, role: found.role, userExists }
}

/** Joins the workspace. Who has an account already proves it with its password. */
export async function acceptInvitation(
  deps: AccessDeps,
  request: { token: string; name: string; password: string },
): Promise<void> {
  const { id } = await getByToken(deps, request.token)
  await deps.postgres.transaction().execute(async (postgres) => {
    const inner = { ...deps, postgres }
    await q.lockInvitation(postgres, id)
    await lockUsers(postgres)
    // Asked again under the lock: of two who accept at once, the second finds it used.
    const found = await getByToken(inner, request.token)
    const user = await findUserByEmail(postgres, found.email)
    if (user && !(await checkPassword(inner, user.id, request.password)))
      throw new AppError('wrong_password', 401, faultOf('account_exists'))
    await ensureMember(inner, {
      workspaceId: found.workspace_id,
      name: request.name,
      email: found.email,
      password: request.password,
      role: found.role,
    })
    await q.closeInvitation(postgres, found.id, 'accepted')
    await audit(
      inner,
      { workspaceId: found.workspace_id, identity: null },
      'invitation.accept',
      found.email,
      {
        after: { role: found.role },
      },
    )
  })
}

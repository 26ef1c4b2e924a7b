import type { Role, Scope, Session } from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import { rolePolicy } from '../../platform/policy.ts'
import type { RequestIdentity } from '../../platform/request-identity.ts'
import type { AccessDeps, Actor } from './access.deps.ts'
import { findLivingKey } from './keys.queries.ts'
import { findRole } from './members.queries.ts'
import { listWorkspaces } from './workspaces.queries.ts'
import { describeWorkspace } from './workspaces.service.ts'

export async function describeSession(deps: AccessDeps, identity: RequestIdentity | null): Promise<Session> {
  if (identity?.kind !== 'user') throw new AppError('unauthenticated', 401, 'Sign in first.')
  const rows = await listWorkspaces(deps.postgres, identity.userId)
  return {
    user: { id: identity.userId, name: identity.name, email: identity.email },
    workspaces: rows.map((row) => ({
      ...describeWorkspace(row),
      role: row.role,
      rights: [...rolePolicy[row.role]],
    })),
  }
}

/** The workspace of whoever is a member of just one: there is nothing to choose. */
export async function findOnlyWorkspace(
  deps: Pick<AccessDeps, 'postgres'>,
  userId: string,
): Promise<string | undefined> {
  const rows = await listWorkspaces(deps.postgres, userId)
  return rows.length === 1 ? rows[0]?.id : undefined
}

/** What an identity may do in a workspace. */
export async function scopesIn(
  deps: AccessDeps,
  identity: RequestIdentity,
  workspaceId: string,
): Promise<{ role: Role | null; scopes: readonly Scope[] } | null> {
  if (identity.kind === 'key') return { role: null, scopes: identity.scopes }
  const role = await findRole(deps.postgres, workspaceId, identity.userId)
  return role ? { role, scopes: rolePolicy[role] } : null
}

/**
 * Whoever started something long, with the rights they have now: those of their role of today; none once they have left
 * or their key is revoked or expired.
 */
export async function actorNow(deps: Pick<AccessDeps, 'postgres' | 'now'>, actor: Actor): Promise<Actor> {
  const { workspaceId, identity } = actor
  if (!identity) return actor
  if (identity.kind === 'user') {
    const role = (await findRole(deps.postgres, workspaceId, identity.userId)) ?? null
    return { workspaceId, identity: { ...identity, role } }
  }
  const key = await findLivingKey(deps.postgres, workspaceId, identity.keyId, deps.now())
  return { workspaceId, identity: { ...identity, scopes: key?.scopes ?? [] } }
}

import { type ApiKeyCreated, faultOf, type NewApiKey, scopes } from '@teia/contracts'
import type { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import { actorOf, type RequestIdentity } from '../../platform/request-identity.ts'
import type { AccessDeps, Actor } from './access.deps.ts'
import { audit } from './audit.service.ts'
import * as q from './keys.queries.ts'
import { scopesIn } from './session.service.ts'
import { hashToken, newToken } from './token.ts'

/** Finds whoever holds a secret key. */
export async function findKey(
  deps: Pick<AccessDeps, 'postgres' | 'now'>,
  key: string,
): Promise<{ workspaceId: string; identity: RequestIdentity } | null> {
  const row = await q.findApiKeyByHash(deps.postgres, hashToken(key), deps.now())
  if (!row) return null
  await q.touchApiKey(deps.postgres, row.id, deps.now())
  return {
    workspaceId: row.workspace_id,
    identity: { kind: 'key', keyId: row.id, name: row.name, scopes: row.scopes, isOwner: row.is_owner },
  }
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
    throw new AppError('forbidden', 403, faultOf('key_too_wide'))
  const key = made.key ?? `teia_sk_${newToken()}`
  const row = {
    id: deps.newId(),
    workspaceId: actor.workspaceId,
    name: made.name,
    prefix: key.slice(0, 12),
    keyHash: hashToken(key),
    scopes: granted,
    isOwner: isOwner(actor.identity),
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

/** A key reaches no further than whoever makes it: an admin's key may do all an admin may, and no more. */
const isOwner = (identity: RequestIdentity | null): boolean =>
  identity === null || (identity.kind === 'key' ? identity.isOwner : identity.role === 'owner')

import { faultOf } from '@teia/contracts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../platform/errors.ts'
import { type Access, routePolicy } from '../../platform/policy.ts'
import type { RequestIdentity } from '../../platform/request-identity.ts'
import type { AccessDeps } from './access.deps.ts'
import { findKey } from './keys.service.ts'
import { findOnlyWorkspace, scopesIn } from './session.service.ts'

const prefix = '/api/v1/'
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Lets a request through to a route under /api/v1 only as the policy table says. Asks in this order: who are you (401),
 * does your browser mean it (403), which workspace (404, the same for a foreign and a missing one), may you (403).
 */
export function guardRoutes(app: FastifyInstance, deps: AccessDeps): void {
  app.decorateRequest('identity', null)
  app.decorateRequest('workspaceId', '')
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith(prefix) || route.method === 'HEAD' || route.method === 'OPTIONS') return
    for (const method of [route.method].flat())
      if (method !== 'HEAD' && !routePolicy[`${method} ${route.url}`])
        throw new TypeError(`${method} ${route.url} is missing in the policy table.`)
  })
  // Limits are counted in onRequest: whoever tries keys is slowed down too, before any of them is looked up.
  app.addHook('preParsing', async (request) => {
    const access = accessOf(request)
    if (access === 'public') return
    const key = secretKeyOf(request)
    if (key !== null) await admitKey(deps, request, key)
    else await admitUser(deps, request)
    if (access !== 'signed-in') await admitTo(deps, request, access)
  })
}

function accessOf(request: FastifyRequest): Access {
  const url = request.routeOptions.url
  if (!url?.startsWith(prefix)) return 'public'
  const method = request.method === 'HEAD' ? 'GET' : request.method
  return routePolicy[`${method} ${url}`] ?? 'signed-in'
}

function secretKeyOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization
  return header?.startsWith('Bearer ') ? header.slice(7).trim() : null
}

async function admitKey(deps: AccessDeps, request: FastifyRequest, key: string): Promise<void> {
  const found = await findKey(deps, key)
  if (!found) throw new AppError('unauthenticated', 401, 'The key is unknown, revoked or expired.')
  request.identity = found.identity
  request.workspaceId = found.workspaceId
}

async function admitUser(deps: AccessDeps, request: FastifyRequest): Promise<void> {
  const headers = new Headers()
  if (request.headers.cookie) headers.set('cookie', request.headers.cookie)
  const session = request.headers.cookie ? await deps.auth.api.getSession({ headers }) : null
  if (!session)
    throw new AppError('unauthenticated', 401, 'Sign in, or send a secret key as “Authorization: Bearer …”.')
  assertSameSite(request)
  request.identity = {
    kind: 'user',
    userId: session.user.id,
    name: session.user.name,
    email: session.user.email,
    role: null,
  }
}

/** A page of another site can make a browser send cookies, but not this header without asking first. */
function assertSameSite(request: FastifyRequest): void {
  if (safeMethods.has(request.method)) return
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  const isForeign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && URL.parse(origin)?.host !== request.headers.host)
  if (isForeign || request.headers['x-requested-with'] !== 'teia')
    throw new AppError(
      'cross_site_request',
      403,
      'Send the header “X-Requested-With: teia” from the same site.',
    )
}

async function admitTo(
  deps: AccessDeps,
  request: FastifyRequest,
  access: Exclude<Access, 'public' | 'signed-in'>,
): Promise<void> {
  const identity = request.identity as RequestIdentity
  const query = request.query as { workspace?: unknown } | undefined
  const named = request.headers['x-workspace-id'] ?? query?.workspace
  if (identity.kind === 'user')
    request.workspaceId =
      typeof named === 'string' ? named : ((await findOnlyWorkspace(deps, identity.userId)) ?? '')
  else if (typeof named === 'string' && named !== request.workspaceId)
    throw new AppError('workspace_not_found', 404, 'No such workspace.')
  const granted = /^[0-9a-f-]{36}$/.test(request.workspaceId)
    ? await scopesIn(deps, identity, request.workspaceId)
    : null
  if (!granted)
    throw new AppError(
      'workspace_not_found',
      404,
      'No such workspace. Name one with the header “X-Workspace-Id”.',
    )
  if (identity.kind === 'user') request.identity = { ...identity, role: granted.role }
  if (!granted.scopes.includes(access))
    throw new AppError('forbidden', 403, faultOf('access_missing', { access }))
}

import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { accountRoutes } from './account.routes.ts'
import { invitationRoutes } from './invitations.routes.ts'
import { type KeyRoutesDeps, keyRoutes } from './keys.routes.ts'
import { memberRoutes } from './members.routes.ts'
import { type WorkspaceRoutesDeps, workspaceRoutes } from './workspaces.routes.ts'

export type AccessRoutesDeps = WorkspaceRoutesDeps & KeyRoutesDeps

/** Everything under /api/v1 that is about who may come in. */
export function accessRoutes(deps: AccessRoutesDeps): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(workspaceRoutes(deps))
    await app.register(accountRoutes(deps))
    await app.register(memberRoutes(deps))
    await app.register(invitationRoutes(deps))
    await app.register(keyRoutes(deps))
  }
}

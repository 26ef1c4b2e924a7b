import {
  AuditPage,
  PageQuery,
  Session,
  SetupRequest,
  SetupState,
  Workspace,
  WorkspaceChange,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { type AccessDeps, actorOfRequest } from './access.deps.ts'
import { done, guessable, ok } from './answers.ts'
import { listAudit } from './audit.service.ts'
import { describeSession } from './session.service.ts'
import { needsSetup, setUp } from './setup.service.ts'
import { changeWorkspace, getWorkspace } from './workspaces.service.ts'

export type WorkspaceRoutesDeps = AccessDeps & {
  demoSignIn: () => { email: string; password: string } | null
}

/** The first set-up, who is signed in, the workspace and its audit log. */
export function workspaceRoutes(deps: WorkspaceRoutesDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/api/v1/setup', { schema: { tags: ['access'], response: { 200: SetupState } } }, async () => ({
      needsSetup: await needsSetup(deps),
      demo: deps.demoSignIn(),
      sendsMail: deps.outbox !== null,
    }))
    app.post(
      '/api/v1/setup',
      { config: guessable(deps), schema: { tags: ['access'], body: SetupRequest, response: { 201: done } } },
      async (request, reply) => {
        await setUp(deps, request.body)
        return reply.status(201).send(ok)
      },
    )
    app.get('/api/v1/session', { schema: { tags: ['access'], response: { 200: Session } } }, (request) =>
      describeSession(deps, request.identity),
    )
    app.get('/api/v1/workspace', { schema: { tags: ['access'], response: { 200: Workspace } } }, (request) =>
      getWorkspace(deps, request.workspaceId),
    )
    app.patch(
      '/api/v1/workspace',
      { schema: { tags: ['access'], body: WorkspaceChange, response: { 200: Workspace } } },
      (request) => changeWorkspace(deps, actorOfRequest(request), request.body),
    )
    app.get(
      '/api/v1/audit',
      { schema: { tags: ['access'], querystring: PageQuery, response: { 200: AuditPage } } },
      (request) => listAudit(deps, request.workspaceId, request.query),
    )
  }
}

import {
  ApiKeyCreated,
  ApiKeyPage,
  AuditPage,
  InvitationAcceptance,
  InvitationCreated,
  InvitationPage,
  InvitationView,
  Member,
  MemberChange,
  MemberPage,
  NewApiKey,
  NewInvitation,
  PageQuery,
  Session,
  SetupRequest,
  SetupState,
  Workspace,
  WorkspaceChange,
} from '@teia/contracts'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import * as access from './access.service.ts'

const actor = (request: FastifyRequest): access.Actor => ({
  workspaceId: request.workspaceId,
  identity: request.identity,
})
const done = z.object({ ok: z.literal(true) })
const ok = { ok: true } as const

export type AccessRoutesDeps = access.AccessDeps & {
  demoSignIn: () => { email: string; password: string } | null
  /** Makes the write key of a new source. */
  createWriteKey: (actor: access.Actor, name: string) => Promise<{ id: string; name: string; key: string }>
}

export function accessRoutes(deps: AccessRoutesDeps): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(firstRunRoutes(deps))
    await app.register(memberRoutes(deps))
    await app.register(keyRoutes(deps))
  }
}

function firstRunRoutes(deps: AccessRoutesDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/api/v1/setup', { schema: { tags: ['access'], response: { 200: SetupState } } }, async () => ({
      needsSetup: await access.needsSetup(deps),
      demo: deps.demoSignIn(),
    }))
    app.post(
      '/api/v1/setup',
      { schema: { tags: ['access'], body: SetupRequest, response: { 201: done } } },
      async (request, reply) => {
        await access.setUp(deps, request.body)
        return reply.status(201).send(ok)
      },
    )
    app.get('/api/v1/session', { schema: { tags: ['access'], response: { 200: Session } } }, (request) =>
      access.describeSession(deps, request.identity),
    )
    app.get('/api/v1/workspace', { schema: { tags: ['access'], response: { 200: Workspace } } }, (request) =>
      access.getWorkspace(deps, request.workspaceId),
    )
    app.patch(
      '/api/v1/workspace',
      { schema: { tags: ['access'], body: WorkspaceChange, response: { 200: Workspace } } },
      (request) => access.changeWorkspace(deps, actor(request), request.body),
    )
    app.get(
      '/api/v1/audit',
      { schema: { tags: ['access'], querystring: PageQuery, response: { 200: AuditPage } } },
      (request) => access.listAudit(deps, request.workspaceId, request.query),
    )
  }
}

function memberRoutes(deps: AccessRoutesDeps): FastifyPluginAsyncZod {
  const memberParams = z.object({ memberId: z.string().max(100) })
  const invitationParams = z.object({ invitationId: z.string().max(100) })
  return async (app) => {
    app.get('/api/v1/members', { schema: { tags: ['access'], response: { 200: MemberPage } } }, (request) =>
      access.listMembers(deps, request.workspaceId),
    )
    app.patch(
      '/api/v1/members/:memberId',
      { schema: { tags: ['access'], params: memberParams, body: MemberChange, response: { 200: Member } } },
      (request) => access.changeMember(deps, actor(request), request.params.memberId, request.body.role),
    )
    app.delete(
      '/api/v1/members/:memberId',
      { schema: { tags: ['access'], params: memberParams } },
      async (request, reply) => {
        await access.removeMember(deps, actor(request), request.params.memberId)
        return reply.status(204).send()
      },
    )
    app.get(
      '/api/v1/invitations',
      { schema: { tags: ['access'], response: { 200: InvitationPage } } },
      (request) => access.listInvitations(deps, request.workspaceId),
    )
    app.post(
      '/api/v1/invitations',
      { schema: { tags: ['access'], body: NewInvitation, response: { 201: InvitationCreated } } },
      async (request, reply) =>
        reply.status(201).send(await access.invite(deps, actor(request), request.body)),
    )
    app.delete(
      '/api/v1/invitations/:invitationId',
      { schema: { tags: ['access'], params: invitationParams } },
      async (request, reply) => {
        await access.withdrawInvitation(deps, actor(request), request.params.invitationId)
        return reply.status(204).send()
      },
    )
    const byToken = z.object({ token: z.string().max(200) })
    app.get(
      '/api/v1/invitations/view',
      { schema: { tags: ['access'], querystring: byToken, response: { 200: InvitationView } } },
      (request) => access.viewInvitation(deps, request.query.token),
    )
    app.post(
      '/api/v1/invitations/accept',
      { schema: { tags: ['access'], body: InvitationAcceptance, response: { 200: done } } },
      async (request) => {
        await access.acceptInvitation(deps, request.body)
        return ok
      },
    )
  }
}

function keyRoutes(deps: AccessRoutesDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/api/v1/keys', { schema: { tags: ['access'], response: { 200: ApiKeyPage } } }, (request) =>
      access.listKeys(deps, request.workspaceId),
    )
    app.post(
      '/api/v1/keys',
      { schema: { tags: ['access'], body: NewApiKey, response: { 201: ApiKeyCreated } } },
      async (request, reply) => {
        if (request.body.kind === 'secret')
          return reply.status(201).send(await access.createKey(deps, actor(request), request.body))
        const made = await deps.createWriteKey(actor(request), request.body.name)
        return reply.status(201).send({ ...made, kind: 'write', scopes: [] })
      },
    )
    app.delete(
      '/api/v1/keys/:keyId',
      { schema: { tags: ['access'], params: z.object({ keyId: z.string().max(100) }) } },
      async (request, reply) => {
        await access.revokeKey(deps, actor(request), request.params.keyId)
        return reply.status(204).send()
      },
    )
  }
}

import {
  InvitationAcceptance,
  InvitationCreated,
  InvitationPage,
  InvitationRenewal,
  InvitationView,
  NewInvitation,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type AccessDeps, actorOfRequest } from './access.deps.ts'
import { done, guessable, ok } from './answers.ts'
import * as invitations from './invitations.service.ts'

/** Who is asked to join, and how they do. */
export function invitationRoutes(deps: AccessDeps): FastifyPluginAsyncZod {
  const invitationParams = z.object({ invitationId: z.string().max(100) })
  return async (app) => {
    app.get(
      '/api/v1/invitations',
      { schema: { tags: ['access'], response: { 200: InvitationPage } } },
      (request) => invitations.listInvitations(deps, request.workspaceId),
    )
    app.post(
      '/api/v1/invitations',
      { schema: { tags: ['access'], body: NewInvitation, response: { 201: InvitationCreated } } },
      async (request, reply) =>
        reply.status(201).send(await invitations.invite(deps, actorOfRequest(request), request.body)),
    )
    app.delete(
      '/api/v1/invitations/:invitationId',
      { schema: { tags: ['access'], params: invitationParams } },
      async (request, reply) => {
        await invitations.withdrawInvitation(deps, actorOfRequest(request), request.params.invitationId)
        return reply.status(204).send()
      },
    )
    app.post(
      '/api/v1/invitations/:invitationId/renew',
      {
        schema: {
          tags: ['access'],
          params: invitationParams,
          body: InvitationRenewal,
          response: { 200: InvitationCreated },
        },
      },
      (request) =>
        invitations.renewInvitation(
          deps,
          actorOfRequest(request),
          request.params.invitationId,
          request.body.by,
        ),
    )
    const byToken = z.object({ token: z.string().max(200) })
    app.get(
      '/api/v1/invitations/view',
      {
        config: guessable(deps),
        schema: { tags: ['access'], querystring: byToken, response: { 200: InvitationView } },
      },
      (request) => invitations.viewInvitation(deps, request.query.token),
    )
    app.post(
      '/api/v1/invitations/accept',
      {
        config: guessable(deps),
        schema: { tags: ['access'], body: InvitationAcceptance, response: { 200: done } },
      },
      async (request) => {
        await invitations.acceptInvitation(deps, request.body)
        return ok
      },
    )
  }
}

import { Member, MemberChange, MemberPage } from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type AccessDeps, actorOfRequest } from './access.deps.ts'
import { changeMember, listMembers, removeMember } from './members.service.ts'

/** Who works in a workspace. */
export function memberRoutes(deps: AccessDeps): FastifyPluginAsyncZod {
  const memberParams = z.object({ memberId: z.string().max(100) })
  return async (app) => {
    app.get('/api/v1/members', { schema: { tags: ['access'], response: { 200: MemberPage } } }, (request) =>
      listMembers(deps, request.workspaceId),
    )
    app.patch(
      '/api/v1/members/:memberId',
      { schema: { tags: ['access'], params: memberParams, body: MemberChange, response: { 200: Member } } },
      (request) => changeMember(deps, actorOfRequest(request), request.params.memberId, request.body.role),
    )
    app.delete(
      '/api/v1/members/:memberId',
      { schema: { tags: ['access'], params: memberParams } },
      async (request, reply) => {
        await removeMember(deps, actorOfRequest(request), request.params.memberId)
        return reply.status(204).send()
      },
    )
  }
}

import { ApiKeyCreated, ApiKeyPage, NewApiKey } from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type AccessDeps, type Actor, actorOfRequest } from './access.deps.ts'
import { createKey, listKeys, revokeKey } from './keys.service.ts'

export type KeyRoutesDeps = AccessDeps & {
  /** Makes the write key of a new source. */
  createWriteKey: (actor: Actor, name: string) => Promise<{ id: string; name: string; key: string }>
}

/** Secret keys of programs; write keys are made with their source. */
export function keyRoutes(deps: KeyRoutesDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/api/v1/keys', { schema: { tags: ['access'], response: { 200: ApiKeyPage } } }, (request) =>
      listKeys(deps, request.workspaceId),
    )
    app.post(
      '/api/v1/keys',
      { schema: { tags: ['access'], body: NewApiKey, response: { 201: ApiKeyCreated } } },
      async (request, reply) => {
        if (request.body.kind === 'secret')
          return reply.status(201).send(await createKey(deps, actorOfRequest(request), request.body))
        const made = await deps.createWriteKey(actorOfRequest(request), request.body.name)
        return reply.status(201).send({ ...made, kind: 'write', scopes: [] })
      },
    )
    app.delete(
      '/api/v1/keys/:keyId',
      { schema: { tags: ['access'], params: z.object({ keyId: z.string().max(100) }) } },
      async (request, reply) => {
        await revokeKey(deps, actorOfRequest(request), request.params.keyId)
        return reply.status(204).send()
      },
    )
  }
}

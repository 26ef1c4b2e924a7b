import { ArrivedEvents, NewSource, Source, SourceChange, SourcePage, SourceTraffic } from '@teia/contracts'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { streamEvents } from '../../platform/http.ts'
import * as sources from './sources.service.ts'

const actor = (request: FastifyRequest) => ({ workspaceId: request.workspaceId, identity: request.identity })
const params = z.object({ sourceId: z.string().max(100) })
const tags = ['sources']

export function sourcesRoutes(deps: sources.SourcesDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/api/v1/sources', { schema: { tags, response: { 200: SourcePage } } }, (request) =>
      sources.listSources(deps, request.workspaceId),
    )
    app.post(
      '/api/v1/sources',
      { schema: { tags, body: NewSource, response: { 201: Source } } },
      async (request, reply) =>
        reply.status(201).send(await sources.createSource(deps, actor(request), request.body)),
    )
    app.patch(
      '/api/v1/sources/:sourceId',
      { schema: { tags, params, body: SourceChange, response: { 200: Source } } },
      (request) => sources.changeSource(deps, actor(request), request.params.sourceId, request.body),
    )
    app.delete('/api/v1/sources/:sourceId', { schema: { tags, params } }, async (request, reply) => {
      await sources.removeSource(deps, actor(request), request.params.sourceId)
      return reply.status(204).send()
    })
    app.get(
      '/api/v1/sources/:sourceId/recent',
      { schema: { tags, params, response: { 200: ArrivedEvents } } },
      (request) => sources.recentArrivals(deps, request.workspaceId, request.params.sourceId),
    )
    app.get(
      '/api/v1/sources/:sourceId/traffic',
      { schema: { tags, params, response: { 200: SourceTraffic } } },
      (request) => sources.describeTraffic(deps, request.workspaceId, request.params.sourceId),
    )
    app.get('/api/v1/sources/:sourceId/live', { schema: { tags, params } }, async (request, reply) => {
      const source = await sources.getSource(deps, request.workspaceId, request.params.sourceId)
      streamEvents(request, reply, (send) =>
        deps.arrivals.listen(source.id, (event) => send('arrived', event)),
      )
      return reply
    })
  }
}

import { NewView, SavedView, SavedViews, ViewChange, ViewsQuery } from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorOfRequest } from '../access/index.ts'
import * as views from './views.service.ts'

const tags = ['views']
const params = z.object({ viewId: z.string().max(100) })

/** Lists as they were looked at, kept under a name. */
export function viewsRoutes(deps: views.ViewsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/v1/views',
      { schema: { tags, querystring: ViewsQuery, response: { 200: SavedViews } } },
      (request) => views.listViews(deps, actorOfRequest(request), request.query.list),
    )
    app.post(
      '/api/v1/views',
      { schema: { tags, body: NewView, response: { 201: SavedView } } },
      async (request, reply) =>
        reply.status(201).send(await views.createView(deps, actorOfRequest(request), request.body)),
    )
    app.patch(
      '/api/v1/views/:viewId',
      { schema: { tags, params, body: ViewChange, response: { 200: SavedView } } },
      (request) => views.changeView(deps, actorOfRequest(request), request.params.viewId, request.body),
    )
    app.delete('/api/v1/views/:viewId', { schema: { tags, params } }, async (request, reply) => {
      await views.deleteView(deps, actorOfRequest(request), request.params.viewId)
      return reply.status(204).send()
    })
  }
}

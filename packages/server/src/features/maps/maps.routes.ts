import {
  filterLimits,
  JourneyMap,
  MapDocument,
  MapList,
  MapVersions,
  mapLimits,
  PageQuery,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { refuseOutsizedRules } from '../../platform/rule-size.ts'
import { actorOfRequest } from '../access/index.ts'
import type { CommentsDeps } from './comments.service.ts'
import { mapCommentsRoutes, mapFilesRoutes, mapImagesRoutes } from './map-parts.routes.ts'
import * as maps from './maps.service.ts'

const tags = ['maps']
const params = z.object({ mapId: z.string().max(100) })
const body = z.strictObject({ document: MapDocument })
/** With room for spaces and for what is said twice as JSON, so that a drawing that is too large is told so. */
const bodyLimit = 4 * mapLimits.bytes
const ofDrawings = { levels: filterLimits.levels, conditions: mapLimits.steps * 40 } as const
const seenBy = (request: { headers: Record<string, unknown> }) => {
  const seen = request.headers['if-match']
  return typeof seen === 'string' ? seen : undefined
}

/** Journey maps with their history. Answers with one carry its ETag, which a change sends as If-Match. */
export function mapsRoutes(deps: CommentsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(mapFilesRoutes(deps))
    await app.register(mapImagesRoutes(deps))
    await app.register(mapCommentsRoutes(deps))
    app.addHook('preValidation', async ({ body }) => refuseOutsizedRules(body, ofDrawings))
    app.addHook('preSerialization', async (_request, reply, payload) => {
      const { document, revision } = (payload ?? {}) as Partial<JourneyMap>
      if (document !== undefined && revision !== undefined) reply.header('etag', maps.etagOf({ revision }))
      return payload
    })
    app.get('/api/v1/maps', { schema: { tags, response: { 200: MapList } } }, (request) =>
      maps.listMaps(deps, request.workspaceId),
    )
    app.post(
      '/api/v1/maps',
      { bodyLimit, schema: { tags, body, response: { 201: JourneyMap } } },
      async (request, reply) =>
        reply.status(201).send(await maps.createMap(deps, actorOfRequest(request), request.body.document)),
    )
    const one = '/api/v1/maps/:mapId'
    app.get(one, { schema: { tags, params, response: { 200: JourneyMap } } }, (request) =>
      maps.getMap(deps, request.workspaceId, request.params.mapId),
    )
    app.put(one, { bodyLimit, schema: { tags, params, body, response: { 200: JourneyMap } } }, (request) =>
      maps.changeMap(
        deps,
        actorOfRequest(request),
        request.params.mapId,
        seenBy(request),
        request.body.document,
      ),
    )
    app.delete(one, { schema: { tags, params } }, async (request, reply) => {
      await maps.deleteMap(deps, actorOfRequest(request), request.params.mapId)
      return reply.status(204).send()
    })
    app.get(
      `${one}/versions`,
      { schema: { tags, params, querystring: PageQuery, response: { 200: MapVersions } } },
      (request) => maps.listMapVersions(deps, request.workspaceId, request.params.mapId, request.query),
    )
    app.get(
      `${one}/versions/:revision`,
      {
        schema: {
          tags,
          params: params.extend({ revision: z.string().max(100) }),
          response: { 200: JourneyMap },
        },
      },
      (request) =>
        maps.getMapVersion(deps, request.workspaceId, request.params.mapId, request.params.revision),
    )
  }
}

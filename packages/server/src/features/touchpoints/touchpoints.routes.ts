import {
  Catalogue,
  CatalogueEntry,
  CatalogueValues,
  CatalogueValuesQuery,
  filterLimits,
  Overlaps,
  RestoreTouchpoint,
  Rewriting,
  TouchpointDefinition,
  TouchpointFigures,
  TouchpointList,
  TouchpointOrder,
  TouchpointVersions,
  TriedMatcher,
  TryMatcher,
  UnmatchedEvents,
} from '@teia/contracts'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { refuseOutsizedRules } from '../../platform/rule-size.ts'
import { actorOfRequest } from '../access/index.ts'
import { getEntry } from './catalogue.service.ts'
import { catalogueFileRoutes } from './catalogue-file.routes.ts'
import * as discover from './discover.service.ts'
import * as catalogue from './edit-catalogue.service.ts'
import {
  listTouchpoints,
  readCatalogue,
  readCatalogueValues,
  type TouchpointsDeps,
} from './touchpoints.service.ts'

const tags = ['touchpoints']
const params = z.object({ touchpointId: z.string().max(200) })
const seenBy = (request: FastifyRequest) => request.headers['if-match']

export function touchpointsRoutes(deps: TouchpointsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('preValidation', async ({ body }) =>
      refuseOutsizedRules(body, { levels: filterLimits.levels }),
    )
    app.get('/api/v1/touchpoints', { schema: { tags, response: { 200: TouchpointList } } }, (request) =>
      listTouchpoints(deps, request.workspaceId),
    )
    app.get('/api/v1/touchpoints/rewriting', { schema: { tags, response: { 200: Rewriting } } }, (request) =>
      deps.placingJob.progress(request.workspaceId),
    )
    await app.register(discoverRoutes(deps))
    await app.register(catalogueFileRoutes(deps))
    await app.register(entryRoutes(deps))
    app.get('/api/v1/catalogue', { schema: { tags, response: { 200: Catalogue } } }, (request) =>
      readCatalogue(deps, request.workspaceId),
    )
    app.get(
      '/api/v1/catalogue/values',
      { schema: { tags, querystring: CatalogueValuesQuery, response: { 200: CatalogueValues } } },
      (request) => readCatalogueValues(deps, request.workspaceId, request.query),
    )
  }
}

/** What the catalogue leaves out, what it holds twice, and what a matcher would fit. */
function discoverRoutes(deps: TouchpointsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/v1/touchpoints/unmatched',
      { schema: { tags, response: { 200: UnmatchedEvents } } },
      (request) => discover.listUnmatched(deps, request.workspaceId),
    )
    app.get('/api/v1/touchpoints/overlaps', { schema: { tags, response: { 200: Overlaps } } }, (request) =>
      discover.listOverlaps(deps, request.workspaceId),
    )
    app.post(
      '/api/v1/touchpoints/try',
      { schema: { tags, body: TryMatcher, response: { 200: TriedMatcher } } },
      (request) => discover.tryMatcher(deps, request.workspaceId, request.body),
    )
    app.get(
      '/api/v1/touchpoints/:touchpointId/figures',
      { schema: { tags, params, response: { 200: TouchpointFigures } } },
      (request) => discover.readFigures(deps, request.workspaceId, request.params.touchpointId),
    )
  }
}

/** One touchpoint, and their order. Answers with one carry its ETag, which a change has to send as If-Match. */
function entryRoutes(deps: TouchpointsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('preSerialization', async (_request, reply, payload) => {
      const entry = CatalogueEntry.safeParse(payload)
      if (entry.success) reply.header('etag', catalogue.etagOf(entry.data))
      return payload
    })
    const answer = { 200: CatalogueEntry }
    app.post(
      '/api/v1/touchpoints',
      {
        schema: {
          tags,
          querystring: z.object({ place: z.coerce.number().int().nonnegative().optional() }),
          body: TouchpointDefinition,
          response: { 201: CatalogueEntry },
        },
      },
      async (request, reply) => {
        const { place } = request.query
        const made = await catalogue.createTouchpoint(deps, actorOfRequest(request), request.body, place)
        return reply.status(201).send(made)
      },
    )
    app.put(
      '/api/v1/touchpoints/order',
      {
        schema: {
          tags,
          body: TouchpointOrder,
          response: { 200: z.object({ version: z.number(), entries: z.array(CatalogueEntry) }) },
        },
      },
      (request) => catalogue.orderTouchpoints(deps, actorOfRequest(request), request.body),
    )
    const one = '/api/v1/touchpoints/:touchpointId'
    app.get(one, { schema: { tags, params, response: answer } }, (request) =>
      getEntry(deps, request.workspaceId, request.params.touchpointId),
    )
    app.put(one, { schema: { tags, params, body: TouchpointDefinition, response: answer } }, (request) =>
      catalogue.changeTouchpoint(
        deps,
        actorOfRequest(request),
        request.params.touchpointId,
        seenBy(request),
        request.body,
      ),
    )
    app.delete(one, { schema: { tags, params } }, async (request, reply) => {
      await catalogue.removeTouchpoint(
        deps,
        actorOfRequest(request),
        request.params.touchpointId,
        seenBy(request),
      )
      return reply.status(204).send()
    })
    app.get(
      `${one}/versions`,
      { schema: { tags, params, response: { 200: TouchpointVersions } } },
      (request) => catalogue.listTouchpointVersions(deps, request.workspaceId, request.params.touchpointId),
    )
    app.post(
      `${one}/restore`,
      { schema: { tags, params, body: RestoreTouchpoint, response: answer } },
      (request) =>
        catalogue.restoreTouchpoint(
          deps,
          actorOfRequest(request),
          request.params.touchpointId,
          request.body.revision,
        ),
    )
  }
}

import { Catalogue, CatalogueValues, CatalogueValuesQuery, TouchpointList } from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import {
  listTouchpoints,
  readCatalogue,
  readCatalogueValues,
  type TouchpointsDeps,
} from './touchpoints.service.ts'

const tags = ['touchpoints']

export function touchpointsRoutes(deps: TouchpointsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/api/v1/touchpoints', { schema: { tags, response: { 200: TouchpointList } } }, (request) =>
      listTouchpoints(deps, request.workspaceId),
    )
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

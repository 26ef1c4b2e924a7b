import { Readable } from 'node:stream'
import multipart from '@fastify/multipart'
import {
  Import,
  ImportCreated,
  ImportMapping,
  ImportPage,
  ImportPreview,
  ImportRejectsQuery,
  PageQuery,
  SavedMapping,
  SavedMappingPage,
} from '@teia/contracts'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { stringify } from 'yaml'
import { z } from 'zod'
import { languageFor } from '../../platform/language.ts'
import { actorOfRequest } from '../access/index.ts'
import * as drafts from './import-drafts.service.ts'
import * as runs from './import-runs.service.ts'
import { parseMapping, receiveUpload } from './import-upload.ts'
import * as imports from './imports.service.ts'
import { readRejects } from './rejects.service.ts'
import * as saved from './saved-mappings.service.ts'

const params = z.object({ importId: z.string().max(100) })
const named = z.object({ mappingName: z.string().max(300) })
const tags = ['imports']

export function importsRoutes(deps: imports.ImportsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(multipart)
    // A mapping may be sent as the YAML that it is kept in.
    for (const type of ['application/yaml', 'text/yaml'])
      app.addContentTypeParser(type, { parseAs: 'string' }, async (_request: FastifyRequest, body: string) =>
        parseMapping(body),
      )

    const upload =
      'multipart/form-data: one or several parts “file”, and if wanted “mapping” (YAML or JSON), “start” (true when a mapping is given) and “source” (an id)'
    app.post(
      '/api/v1/imports',
      { schema: { tags, description: upload, response: { 201: ImportCreated } } },
      async (request, reply) => {
        const created = await drafts.createImport(deps, actorOfRequest(request), (keep) =>
          receiveUpload(request, deps.files, deps.uploadBytes, keep),
        )
        return reply.status(201).send(created)
      },
    )
    app.get(
      '/api/v1/imports',
      { schema: { tags, querystring: PageQuery, response: { 200: ImportPage } } },
      (request) => imports.listImports(deps, request.workspaceId, request.query),
    )
    app.get('/api/v1/imports/:importId', { schema: { tags, params, response: { 200: Import } } }, (request) =>
      imports.getImport(deps, request.workspaceId, request.params.importId),
    )
    app.get(
      '/api/v1/imports/:importId/preview',
      { schema: { tags, params, response: { 200: ImportPreview } } },
      (request) => drafts.previewImport(deps, request.workspaceId, request.params.importId),
    )
    app.put(
      '/api/v1/imports/:importId/mapping',
      { schema: { tags, params, body: ImportMapping, response: { 200: Import } } },
      (request) => drafts.changeMapping(deps, actorOfRequest(request), request.params.importId, request.body),
    )
    app.post(
      '/api/v1/imports/:importId/start',
      { schema: { tags, params, response: { 200: Import } } },
      (request) => runs.startImport(deps, actorOfRequest(request), request.params.importId),
    )
    app.post(
      '/api/v1/imports/:importId/cancel',
      { schema: { tags, params, response: { 200: Import } } },
      (request) => runs.cancelImport(deps, actorOfRequest(request), request.params.importId),
    )
    app.get(
      '/api/v1/imports/:importId/rejects',
      { schema: { tags, params, querystring: ImportRejectsQuery } },
      async (request, reply) => {
        const { importId } = request.params
        const language = languageFor(request.query.language, request.headers['accept-language'])
        const lines = await readRejects(deps, request.workspaceId, importId, language)
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-language', language)
          .header('vary', 'accept-language')
          .header('content-disposition', `attachment; filename="rejected-${importId}.csv"`)
          .send(Readable.from(lines, { objectMode: false }))
      },
    )
    await app.register(savedMappingRoutes(deps))
  }
}

function savedMappingRoutes(deps: imports.ImportsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/v1/import-mappings',
      { schema: { tags, querystring: PageQuery, response: { 200: SavedMappingPage } } },
      (request) => saved.listMappings(deps, request.workspaceId, request.query),
    )
    app.get(
      '/api/v1/import-mappings/:mappingName',
      {
        schema: {
          tags,
          params: named,
          querystring: z.object({ format: z.enum(['json', 'yaml']).default('json') }),
        },
      },
      async (request, reply) => {
        const found = await saved.getMapping(deps, request.workspaceId, request.params.mappingName)
        if (request.query.format === 'json') return found
        return reply
          .type('application/yaml; charset=utf-8')
          .send(stringify(found.mapping, { lineWidth: 120 }))
      },
    )
    app.put(
      '/api/v1/import-mappings/:mappingName',
      { schema: { tags, params: named, body: ImportMapping, response: { 200: SavedMapping } } },
      (request) => saved.saveMapping(deps, actorOfRequest(request), request.params.mappingName, request.body),
    )
    app.delete(
      '/api/v1/import-mappings/:mappingName',
      { schema: { tags, params: named } },
      async (request, reply) => {
        await saved.removeMapping(deps, actorOfRequest(request), request.params.mappingName)
        return reply.status(204).send()
      },
    )
  }
}

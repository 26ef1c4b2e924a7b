import {
  JourneyMap,
  MapComment,
  MapCommentChange,
  MapCommentDefinition,
  MapComments,
  MapImage,
  MapTemplates,
  mapLimits,
  TemplatesQuery,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorOfRequest } from '../access/index.ts'
import * as comments from './comments.service.ts'
import { addImage, getImage } from './images.service.ts'
import { readMapFile, writeMapFile } from './map-file.service.ts'
import { etagOf } from './maps.service.ts'
import { mapTemplates } from './templates/index.ts'

const tags = ['maps']
const params = z.object({ mapId: z.string().max(100) })
const ofComment = params.extend({ commentId: z.string().max(100) })
const one = '/api/v1/maps/:mapId'

/** What people say about maps. */
export function mapCommentsRoutes(deps: comments.CommentsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(`${one}/comments`, { schema: { tags, params, response: { 200: MapComments } } }, (request) =>
      comments.listComments(deps, request.workspaceId, request.params.mapId),
    )
    app.post(
      `${one}/comments`,
      { schema: { tags, params, body: MapCommentDefinition, response: { 201: MapComment } } },
      async (request, reply) =>
        reply
          .status(201)
          .send(
            await comments.writeComment(deps, actorOfRequest(request), request.params.mapId, request.body),
          ),
    )
    app.patch(
      `${one}/comments/:commentId`,
      { schema: { tags, params: ofComment, body: MapCommentChange, response: { 200: MapComment } } },
      (request) =>
        comments.resolveComment(deps, actorOfRequest(request), request.params, request.body.resolved),
    )
    app.delete(
      `${one}/comments/:commentId`,
      { schema: { tags, params: ofComment } },
      async (request, reply) => {
        await comments.deleteComment(deps, actorOfRequest(request), request.params)
        return reply.status(204).send()
      },
    )
  }
}

/** Images that cards show. Whatever a browser asks for, it gets an image and nothing that runs. */
export function mapImagesRoutes(deps: comments.CommentsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.addContentTypeParser(
      ['image/png', 'image/jpeg', 'image/webp'],
      { parseAs: 'buffer', bodyLimit: mapLimits.imageBytes + 1 },
      async (_request: unknown, body: Buffer) => body,
    )
    app.post(
      `${one}/images`,
      { bodyLimit: mapLimits.imageBytes + 1, schema: { tags, params, response: { 201: MapImage } } },
      async (request, reply) => {
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        return reply
          .status(201)
          .send(await addImage(deps, actorOfRequest(request), request.params.mapId, bytes))
      },
    )
    app.get(
      `${one}/images/:imageId`,
      { schema: { tags, params: params.extend({ imageId: z.string().max(100) }) } },
      async (request, reply) => {
        const { mapId, imageId } = request.params
        const image = await getImage(deps, request.workspaceId, mapId, imageId)
        return reply
          .type(image.type)
          .header('cache-control', 'private, max-age=31536000, immutable')
          .header('content-security-policy', "default-src 'none'; sandbox")
          .send(image.bytes)
      },
    )
  }
}

/** Maps as files, and maps to begin with. */
export function mapFilesRoutes(deps: comments.CommentsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.addContentTypeParser(
      ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml'],
      { parseAs: 'string', bodyLimit: mapLimits.fileBytes },
      async (_request: unknown, body: string) => body,
    )
    app.get(`${one}/file`, { schema: { tags, params } }, async (request, reply) => {
      const { yaml } = await writeMapFile(deps, request.workspaceId, request.params.mapId)
      return reply
        .type('application/yaml; charset=utf-8')
        .header('content-disposition', 'attachment; filename="map.yaml"')
        .send(yaml)
    })
    app.post(
      '/api/v1/maps/file',
      { bodyLimit: mapLimits.fileBytes, schema: { tags, response: { 201: JourneyMap } } },
      async (request, reply) => {
        const text = typeof request.body === 'string' ? request.body : JSON.stringify(request.body ?? null)
        const map = await readMapFile(deps, actorOfRequest(request), text)
        return reply.status(201).header('etag', etagOf(map)).send(map)
      },
    )
    app.get(
      '/api/v1/maps/templates',
      { schema: { tags, querystring: TemplatesQuery, response: { 200: MapTemplates } } },
      async (request) => ({ items: mapTemplates(request.query.language) }),
    )
  }
}

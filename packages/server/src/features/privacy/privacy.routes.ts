import { Readable } from 'node:stream'
import { Erasure, ErasurePage, NewErasure, PageQuery } from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorOfRequest, audit } from '../access/index.ts'
import type { NotesDeps } from '../notes/index.ts'
import * as erasures from './erasures.service.ts'
import { exportPerson } from './export-person.service.ts'

export type PrivacyDeps = erasures.ErasuresDeps & NotesDeps

const tags = ['privacy']
const ofPerson = z.object({ personId: z.string().max(100) })
const ofErasure = z.object({ erasureId: z.string().max(100) })

export function privacyRoutes(deps: PrivacyDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/v1/people/:personId/export',
      { schema: { tags, params: ofPerson } },
      async (request, reply) => {
        const { personId, pieces } = await exportPerson(deps, request.workspaceId, request.params.personId)
        await audit(deps, actorOfRequest(request), 'person.export', personId)
        return reply
          .type('application/json; charset=utf-8')
          .header('content-disposition', `attachment; filename="person-${personId}.json"`)
          .send(Readable.from(pieces))
      },
    )
    app.post(
      '/api/v1/people/:personId/erase',
      { schema: { tags, params: ofPerson, body: NewErasure, response: { 202: Erasure } } },
      async (request, reply) =>
        reply
          .status(202)
          .send(
            await erasures.erasePerson(
              deps,
              actorOfRequest(request),
              request.params.personId,
              request.body.reason,
            ),
          ),
    )
    app.get(
      '/api/v1/privacy/erasures',
      { schema: { tags, querystring: PageQuery, response: { 200: ErasurePage } } },
      (request) => erasures.listErasures(deps, request.workspaceId, request.query),
    )
    app.get(
      '/api/v1/privacy/erasures/:erasureId',
      { schema: { tags, params: ofErasure, response: { 200: Erasure } } },
      (request) => erasures.getErasure(deps, request.workspaceId, request.params.erasureId),
    )
    app.post(
      '/api/v1/privacy/erasures/:erasureId/lift',
      { schema: { tags, params: ofErasure, response: { 200: Erasure } } },
      (request) => erasures.liftErasure(deps, actorOfRequest(request), request.params.erasureId),
    )
  }
}

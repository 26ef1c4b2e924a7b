import { Readable } from 'node:stream'
import { ExportQuery } from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { AnyPortableKind } from '../../platform/portable.ts'
import { type AccessDeps, actorOfRequest, audit } from '../access/index.ts'
import { exportEverything } from './exports.service.ts'
import type { ExportDeps } from './read-stored.service.ts'

export type ExportsDeps = ExportDeps & AccessDeps & { portables: readonly AnyPortableKind[] }

export function exportsRoutes(deps: ExportsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/v1/export',
      { schema: { tags: ['exports'], querystring: ExportQuery } },
      async (request, reply) => {
        const { type, fileName, pieces } = await exportEverything(
          deps,
          actorOfRequest(request),
          request.query,
        )
        await audit(deps, actorOfRequest(request), 'workspace.export', request.query.form)
        return reply
          .type(type)
          .header('content-disposition', `attachment; filename="${fileName}"`)
          .send(Readable.from(pieces))
      },
    )
  }
}

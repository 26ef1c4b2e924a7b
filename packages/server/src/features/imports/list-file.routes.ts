import { Readable } from 'node:stream'
import { ListFileAnswer, ListFileMissesQuery, ListFileQuery, listFileLimits } from '@teia/contracts'
import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { callerSignal } from '../../platform/caller-signal.ts'
import { languageFor } from '../../platform/language.ts'
import { actorOfRequest } from '../access/index.ts'
import { type ListFileDeps, readListFile, readListFileMisses, type SentFile } from './list-file.service.ts'

const params = z.object({ segmentId: z.string().max(100) })
const tags = ['segments']
const bodyLimit = listFileLimits.bytes
const sentFile = (body: unknown, asked: SentFile['asked'], reply: FastifyReply): SentFile => ({
  content: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
  asked,
  signal: callerSignal(reply),
})

/** People of a CSV file for a list. The body is the file as it is, of whatever type it is said to be. */
export function listFileRoutes(deps: ListFileDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit },
      async (_request: unknown, body: Buffer) => body,
    )
    const one = '/api/v1/segments/:segmentId/file'
    app.post(
      one,
      {
        bodyLimit,
        schema: {
          tags,
          description: 'The body is a CSV file, which may be compressed by gzip or zstd.',
          params,
          querystring: ListFileQuery,
          response: { 200: ListFileAnswer },
        },
      },
      (request, reply) =>
        readListFile(
          deps,
          actorOfRequest(request),
          request.params.segmentId,
          sentFile(request.body, request.query, reply),
          request.query.add === 'true',
        ),
    )
    app.post(
      `${one}/misses`,
      { bodyLimit, schema: { tags, params, querystring: ListFileMissesQuery } },
      async (request, reply) => {
        const language = languageFor(request.query.language, request.headers['accept-language'])
        const sent = sentFile(request.body, request.query, reply)
        const { segmentId } = request.params
        const lines = await readListFileMisses(deps, request.workspaceId, segmentId, sent, language)
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-language', language)
          .header('vary', 'accept-language')
          .header('content-disposition', 'attachment; filename="not-found.csv"')
          .send(Readable.from(lines, { objectMode: false }))
      },
    )
  }
}

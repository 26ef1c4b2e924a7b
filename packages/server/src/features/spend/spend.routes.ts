import {
  faultOf,
  SpendChange,
  SpendFileQuery,
  SpendFileRead,
  SpendPage,
  SpendQuery,
  SpendRemoval,
  SpendRemoved,
  SpendWritten,
  spendLimits,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import { actorOfRequest } from '../access/index.ts'
import * as spend from './spend.service.ts'
import * as files from './spend-file.service.ts'

const tags = ['spend']
const path = '/api/v1/spend'

/** What was spent on channels, line by line and as CSV. */
export function spendRoutes(deps: spend.SpendDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.addContentTypeParser(
      'text/csv',
      { parseAs: 'buffer' },
      async (_request: unknown, body: Buffer) => body,
    )
    app.get(path, { schema: { tags, querystring: SpendQuery, response: { 200: SpendPage } } }, (request) =>
      spend.listSpend(deps, request.workspaceId, request.query),
    )
    app.put(path, { schema: { tags, body: SpendChange, response: { 200: SpendWritten } } }, (request) =>
      spend.writeSpend(deps, actorOfRequest(request), request.body),
    )
    app.delete(
      path,
      { schema: { tags, querystring: SpendRemoval, response: { 200: SpendRemoved } } },
      (request) => spend.removeSpend(deps, actorOfRequest(request), request.query),
    )
    app.get(`${path}/file`, { schema: { tags, querystring: SpendFileQuery } }, async (request, reply) =>
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="spend.csv"')
        .send(await files.writeSpendFile(deps, request.workspaceId, request.query)),
    )
    app.put(
      `${path}/file`,
      {
        bodyLimit: spendLimits.fileMegabytes * 1024 * 1024,
        schema: {
          tags,
          description: 'The body is a CSV file with the columns day, channel, spend and currency.',
          querystring: SpendFileQuery.pick({ by: true }),
          consumes: ['text/csv'],
          body: CsvFile,
          response: { 200: SpendFileRead },
        },
      },
      (request) =>
        files.readSpendFile(deps, actorOfRequest(request), request.query.by, bytesOf(request.body)),
    )
  }
}

/** The lines of a file; what they lack is told line by line. */
const CsvFile = z.unknown().meta({ type: 'string', contentMediaType: 'text/csv' })

/** A body of another type than CSV has no lines. */
function bytesOf(body: unknown): Buffer {
  const read = z.instanceof(Buffer).safeParse(body)
  if (!read.success || read.data.length === 0)
    throw new AppError('unreadable_file', 400, faultOf('file_empty', { file: 'CSV' }))
  return read.data
}

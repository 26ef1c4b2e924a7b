import { faultOfShape, meantFaults, type Problem, type ProblemCode, problems } from '@teia/contracts'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { AppError } from './errors.ts'

/** Answers every fault as application/problem+json (RFC 9457). What we did not mean to raise is logged and hidden. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) =>
    sendProblem(request, reply, toAppError(error), issuesOf(error)),
  )
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      request,
      reply,
      new AppError('not_found', 404, `Nothing is at ${request.method} ${request.url.split('?')[0]}.`),
    ),
  )
}

const byFastifyCode: Record<string, [ProblemCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['body_too_large', 'The body is too large.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['invalid_json', 'The body is not JSON.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['invalid_json', 'The body is empty.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'Send application/json.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['invalid_request', 'The body has not the length it claims.'],
}

function toAppError(error: FastifyError): AppError {
  if (error instanceof AppError) return error
  if (hasZodFastifySchemaValidationErrors(error))
    return new AppError('invalid_request', 400, 'The request has a wrong shape. See issues.', {
      cause: error,
    })
  const known = byFastifyCode[error.code]
  if (known) return new AppError(known[0], problems[known[0]].status, known[1], { cause: error })
  if (error.statusCode === 429)
    return new AppError('rate_limited', 429, 'Too many requests. Wait a little.', { cause: error })
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500)
    return new AppError('invalid_request', error.statusCode, 'The request cannot be read.', { cause: error })
  return new AppError('internal', 500, 'Something went wrong on our side. The log has the details.', {
    cause: error,
  })
}

function issuesOf(error: FastifyError): Problem['issues'] {
  if (error instanceof AppError) return error.issues
  if (!hasZodFastifySchemaValidationErrors(error)) return undefined
  return error.validation.slice(0, 20).flatMap((issue) => {
    const path = issue.instancePath.replace(/^\//, '').replaceAll('/', '.')
    return meantFaults({ ...issue.params, code: issue.keyword, message: issue.message })
      .slice(0, 20)
      .map((meant) => ({
        path: [path, ...meant.path.map(String)].filter((part) => part !== '').join('.'),
        message: meant.issue.message ?? 'invalid',
        fault: faultOfShape(meant.issue),
      }))
  })
}

function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  error: AppError,
  issues?: Problem['issues'],
) {
  if (error.status >= 500)
    request.log.error({ err: error, cause: error.cause, details: error.details }, error.code)
  if (error.status === 503) reply.header('retry-after', 1)
  const problem: Problem = {
    type: `/docs/errors#${error.code}`,
    title: problems[error.code].title,
    status: error.status,
    code: error.code,
    detail: error.message,
    instance: request.id,
    ...(error.fault && { fault: error.fault }),
    ...(issues && { issues }),
    ...(error.advice && { advice: error.advice }),
    ...(error.versions && { versions: error.versions }),
  }
  return reply.status(error.status).type('application/problem+json').send(problem)
}

/** Keeps a reply open as server-sent events until the client leaves. `subscribe` returns how to stop. */
export function streamEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  subscribe: (send: (event: string, data: unknown) => void) => () => void,
): void {
  reply.hijack()
  const headers = {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
    'x-accel-buffering': 'no',
  }
  reply.raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...headers })
  reply.raw.write(': open\n\n')
  const unsubscribe = subscribe((event, data) => {
    // A reader that cannot keep up misses events: the live view shows the present, it keeps no record.
    if (!reply.raw.writableNeedDrain) reply.raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  })
  const beat = setInterval(() => reply.raw.write(': beat\n\n'), 20_000)
  const end = () => {
    clearInterval(beat)
    unsubscribe()
    reply.raw.end()
  }
  request.raw.once('close', end)
}

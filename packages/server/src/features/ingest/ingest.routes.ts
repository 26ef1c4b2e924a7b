import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { collectLimits, type SegmentCall } from '@teia/contracts'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, errorCode } from '../../platform/errors.ts'
import type { Caller } from './client.ts'
import { collect, type IngestDeps } from './ingest.service.ts'
import type { RequestLimiter } from './request-limiter.ts'

const singleCalls: Record<string, SegmentCall> = {
  identify: 'identify',
  track: 'track',
  page: 'page',
  screen: 'screen',
  group: 'group',
  alias: 'alias',
  i: 'identify',
  t: 'track',
  p: 'page',
  s: 'screen',
  g: 'group',
  a: 'alias',
}
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
const answer = { success: true } as const

export type IngestRoutesDeps = IngestDeps & {
  limiter: RequestLimiter
  /** Host and path that browsers send to, without a scheme, as `cx.example.com/v1`. */
  apiHost: (request: FastifyRequest) => string
}

/** The Segment API: seven calls, their short forms, the pixel, and the settings a browser client loads first. */
export function ingestRoutes(deps: IngestRoutesDeps) {
  return async (app: FastifyInstance): Promise<void> => {
    // Browser clients send text/plain to spare a preflight, so the content type says nothing about the body.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: collectLimits.bodyBytes + 1 },
      (_request, body, done) => done(null, body),
    )
    app.addHook('onRequest', (request, reply, done) => {
      allowAnyOrigin(request, reply)
      done()
    })
    // Clients of the Segment API expect 400 for a body that is too large, and drop it.
    app.setErrorHandler((error: FastifyError) => {
      throw error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
        ? new AppError('body_too_large', 400, 'A body is at most 500 KB.', { cause: error })
        : error
    })

    for (const [path, type] of Object.entries(singleCalls))
      app.post(`/v1/${path}`, open, (request, reply) => accept(request, reply, type))
    for (const path of ['batch', 'b', 'import'])
      app.post(`/v1/${path}`, open, (request, reply) => accept(request, reply))
    app.options('/v1/*', open, (_request, reply) => reply.status(204).send())
    app.post('/m', open, () => answer)
    app.post('/v1/m', open, () => answer)
    app.get<{ Params: { call: string }; Querystring: { data?: string } }>(
      '/v1/pixel/:call',
      open,
      async (request, reply) => {
        await acceptPixel(request, request.params.call, request.query.data).catch((error) => {
          if (!(error instanceof AppError)) throw error
        })
        return reply.header('content-type', 'image/gif').header('cache-control', 'no-store').send(pixel)
      },
    )
    app.get<{ Params: { writeKey: string } }>(
      '/v1/projects/:writeKey/settings',
      open,
      async (request, reply) => {
        const source = await deps.sourceByWriteKey(request.params.writeKey)
        if (!source?.enabled) throw new AppError('unknown_write_key', 404, 'No source has this write key.')
        reply.header('cache-control', 'public, max-age=60')
        return settingsFor(request.params.writeKey, deps.apiHost(request))
      },
    )

    async function accept(request: FastifyRequest, reply: FastifyReply, type?: SegmentCall) {
      const writeKey = writeKeyFrom(request.headers.authorization)
      const wait = deps.limiter.take(writeKey ?? request.ip)
      if (wait > 0) return tooMany(reply, wait)
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const body = request.headers['content-encoding'] === 'gzip' ? await unpack(bytes) : bytes
      await collect(deps, { writeKey, body, caller: callerOf(request), ...(type && { type }) })
      return answer
    }

    async function acceptPixel(
      request: FastifyRequest,
      call: string,
      data: string | undefined,
    ): Promise<void> {
      const type = singleCalls[call]
      if (!type || !data) return
      await collect(deps, {
        writeKey: null,
        body: Buffer.from(data, 'base64'),
        type,
        caller: callerOf(request),
      })
    }
  }
}

/** Documented by the Segment spec, not in our own reference. */
const open = { schema: { hide: true } as object }

const gunzip = promisify(zlib.gunzip)

/** Some clients (RudderStack's for Node by default) compress; the limit holds for what comes out. */
async function unpack(bytes: Buffer): Promise<Buffer> {
  try {
    return await gunzip(bytes, { maxOutputLength: collectLimits.bodyBytes })
  } catch (cause) {
    if (errorCode(cause) === 'ERR_BUFFER_TOO_LARGE')
      throw new AppError('body_too_large', 400, 'A body is at most 500 KB, unpacked.', { cause })
    throw new AppError('invalid_json', 400, 'The body is not what its Content-Encoding says.', { cause })
  }
}

function allowAnyOrigin(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('access-control-allow-origin', request.headers.origin ?? '*')
  reply.header('vary', 'origin')
  reply.header('cross-origin-resource-policy', 'cross-origin')
  if (request.method !== 'OPTIONS') return
  reply.header('access-control-allow-methods', 'GET, POST, OPTIONS')
  reply.header('access-control-allow-headers', 'Authorization, Content-Type, X-Retry-Count')
  reply.header('access-control-max-age', '86400')
}

/** Only a browser's own call says something of a visitor: a server's address and agent are its own. */
function callerOf(request: FastifyRequest): Caller {
  const { headers } = request
  return {
    ip: request.ip,
    userAgent: headers['user-agent'] ?? '',
    hasPrivacySignal: headers['sec-gpc'] === '1' || headers.dnt === '1',
  }
}

/** `Basic base64(writeKey + ":")`; the colon may be missing. Anything else leaves the key to the body. */
function writeKeyFrom(authorization: string | undefined): string | null {
  if (!authorization?.startsWith('Basic ')) return null
  const decoded = Buffer.from(authorization.slice(6), 'base64').toString('utf8')
  const key = decoded.split(':', 1)[0] ?? ''
  return key === '' ? null : key
}

function tooMany(reply: FastifyReply, waitMs: number) {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  return reply
    .status(429)
    .header('retry-after', seconds)
    .header('x-ratelimit-reset', seconds)
    .send({ success: false, error: 'rate_limited' })
}

function settingsFor(writeKey: string, apiHost: string) {
  return {
    integrations: {
      'Segment.io': { apiKey: writeKey, apiHost, unbundledIntegrations: [], addBundledMetadata: true },
    },
    plan: { track: { __default: { enabled: true } } },
    edgeFunction: {},
    analyticsNextEnabled: true,
    metrics: { sampleRate: 0 },
  }
}

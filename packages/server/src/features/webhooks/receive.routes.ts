import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../platform/errors.ts'
import type { RequestLimiter } from '../ingest/index.ts'
import { confirmSubscription, getWebhookAt, type ReceiveDeps, receive } from './receive.service.ts'

export type ReceiveRoutesDeps = ReceiveDeps & { limiter: RequestLimiter }
type Addressed = { Params: { address: string }; Querystring: Record<string, unknown> }

const bodyLimit = 1024 * 1024
/** Documented by each provider, not in our own reference. */
const open = { schema: { hide: true } as object }

/** Where providers call: open to the world, each delivery proves itself. */
export function receiveRoutes(deps: ReceiveRoutesDeps) {
  return async (app: FastifyInstance): Promise<void> => {
    // Signatures are over the raw bytes, so nothing may parse them before.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    )
    app.post<Addressed>('/v1/webhooks/:address', open, async (request) => {
      const wait = deps.limiter.take(request.params.address)
      if (wait > 0) throw new AppError('rate_limited', 429, 'Too many deliveries. Wait a little.')
      if (request.headers['content-encoding'] !== undefined)
        throw new AppError('unsupported_media_type', 415, 'Send the body without compression.')
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      await receive(deps, request.params.address, { headers: headersOf(request), body })
      return { success: true }
    })
    app.get<Addressed>('/v1/webhooks/:address', open, async (request, reply) => {
      const challenge = await confirmSubscription(deps, request.params.address, request.query)
      return reply.type('text/plain; charset=utf-8').send(challenge)
    })
    // The handshake of the CloudEvents web hook specification.
    app.options<Addressed>('/v1/webhooks/:address', open, async (request, reply) => {
      await getWebhookAt(deps, request.params.address)
      const origin = request.headers['webhook-request-origin']
      if (typeof origin === 'string') reply.header('webhook-allowed-origin', origin)
      if (request.headers['webhook-request-rate'] !== undefined) reply.header('webhook-allowed-rate', '*')
      return reply.header('allow', 'POST').status(200).send()
    })
  }
}

function headersOf(request: FastifyRequest): Record<string, string> {
  const entries = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')])
  return Object.fromEntries(entries)
}

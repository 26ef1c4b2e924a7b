import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../platform/errors.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { claimKey, releaseKey, saveAnswer } from './idempotency.queries.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether this very request took its key, and so may keep the answer or give the key back. */
    holdsIdempotencyKey: boolean
  }
}

/** Creations: the routes on which an Idempotency-Key has a meaning. */
const creations: ReadonlySet<string> = new Set(['/api/v1/keys', '/api/v1/sources', '/api/v1/invitations'])

/**
 * Answers a creation that is repeated with the same `Idempotency-Key` from memory (24 hours). The same key with another
 * body is refused, and so is a repetition while the first call runs. Failed calls may be tried again.
 */
export function answerRepeats(app: FastifyInstance, deps: { postgres: Postgres; now: () => Date }): void {
  app.decorateRequest('holdsIdempotencyKey', false)
  app.addHook('preHandler', async (request, reply) => {
    const key = keyOf(request)
    if (!key) return
    const requestHash = createHash('sha256')
      .update(JSON.stringify(request.body ?? null))
      .digest()
    const first = await claimKey(deps.postgres, { ...key, requestHash, now: deps.now() })
    request.holdsIdempotencyKey = first?.is_new ?? false
    if (!first || first.is_new) return
    if (!first.request_hash.equals(requestHash))
      throw new AppError('idempotency_conflict', 409, 'This idempotency key was used for another request.')
    if (first.status === null)
      throw new AppError(
        'idempotency_running',
        409,
        'The first request with this idempotency key still runs. Try again shortly.',
      )
    // The stored body has been through the serializer once already.
    return reply
      .status(first.status)
      .header('idempotency-replayed', 'true')
      .type('application/json')
      .serializer(JSON.stringify)
      .send(first.body)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const key = request.holdsIdempotencyKey ? keyOf(request) : null
    if (!key) return payload
    if (reply.statusCode >= 200 && reply.statusCode < 300 && typeof payload === 'string')
      await saveAnswer(deps.postgres, key, { status: reply.statusCode, body: JSON.parse(payload) })
    else await releaseKey(deps.postgres, key)
    return payload
  })
}

function keyOf(request: FastifyRequest) {
  const route = request.routeOptions.url
  const key = request.headers['idempotency-key']
  if (
    request.method !== 'POST' ||
    !route ||
    !creations.has(route) ||
    typeof key !== 'string' ||
    key === '' ||
    request.workspaceId === ''
  )
    return null
  return { workspaceId: request.workspaceId, key: key.slice(0, 200), route }
}

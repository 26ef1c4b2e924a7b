import { createHash, hkdfSync } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../platform/errors.ts'
import { seal, unseal } from '../../platform/seal.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { claimKey, deleteOldAnswers, releaseKey, saveAnswer } from './idempotency.queries.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether this very request took its key, and so may keep the answer or give the key back. */
    holdsIdempotencyKey: boolean
  }
}

/** Creations: the routes on which an Idempotency-Key has a meaning. */
const creations: ReadonlySet<string> = new Set([
  '/api/v1/keys',
  '/api/v1/sources',
  '/api/v1/invitations',
  '/api/v1/maps/:mapId/comments',
])

export type IdempotencyDeps = { postgres: Postgres; now: () => Date; secret: string }

/**
 * Answers a creation that is repeated with the same `Idempotency-Key` from memory (24 hours). The same key with another
 * body is refused, and so is a repetition while the first call runs. Failed calls may be tried again.
 * Answers hold keys and links that are shown once, so they are kept sealed.
 */
export function answerRepeats(app: FastifyInstance, deps: IdempotencyDeps): void {
  const sealingKey = Buffer.from(hkdfSync('sha256', deps.secret, '', 'idempotent answers', 32))
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
    const body = typeof first.body === 'string' ? unseal(sealingKey, first.body) : null
    if (body === null)
      throw new AppError('idempotency_conflict', 409, 'The answer to this idempotency key is gone.')
    // The stored body has been through the serializer once already.
    return reply
      .status(first.status)
      .header('idempotency-replayed', 'true')
      .type('application/json')
      .serializer((text: unknown) => String(text))
      .send(body)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const key = request.holdsIdempotencyKey ? keyOf(request) : null
    if (!key) return payload
    if (reply.statusCode >= 200 && reply.statusCode < 300 && typeof payload === 'string')
      await saveAnswer(deps.postgres, key, {
        status: reply.statusCode,
        body: seal(sealingKey, payload),
      })
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

/** Forgets answers that nobody may ask for any more. */
export async function forgetOldAnswers(deps: Pick<IdempotencyDeps, 'postgres' | 'now'>): Promise<void> {
  await deleteOldAnswers(deps.postgres, deps.now())
}

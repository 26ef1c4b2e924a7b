import { DemoProgress, LiveInteraction } from '@teia/contracts'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Registry } from 'prom-client'
import { z } from 'zod'
import { streamEvents } from '../../platform/http.ts'
import type { LiveFeed } from '../ingest/index.ts'

export type SystemDeps = {
  liveFeed: LiveFeed
  demoProgress: () => DemoProgress
  health: () => Promise<{ clickhouse: boolean; postgres: boolean; log: boolean }>
  metrics: Registry
}

/** Health for machines, progress and the live stream for people. */
export function systemRoutes(deps: SystemDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/healthz', { schema: { hide: true } as object }, () => ({ status: 'ok' }))
    app.get('/readyz', { schema: { hide: true } as object }, async (_request, reply) => {
      const stores = await deps.health()
      const isReady = Object.values(stores).every(Boolean)
      return reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready', stores })
    })
    app.get('/metrics', { schema: { hide: true } as object }, async (request, reply) => {
      // Figures of the process are for the machine's own collector, not for the world.
      if (!isFromMachine(request)) return reply.callNotFound()
      return reply.type(deps.metrics.contentType).send(await deps.metrics.metrics())
    })
    app.get('/api/v1/demo', { schema: { tags: ['system'], response: { 200: DemoProgress } } }, () =>
      deps.demoProgress(),
    )
    app.get(
      '/api/v1/live/recent',
      { schema: { tags: ['system'], response: { 200: z.object({ items: z.array(LiveInteraction) }) } } },
      async (request) => ({ items: await deps.liveFeed.recent(request.workspaceId) }),
    )
    app.get('/api/v1/live', { schema: { tags: ['system'] } }, (request, reply) => {
      streamEvents(request, reply, (send) =>
        deps.liveFeed.listen(request.workspaceId, (item) => send('interaction', item)),
      )
      return reply
    })
  }
}

/** A proxy on the same machine also calls from loopback, for everybody; it says so in a header. */
function isFromMachine(request: FastifyRequest): boolean {
  const isForwarded = ['forwarded', 'x-forwarded-for', 'via'].some(
    (name) => request.headers[name] !== undefined,
  )
  return !isForwarded && /^(::ffff:)?127\.|^::1$/.test(request.ip)
}

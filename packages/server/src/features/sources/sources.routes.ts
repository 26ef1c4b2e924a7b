import {
  ArrivedEvents,
  ArrivedOutcome,
  ArrivedOutcomeQuery,
  DeadLetterReplay,
  DeadLetterReplayed,
  KeptEventPage,
  KeptEventQuery,
  NewSource,
  Source,
  SourceChange,
  SourcePage,
  SourceTraffic,
  TrafficQuery,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { streamEvents } from '../../platform/http.ts'
import { actorOfRequest } from '../access/index.ts'
import { listKeptEvents } from './kept-events.service.ts'
import { findOutcome } from './outcome.service.ts'
import { planRoutes } from './plan.routes.ts'
import type { PlanDeps } from './plan.service.ts'
import { type ReplayDeps, replayDeadLetters } from './replay.service.ts'
import * as sources from './sources.service.ts'
import { describeTraffic } from './traffic.service.ts'

const params = z.object({ sourceId: z.string().max(100) })
const tags = ['sources']

export function sourcesRoutes(deps: ReplayDeps & PlanDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/api/v1/sources', { schema: { tags, response: { 200: SourcePage } } }, (request) =>
      sources.listSources(deps, request.workspaceId),
    )
    app.post(
      '/api/v1/sources',
      { schema: { tags, body: NewSource, response: { 201: Source } } },
      async (request, reply) =>
        reply.status(201).send(await sources.createSource(deps, actorOfRequest(request), request.body)),
    )
    app.patch(
      '/api/v1/sources/:sourceId',
      { schema: { tags, params, body: SourceChange, response: { 200: Source } } },
      (request) => sources.changeSource(deps, actorOfRequest(request), request.params.sourceId, request.body),
    )
    app.delete('/api/v1/sources/:sourceId', { schema: { tags, params } }, async (request, reply) => {
      await sources.removeSource(deps, actorOfRequest(request), request.params.sourceId)
      return reply.status(204).send()
    })
    app.get(
      '/api/v1/sources/:sourceId/recent',
      { schema: { tags, params, response: { 200: ArrivedEvents } } },
      (request) => sources.recentArrivals(deps, request.workspaceId, request.params.sourceId),
    )
    app.get(
      '/api/v1/sources/:sourceId/traffic',
      { schema: { tags, params, querystring: TrafficQuery, response: { 200: SourceTraffic } } },
      (request) => describeTraffic(deps, request.workspaceId, request.params.sourceId, request.query.by),
    )
    app.get(
      '/api/v1/sources/:sourceId/outcome',
      { schema: { tags, params, querystring: ArrivedOutcomeQuery, response: { 200: ArrivedOutcome } } },
      (request) => findOutcome(deps, request.workspaceId, request.params.sourceId, request.query),
    )
    app.get(
      '/api/v1/sources/:sourceId/dead-letters',
      { schema: { tags, params, querystring: KeptEventQuery, response: { 200: KeptEventPage } } },
      (request) => listKeptEvents(deps, request.workspaceId, request.params.sourceId, request.query),
    )
    await app.register(planRoutes(deps))
    app.post(
      '/api/v1/sources/:sourceId/dead-letters/replay',
      { schema: { tags, params, body: DeadLetterReplay, response: { 200: DeadLetterReplayed } } },
      (request) => replayDeadLetters(deps, actorOfRequest(request), request.params.sourceId, request.body),
    )
    app.get('/api/v1/sources/:sourceId/live', { schema: { tags, params } }, async (request, reply) => {
      const source = await sources.getSource(deps, request.workspaceId, request.params.sourceId)
      streamEvents(request, reply, (send) =>
        deps.arrivals.listen(source.id, (event) => send('arrived', event)),
      )
      return reply
    })
  }
}

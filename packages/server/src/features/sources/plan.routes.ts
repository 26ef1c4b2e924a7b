import { InferredPlan, PlanChange, PlanStates, PlanVersionQuery, TrackingPlan } from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorOfRequest } from '../access/index.ts'
import * as plan from './plan.service.ts'

const params = z.object({ sourceId: z.string().max(100) })
const tags = ['sources']

/** The tracking plan of a source: what its events should look like. */
export function planRoutes(deps: plan.PlanDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/v1/sources/:sourceId/plan',
      { schema: { tags, params, response: { 200: TrackingPlan } } },
      (request) => plan.getPlan(deps, request.workspaceId, request.params.sourceId),
    )
    app.get(
      '/api/v1/sources/:sourceId/plan/states',
      { schema: { tags, params, response: { 200: PlanStates } } },
      (request) => plan.listStates(deps, request.workspaceId, request.params.sourceId),
    )
    app.get(
      '/api/v1/sources/:sourceId/plan/versions',
      { schema: { tags, params, querystring: PlanVersionQuery, response: { 200: TrackingPlan } } },
      (request) => plan.listVersions(deps, request.workspaceId, request.params.sourceId, request.query.event),
    )
    app.put(
      '/api/v1/sources/:sourceId/plan/events',
      { schema: { tags, params, body: PlanChange, response: { 200: TrackingPlan } } },
      (request) => plan.changePlan(deps, actorOfRequest(request), request.params.sourceId, request.body),
    )
    app.post(
      '/api/v1/sources/:sourceId/plan/infer',
      { schema: { tags, params, response: { 200: InferredPlan } } },
      (request) => plan.inferPlan(deps, request.workspaceId, request.params.sourceId),
    )
  }
}

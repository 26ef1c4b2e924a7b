import { ComputedTrait, ComputedTraitDefinition, ComputedTraitList, filterLimits } from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { refuseOutsizedRules } from '../../platform/rule-size.ts'
import { actorOfRequest } from '../access/index.ts'
import {
  type ComputedTraitsDeps,
  createComputed,
  deleteComputed,
  listComputed,
} from './computed-traits.service.ts'

const tags = ['identity']

/** Traits that are computed from interactions. */
export function computedTraitsRoutes(deps: ComputedTraitsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/v1/computed-traits',
      { schema: { tags, response: { 200: ComputedTraitList } } },
      (request) => listComputed(deps, request.workspaceId),
    )
    app.post(
      '/api/v1/computed-traits',
      {
        schema: { tags, body: ComputedTraitDefinition, response: { 201: ComputedTrait } },
        preValidation: async (request) =>
          refuseOutsizedRules(request.body, { levels: filterLimits.levels, conditions: filterLimits.leaves }),
      },
      async (request, reply) =>
        reply.status(201).send(await createComputed(deps, actorOfRequest(request), request.body)),
    )
    app.delete(
      '/api/v1/computed-traits/:traitId',
      {
        schema: {
          tags,
          params: z.object({ traitId: z.string().max(100) }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        await deleteComputed(deps, actorOfRequest(request), request.params.traitId)
        return reply.status(204).send(null)
      },
    )
  }
}

import { QuestionProgress } from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import type { AskedQuestions } from './asked-questions.ts'

const tags = ['questions']
const params = z.object({ askedId: z.string() })
const one = '/api/v1/questions/asked/:askedId'
const gone = () => new AppError('not_found', 404, 'No question of this id is at work.')

/** How far a question is that was asked with an id, and a way to stop it. */
export function askedRoutes(asked: AskedQuestions): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      one,
      { schema: { tags, params, response: { 200: QuestionProgress } } },
      async ({ workspaceId, params }) => {
        const found = asked.find(workspaceId, params.askedId)
        if (!found) throw gone()
        return found
      },
    )
    app.delete(
      one,
      { schema: { tags, params, response: { 204: z.null() } } },
      async ({ workspaceId, params }, reply) => {
        if (!asked.stop(workspaceId, params.askedId)) throw gone()
        return reply.status(204).send(null)
      },
    )
  }
}

import { AttributionAnswer, AttributionQuestion } from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { attribution } from './attribution.service.ts'
import { callerOf } from './caller.ts'
import type { QuestionsDeps } from './open-question.ts'

export function attributionRoutes(deps: QuestionsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/v1/questions/attribution',
      { schema: { tags: ['questions'], body: AttributionQuestion, response: { 200: AttributionAnswer } } },
      (request, reply) => attribution(deps, callerOf(request, reply), request.body),
    )
  }
}

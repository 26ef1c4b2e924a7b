import { FunnelAnswer, FunnelPeopleAnswer, FunnelPeopleQuestion, FunnelQuestion } from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { callerOf } from './caller.ts'
import * as questions from './funnel.service.ts'
import type { QuestionsDeps } from './open-question.ts'

const tags = ['questions']

export function funnelRoutes(deps: QuestionsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/v1/questions/funnel',
      { schema: { tags, body: FunnelQuestion, response: { 200: FunnelAnswer } } },
      (request, reply) => questions.funnel(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/funnel-people',
      { schema: { tags, body: FunnelPeopleQuestion, response: { 200: FunnelPeopleAnswer } } },
      (request, reply) => questions.funnelPeople(deps, callerOf(request, reply), request.body),
    )
  }
}

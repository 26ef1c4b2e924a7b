import {
  AttributionAnswer,
  AttributionPeopleAnswer,
  AttributionPeopleQuestion,
  AttributionQuestion,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as questions from './attribution.service.ts'
import { callerOf } from './caller.ts'
import type { QuestionsDeps } from './open-question.ts'

const tags = ['questions']

export function attributionRoutes(deps: QuestionsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/v1/questions/attribution',
      { schema: { tags, body: AttributionQuestion, response: { 200: AttributionAnswer } } },
      (request, reply) => questions.attribution(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/attribution-people',
      { schema: { tags, body: AttributionPeopleQuestion, response: { 200: AttributionPeopleAnswer } } },
      (request, reply) => questions.attributionPeople(deps, callerOf(request, reply), request.body),
    )
  }
}

import {
  SeparatesAnswer,
  SeparatesPeopleAnswer,
  SeparatesPeopleQuestion,
  SeparatesQuestion,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { callerOf } from './caller.ts'
import type { QuestionsDeps } from './open-question.ts'
import * as questions from './separates.service.ts'

const tags = ['questions']

export function separatesRoutes(deps: QuestionsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/v1/questions/separates',
      { schema: { tags, body: SeparatesQuestion, response: { 200: SeparatesAnswer } } },
      (request, reply) => questions.separates(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/separates-people',
      { schema: { tags, body: SeparatesPeopleQuestion, response: { 200: SeparatesPeopleAnswer } } },
      (request, reply) => questions.separatesPeople(deps, callerOf(request, reply), request.body),
    )
  }
}

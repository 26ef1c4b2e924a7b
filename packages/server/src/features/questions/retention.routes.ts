import {
  RetentionAnswer,
  RetentionPeopleAnswer,
  RetentionPeopleQuestion,
  RetentionQuestion,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { callerOf } from './caller.ts'
import type { QuestionsDeps } from './open-question.ts'
import * as questions from './retention.service.ts'

const tags = ['questions']

export function retentionRoutes(deps: QuestionsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/v1/questions/retention',
      { schema: { tags, body: RetentionQuestion, response: { 200: RetentionAnswer } } },
      (request, reply) => questions.retention(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/retention-people',
      { schema: { tags, body: RetentionPeopleQuestion, response: { 200: RetentionPeopleAnswer } } },
      (request, reply) => questions.retentionPeople(deps, callerOf(request, reply), request.body),
    )
  }
}

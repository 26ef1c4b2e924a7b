import {
  TimeBetweenAnswer,
  TimeBetweenPeopleAnswer,
  TimeBetweenPeopleQuestion,
  TimeBetweenQuestion,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { callerOf } from './caller.ts'
import type { QuestionsDeps } from './open-question.ts'
import * as questions from './time-between.service.ts'

const tags = ['questions']

export function timeBetweenRoutes(deps: QuestionsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/v1/questions/time-between',
      { schema: { tags, body: TimeBetweenQuestion, response: { 200: TimeBetweenAnswer } } },
      (request, reply) => questions.timeBetween(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/time-between-people',
      { schema: { tags, body: TimeBetweenPeopleQuestion, response: { 200: TimeBetweenPeopleAnswer } } },
      (request, reply) => questions.timeBetweenPeople(deps, callerOf(request, reply), request.body),
    )
  }
}

import {
  PathPeopleAnswer,
  PathPeopleQuestion,
  PathsAnswer,
  PathsQuestion,
  PeopleBehindAnswer,
  PeopleBehindQuestion,
  PulseAnswer,
  PulseQuestion,
  TrendAnswer,
  TrendQuestion,
} from '@teia/contracts'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as questions from './questions.service.ts'

const tags = ['questions']

/** A question ends when its asker leaves. */
function caller(request: FastifyRequest): questions.Caller {
  const controller = new AbortController()
  request.raw.once('close', () => {
    if (request.raw.destroyed && !request.raw.complete) controller.abort()
  })
  request.socket.once('close', () => controller.abort())
  return { workspaceId: request.workspaceId, signal: controller.signal }
}

export function questionsRoutes(deps: questions.QuestionsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/v1/questions/trend',
      { schema: { tags, body: TrendQuestion, response: { 200: TrendAnswer } } },
      (request) => questions.trend(deps, caller(request), request.body),
    )
    app.post(
      '/api/v1/questions/paths',
      { schema: { tags, body: PathsQuestion, response: { 200: PathsAnswer } } },
      (request) => questions.paths(deps, caller(request), request.body),
    )
    app.post(
      '/api/v1/questions/pulse',
      { schema: { tags, body: PulseQuestion, response: { 200: PulseAnswer } } },
      (request) => questions.pulse(deps, caller(request), request.body),
    )
    app.post(
      '/api/v1/questions/path-people',
      { schema: { tags, body: PathPeopleQuestion, response: { 200: PathPeopleAnswer } } },
      (request) => questions.pathPeople(deps, caller(request), request.body),
    )
    app.post(
      '/api/v1/questions/people',
      { schema: { tags, body: PeopleBehindQuestion, response: { 200: PeopleBehindAnswer } } },
      (request) => questions.peopleBehind(deps, caller(request), request.body),
    )
  }
}

import {
  filterLimits,
  PathPeopleAnswer,
  PathPeopleQuestion,
  PathsAnswer,
  PathsQuestion,
  PeopleBehindAnswer,
  PeopleBehindQuestion,
  PulseAnswer,
  PulseQuestion,
  QuestionHeaders,
  TrendAnswer,
  TrendQuestion,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { AppError } from '../../platform/errors.ts'
import { refuseOutsizedRules } from '../../platform/rule-size.ts'
import { adviceFor } from './advice.ts'
import { askedRoutes } from './asked.routes.ts'
import { AskedQuestions } from './asked-questions.ts'
import { attributionRoutes } from './attribution.routes.ts'
import { callerOf, keepAsked } from './caller.ts'
import { funnelRoutes } from './funnel.routes.ts'
import { lifecycleRoutes } from './lifecycle.routes.ts'
import { mapRoutes } from './map.routes.ts'
import type { QuestionsDeps } from './open-question.ts'
import { processRoutes } from './process.routes.ts'
import * as questions from './questions.service.ts'
import { retentionRoutes } from './retention.routes.ts'
import { separatesRoutes } from './separates.routes.ts'
import { timeBetweenRoutes } from './time-between.routes.ts'

const tags = ['questions']

export function questionsRoutes(deps: QuestionsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook('preValidation', async ({ body }) => {
      refuseOutsizedRules(body, { levels: filterLimits.levels, conditions: filterLimits.leaves })
    })
    app.addHook('onRoute', (route) => {
      if (route.method === 'POST') route.schema = { ...route.schema, headers: QuestionHeaders }
    })
    app.setErrorHandler((error, { body }) => {
      throw advised(error, body)
    })
    const asked = new AskedQuestions(() => performance.now())
    keepAsked(app, asked)
    await app.register(askedRoutes(asked))
    await app.register(attributionRoutes(deps))
    await app.register(funnelRoutes(deps))
    await app.register(mapRoutes(deps))
    await app.register(lifecycleRoutes(deps))
    await app.register(processRoutes(deps))
    await app.register(retentionRoutes(deps))
    await app.register(separatesRoutes(deps))
    await app.register(timeBetweenRoutes(deps))
    app.post(
      '/api/v1/questions/trend',
      { schema: { tags, body: TrendQuestion, response: { 200: TrendAnswer } } },
      (request, reply) => questions.trend(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/paths',
      { schema: { tags, body: PathsQuestion, response: { 200: PathsAnswer } } },
      (request, reply) => questions.paths(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/pulse',
      { schema: { tags, body: PulseQuestion, response: { 200: PulseAnswer } } },
      (request, reply) => questions.pulse(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/path-people',
      { schema: { tags, body: PathPeopleQuestion, response: { 200: PathPeopleAnswer } } },
      (request, reply) => questions.pathPeople(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/people',
      { schema: { tags, body: PeopleBehindQuestion, response: { 200: PeopleBehindAnswer } } },
      (request, reply) => questions.peopleBehind(deps, callerOf(request, reply), request.body),
    )
  }
}

/** What took too long or too much, with what to ask instead. */
function advised(error: unknown, body: unknown): unknown {
  if (!(error instanceof AppError) || !['query_timeout', 'query_too_large'].includes(error.code)) return error
  const { code, status, fault, message, details, cause } = error
  const more = { cause, ...(details && { details }), advice: adviceFor(body) }
  return new AppError(code, status, fault ?? message, more)
}

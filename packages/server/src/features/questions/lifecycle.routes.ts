import {
  LifecycleAnswer,
  LifecyclePeopleAnswer,
  LifecyclePeopleQuestion,
  LifecycleQuestion,
  StickinessAnswer,
  StickinessPeopleAnswer,
  StickinessPeopleQuestion,
  StickinessQuestion,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { callerOf } from './caller.ts'
import * as questions from './lifecycle.service.ts'
import type { QuestionsDeps } from './open-question.ts'

const tags = ['questions']

/** Who is active when, and how often. */
export function lifecycleRoutes(deps: QuestionsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/v1/questions/lifecycle',
      { schema: { tags, body: LifecycleQuestion, response: { 200: LifecycleAnswer } } },
      (request, reply) => questions.lifecycle(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/lifecycle-people',
      { schema: { tags, body: LifecyclePeopleQuestion, response: { 200: LifecyclePeopleAnswer } } },
      (request, reply) => questions.lifecyclePeople(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/stickiness',
      { schema: { tags, body: StickinessQuestion, response: { 200: StickinessAnswer } } },
      (request, reply) => questions.stickiness(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/stickiness-people',
      { schema: { tags, body: StickinessPeopleQuestion, response: { 200: StickinessPeopleAnswer } } },
      (request, reply) => questions.stickinessPeople(deps, callerOf(request, reply), request.body),
    )
  }
}

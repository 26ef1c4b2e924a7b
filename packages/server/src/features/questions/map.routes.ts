import {
  ConformanceAnswer,
  ConformanceLogQuestion,
  ConformancePeopleAnswer,
  ConformancePeopleQuestion,
  ConformanceQuestion,
  MapAnswer,
  MapDraftAnswer,
  MapDraftQuestion,
  MapPeopleAnswer,
  MapPeopleQuestion,
  MapQuestion,
  MapStepAnswer,
  MapStepQuestion,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { callerOf } from './caller.ts'
import { sendCaseLog } from './case-log-file.ts'
import * as questions from './map.service.ts'
import type { QuestionsDeps } from './open-question.ts'

const tags = ['questions']

export function mapRoutes(deps: QuestionsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/v1/questions/map',
      { schema: { tags, body: MapQuestion, response: { 200: MapAnswer } } },
      (request, reply) => questions.map(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/conformance',
      { schema: { tags, body: ConformanceQuestion, response: { 200: ConformanceAnswer } } },
      (request, reply) => questions.conformance(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/map-step',
      { schema: { tags, body: MapStepQuestion, response: { 200: MapStepAnswer } } },
      (request, reply) => questions.mapStep(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/conformance-people',
      { schema: { tags, body: ConformancePeopleQuestion, response: { 200: ConformancePeopleAnswer } } },
      (request, reply) => questions.conformancePeople(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/conformance-log',
      { schema: { tags, body: ConformanceLogQuestion } },
      async (request, reply) => {
        const { form } = request.body
        const log = await questions.conformanceLog(deps, callerOf(request, reply), request.body)
        return sendCaseLog(deps, request, reply, { kind: 'conformance', form, log })
      },
    )
    app.post(
      '/api/v1/questions/map-draft',
      { schema: { tags, body: MapDraftQuestion, response: { 200: MapDraftAnswer } } },
      (request, reply) => questions.mapDraft(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/map-people',
      { schema: { tags, body: MapPeopleQuestion, response: { 200: MapPeopleAnswer } } },
      (request, reply) => questions.mapPeople(deps, callerOf(request, reply), request.body),
    )
  }
}

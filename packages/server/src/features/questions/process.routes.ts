import {
  ProcessAnswer,
  ProcessLogQuestion,
  ProcessPeopleAnswer,
  ProcessPeopleQuestion,
  ProcessQuestion,
  ProcessReplayAnswer,
  ProcessReplayQuestion,
  ProcessVariantsAnswer,
  ProcessVariantsQuestion,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { callerOf } from './caller.ts'
import { sendCaseLog } from './case-log-file.ts'
import type { QuestionsDeps } from './open-question.ts'
import * as questions from './process.service.ts'

const tags = ['questions']

export function processRoutes(deps: QuestionsDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/v1/questions/process',
      { schema: { tags, body: ProcessQuestion, response: { 200: ProcessAnswer } } },
      (request, reply) => questions.process(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/process-variants',
      { schema: { tags, body: ProcessVariantsQuestion, response: { 200: ProcessVariantsAnswer } } },
      (request, reply) => questions.processVariants(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/process-people',
      { schema: { tags, body: ProcessPeopleQuestion, response: { 200: ProcessPeopleAnswer } } },
      (request, reply) => questions.processPeople(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/process-replay',
      { schema: { tags, body: ProcessReplayQuestion, response: { 200: ProcessReplayAnswer } } },
      (request, reply) => questions.processReplay(deps, callerOf(request, reply), request.body),
    )
    app.post(
      '/api/v1/questions/process-log',
      { schema: { tags, body: ProcessLogQuestion } },
      async (request, reply) => {
        const { form } = request.body
        const log = await questions.processLog(deps, callerOf(request, reply), request.body)
        return sendCaseLog(deps, request, reply, { kind: 'process', form, log })
      },
    )
  }
}

import { questionIdHeader } from '@teia/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Progress } from '../../analytics/index.ts'
import { callerSignal } from '../../platform/caller-signal.ts'
import type { AskedQuestion, AskedQuestions } from './asked-questions.ts'

/** Where a question is asked, how far it is, and the signal that ends it when nobody waits for the answer any more. */
export type Caller = { workspaceId: string; signal: AbortSignal; progress: Progress }

declare module 'fastify' {
  interface FastifyRequest {
    /** The question that this request asks, once it is read. */
    asked: AskedQuestion | null
  }
}

/** Keeps each question of these routes among those at work, from when it is read until it is answered or its asker leaves. */
export function keepAsked(app: FastifyInstance, questions: AskedQuestions): void {
  app.decorateRequest('asked', null)
  app.addHook('preHandler', async (request, reply) => {
    if (request.method !== 'POST') return
    const id = request.headers[questionIdHeader]
    const { asked, end } = questions.begin(request.workspaceId, typeof id === 'string' ? id : undefined)
    request.asked = asked
    reply.raw.once('close', end)
    reply.raw.once('finish', end)
  })
}

export function callerOf(request: FastifyRequest, reply: FastifyReply): Caller {
  const { workspaceId, asked } = request
  const left = callerSignal(reply)
  return asked
    ? { workspaceId, progress: asked.progress, signal: AbortSignal.any([left, asked.stop.signal]) }
    : { workspaceId, progress: new Progress(), signal: left }
}

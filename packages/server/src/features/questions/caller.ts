import type { FastifyReply, FastifyRequest } from 'fastify'
import { callerSignal } from '../../platform/caller-signal.ts'

/** Where a question is asked, and the signal that ends it when nobody waits for the answer any more. */
export type Caller = { workspaceId: string; signal: AbortSignal }

export const callerOf = (request: FastifyRequest, reply: FastifyReply): Caller => ({
  workspaceId: request.workspaceId,
  signal: callerSignal(reply),
})

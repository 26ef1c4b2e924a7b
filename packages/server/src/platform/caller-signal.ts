import type { FastifyReply } from 'fastify'

/** Ends when whoever asked leaves before the answer: stops it, goes to another page, loses the connection. */
export function callerSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort()
  })
  return controller.signal
}

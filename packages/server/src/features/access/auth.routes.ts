import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Auth } from './auth.ts'

/** The calls of better-auth that the interface needs. Everything else it could answer stays closed. */
const openCalls = [
  ['POST', '/api/auth/sign-in/email'],
  ['POST', '/api/auth/sign-out'],
  ['GET', '/api/auth/get-session'],
] as const

export function authRoutes(deps: { auth: Auth; publicUrl: string }) {
  return async (app: FastifyInstance): Promise<void> => {
    for (const [method, url] of openCalls)
      app.route({
        method,
        url,
        schema: { hide: true } as object,
        handler: (request, reply) => pass(request, reply),
      })

    async function pass(request: FastifyRequest, reply: FastifyReply) {
      const headers = new Headers()
      for (const [name, value] of Object.entries(request.headers))
        if (typeof value === 'string' && name !== 'content-length') headers.set(name, value)
      headers.set('x-forwarded-for', request.ip)
      const answer = await deps.auth.handler(
        new Request(new URL(request.url, deps.publicUrl), {
          method: request.method,
          headers,
          ...(request.method === 'POST' && { body: JSON.stringify(request.body ?? {}) }),
        }),
      )
      reply.status(answer.status)
      answer.headers.forEach((value, name) => {
        if (name !== 'set-cookie') reply.header(name, value)
      })
      for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
      return reply.send(await answer.text())
    }
  }
}

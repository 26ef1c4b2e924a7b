import {
  EmailChange,
  EmailConfirmation,
  EmailConfirmed,
  PasswordForgotten,
  PasswordReset,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { AccessDeps } from './access.deps.ts'
import { changeEmail, confirmEmail, forgetPassword, resetPassword } from './account.service.ts'
import { done, guessable, ok } from './answers.ts'

/** One's own account: a forgotten password, another e-mail address. */
export function accountRoutes(deps: AccessDeps): FastifyPluginAsyncZod {
  const config = guessable(deps)
  return async (app) => {
    app.post(
      '/api/v1/account/password/forgotten',
      { config, schema: { tags: ['account'], body: PasswordForgotten, response: { 202: done } } },
      async (request, reply) => {
        await forgetPassword(deps, request.body)
        return reply.status(202).send(ok)
      },
    )
    app.post(
      '/api/v1/account/password',
      { config, schema: { tags: ['account'], body: PasswordReset, response: { 200: done } } },
      async (request) => {
        await resetPassword(deps, request.body)
        return ok
      },
    )
    app.post(
      '/api/v1/account/email',
      { config, schema: { tags: ['account'], body: EmailChange, response: { 202: done } } },
      async (request, reply) => {
        await changeEmail(deps, request.identity, request.body)
        return reply.status(202).send(ok)
      },
    )
    app.post(
      '/api/v1/account/email/confirm',
      { config, schema: { tags: ['account'], body: EmailConfirmation, response: { 200: EmailConfirmed } } },
      (request) => confirmEmail(deps, request.body),
    )
  }
}

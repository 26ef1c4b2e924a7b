import {
  NewWebhookSecret,
  PageQuery,
  PrivacyRequestPage,
  Webhook,
  WebhookChange,
  WebhookSample,
  WebhookSecretCreated,
  WebhookTrial,
} from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorOfRequest } from '../access/index.ts'
import { listPrivacyRequests } from './privacy-requests.service.ts'
import * as webhooks from './webhooks.service.ts'

const params = z.object({ sourceId: z.string().max(100) })
const secretParams = params.extend({ secretId: z.string().max(100) })
const tags = ['sources']
/** A sample is a body inside of a body. */
const trialBytes = 4 * 1024 * 1024

/** How a webhook source is set up and tried. */
export function webhooksRoutes(deps: webhooks.WebhooksDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/v1/sources/:sourceId/webhook',
      { schema: { tags, params, response: { 200: Webhook } } },
      (request) => webhooks.getWebhook(deps, request.workspaceId, request.params.sourceId),
    )
    app.patch(
      '/api/v1/sources/:sourceId/webhook',
      { schema: { tags, params, body: WebhookChange, response: { 200: Webhook } } },
      (request) =>
        webhooks.changeWebhook(deps, actorOfRequest(request), request.params.sourceId, request.body),
    )
    app.post(
      '/api/v1/sources/:sourceId/webhook/secrets',
      { schema: { tags, params, body: NewWebhookSecret, response: { 201: WebhookSecretCreated } } },
      async (request, reply) => {
        const { sourceId } = request.params
        return reply
          .status(201)
          .send(await webhooks.addSecret(deps, actorOfRequest(request), sourceId, request.body.secret))
      },
    )
    app.delete(
      '/api/v1/sources/:sourceId/webhook/secrets/:secretId',
      { schema: { tags, params: secretParams } },
      async (request, reply) => {
        const { sourceId, secretId } = request.params
        await webhooks.removeSecret(deps, actorOfRequest(request), sourceId, secretId)
        return reply.status(204).send()
      },
    )
    app.post(
      '/api/v1/sources/:sourceId/try',
      {
        bodyLimit: trialBytes,
        schema: { tags, params, body: WebhookSample, response: { 200: WebhookTrial } },
      },
      (request) => webhooks.tryDelivery(deps, request.workspaceId, request.params.sourceId, request.body),
    )
    app.get(
      '/api/v1/privacy/requests',
      { schema: { tags: ['privacy'], querystring: PageQuery, response: { 200: PrivacyRequestPage } } },
      (request) => listPrivacyRequests(deps, request.workspaceId, request.query),
    )
  }
}

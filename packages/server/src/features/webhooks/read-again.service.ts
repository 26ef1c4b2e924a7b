import { webhookProviders } from '@teia/contracts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import type { ReadDeliveries } from '../sources/index.ts'
import { defaultMappings } from './defaults/index.ts'
import { keepPrivacyRequests } from './privacy-requests.service.ts'
import { applyTo, withLibrary } from './read-delivery.ts'
import * as q from './webhooks.queries.ts'

/**
 * Reads deliveries again that no rule had fitted, by the mapping of now, under the ids that they had when they came: one
 * that its provider repeats counts once.
 */
export function readDeliveriesAgain(deps: { postgres: Postgres }): ReadDeliveries {
  return async ({ workspaceId, ...source }, kept) => {
    const provider = webhookProviders.find((one) => one === source.kind) ?? 'generic'
    const row = await q.findWebhook(deps.postgres, source.id)
    const webhook = { provider, mapping: row?.mapping ?? defaultMappings[provider], sourceId: source.id }
    return kept.map(({ body, delivery, receivedAt }) => {
      const applied = applyTo(webhook, { body, ...delivery })
      if ('reason' in applied) return applied
      return {
        messages: applied.messages.map(({ message }) => withLibrary(message, provider)),
        keep: () => keepPrivacyRequests(deps, { id: source.id, workspaceId }, applied.privacy, receivedAt),
      }
    })
  }
}

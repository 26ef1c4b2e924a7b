import { hkdfSync } from 'node:crypto'
import type { WebhookMapping, WebhookProvider, WebhookSignature } from '@teia/contracts'
import { unseal } from '../../platform/seal.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import type { WritableSource } from '../ingest/index.ts'
import { rulesOf } from '../sources/index.ts'
import { defaultMappings } from './defaults/index.ts'
import * as q from './webhooks.queries.ts'

/** A webhook as a delivery needs it: with its secrets in the clear. Never shown. */
export type OpenWebhook = {
  source: WritableSource
  provider: WebhookProvider
  isRemoved: boolean
  verifyToken: string
  signature: WebhookSignature
  secrets: string[]
  mapping: WebhookMapping
}

/** The key that secrets of webhooks are sealed with. */
export function webhookSealingKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'webhook secrets', 32))
}

const rememberedMs = 5_000

/**
 * Remembers webhooks by address for five seconds. What is changed on this server is forgotten at once; another server on
 * the same stores learns of it within the five seconds.
 */
export class RememberedWebhooks {
  readonly #deps: { postgres: Postgres; now: () => Date; secret: string }
  readonly #known = new Map<string, { until: number; webhook: Promise<OpenWebhook | null> }>()

  constructor(deps: { postgres: Postgres; now: () => Date; secret: string }) {
    this.#deps = deps
  }

  /** Null: no webhook has this address. */
  find(address: string): Promise<OpenWebhook | null> {
    const now = this.#deps.now().getTime()
    const known = this.#known.get(address)
    if (known && known.until > now) return known.webhook
    if (this.#known.size > 10_000) this.#known.clear()
    const webhook = this.#load(address)
    this.#known.set(address, { until: now + rememberedMs, webhook })
    webhook.catch(() => this.#known.delete(address))
    return webhook
  }

  forget(address: string): void {
    this.#known.delete(address)
  }

  async #load(address: string): Promise<OpenWebhook | null> {
    const row = await q.findWebhookByAddress(this.#deps.postgres, address)
    if (!row) return null
    const key = webhookSealingKey(this.#deps.secret)
    return {
      source: {
        id: row.source_id,
        workspaceId: row.workspace_id,
        enabled: row.enabled,
        ...(await rulesOf(this.#deps.postgres, { id: row.source_id, settings: row.settings })),
      },
      provider: row.kind,
      isRemoved: row.is_removed,
      verifyToken: row.verify_token,
      signature: row.signature,
      secrets: row.secrets.map((sealed) => unseal(key, sealed)).filter((secret) => secret !== null),
      mapping: row.mapping ?? defaultMappings[row.kind],
    }
  }
}

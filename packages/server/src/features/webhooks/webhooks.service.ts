import { randomBytes } from 'node:crypto'
import {
  type Source,
  type Webhook,
  type WebhookChange,
  type WebhookMapping,
  type WebhookProvider,
  type WebhookSample,
  type WebhookSecretCreated,
  type WebhookTrial,
  webhookProviders,
} from '@teia/contracts'
import type { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import { seal } from '../../platform/seal.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { type Actor, audit } from '../access/index.ts'
import { readBody } from '../ingest/index.ts'
import { getSource, type SourcesDeps } from '../sources/index.ts'
import { defaultMappings, defaultSignatures } from './defaults/index.ts'
import { faultsOfMapping } from './mapping-faults.ts'
import { readDelivery } from './read-delivery.ts'
import { type RememberedWebhooks, webhookSealingKey } from './remembered-webhooks.service.ts'
import * as q from './webhooks.queries.ts'

export type WebhooksDeps = SourcesDeps & {
  postgres: Postgres
  webhooks: RememberedWebhooks
  secret: string
  publicUrl: string
}
type Known = { source: Source; provider: WebhookProvider; row: q.WebhookRow }

/** The webhook of a source; made when it is asked for the first time. */
export async function getWebhook(
  deps: WebhooksDeps,
  workspaceId: string,
  sourceId: string,
): Promise<Webhook> {
  return describe(deps, await knownWebhook(deps, workspaceId, sourceId))
}

/** Changes how deliveries are checked and what they become. */
export async function changeWebhook(
  deps: WebhooksDeps,
  actor: Actor,
  sourceId: string,
  change: z.infer<typeof WebhookChange>,
): Promise<Webhook> {
  const known = await knownWebhook(deps, actor.workspaceId, sourceId)
  if (change.mapping) assertMapping(change.mapping)
  const after = {
    sourceId: known.source.id,
    signature: change.signature ?? known.row.signature,
    mapping: change.mapping === undefined ? known.row.mapping : change.mapping,
  }
  await q.updateWebhook(deps.postgres, after)
  deps.webhooks.forget(known.row.address)
  await audit(deps, actor, 'webhook.change', known.source.name, {
    before: { signature: known.row.signature, mapping: known.row.mapping },
    after: { signature: after.signature, mapping: after.mapping },
  })
  return getWebhook(deps, actor.workspaceId, sourceId)
}

/** Adds a secret beside those that are there. It is shown in this answer and never again. */
export async function addSecret(
  deps: WebhooksDeps,
  actor: Actor,
  sourceId: string,
  given: string | undefined,
): Promise<WebhookSecretCreated> {
  const { source, row } = await knownWebhook(deps, actor.workspaceId, sourceId)
  const secret = given ?? `whsec_${randomBytes(24).toString('base64')}`
  const made = {
    id: deps.newId(),
    sourceId: source.id,
    sealed: seal(webhookSealingKey(deps.secret), secret),
    hint: `…${secret.slice(-4)}`,
    createdAt: deps.now(),
  }
  await q.insertSecret(deps.postgres, made)
  deps.webhooks.forget(row.address)
  await audit(deps, actor, 'webhook.secret.add', source.name, { after: { hint: made.hint } })
  return { id: made.id, hint: made.hint, createdAt: made.createdAt.toISOString(), secret }
}

export async function removeSecret(
  deps: WebhooksDeps,
  actor: Actor,
  sourceId: string,
  secretId: string,
): Promise<void> {
  const { source, row } = await knownWebhook(deps, actor.workspaceId, sourceId)
  if (!(await q.deleteSecret(deps.postgres, source.id, secretId)))
    throw new AppError('secret_not_found', 404, 'No such secret.')
  deps.webhooks.forget(row.address)
  await audit(deps, actor, 'webhook.secret.remove', source.name)
}

/** Says what a sample would become. Checks no signature and stores nothing. */
export async function tryDelivery(
  deps: WebhooksDeps,
  workspaceId: string,
  sourceId: string,
  sample: z.infer<typeof WebhookSample>,
): Promise<WebhookTrial> {
  const { source, provider, row } = await knownWebhook(deps, workspaceId, sourceId)
  if (sample.mapping) assertMapping(sample.mapping)
  const mapping = sample.mapping ?? row.mapping ?? defaultMappings[provider]
  const headers = Object.fromEntries(
    Object.entries(sample.headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const read = readDelivery(
    { provider, mapping, sourceId: source.id },
    { headers, body: Buffer.from(sample.body) },
  )
  if ('unread' in read) {
    const { status: _status, ...refusal } = read.unread
    return { messages: [], refused: [{ ...refusal, message: null }], privacyRequests: [] }
  }
  const { messages, privacy, left } = read.became
  const envelope = { workspaceId, sourceId: source.id, receivedAt: deps.now().getTime(), nonce: 'trial' }
  const body = { batch: messages.map((one) => one.message) }
  const { refused } = readBody(body, Number.MAX_SAFE_INTEGER, envelope, 0)
  const unfit = new Set(refused.map((one) => one.place))
  return {
    messages: messages.filter((_, place) => !unfit.has(place)),
    refused: [...left, ...refused].map(({ reason, detail, faults, message }) => ({
      reason,
      detail,
      faults,
      message,
    })),
    privacyRequests: privacy.map((one) => ({ ...one })),
  }
}

async function knownWebhook(deps: WebhooksDeps, workspaceId: string, sourceId: string): Promise<Known> {
  const source = await getSource(deps, workspaceId, sourceId)
  const provider = webhookProviders.find((one) => one === source.kind)
  if (!provider)
    throw new AppError('not_a_webhook', 409, 'This source is called with a write key, not by a provider.')
  const present = await q.findWebhook(deps.postgres, source.id)
  if (present) return { source, provider, row: present }
  await q.insertWebhook(deps.postgres, {
    sourceId: source.id,
    workspaceId,
    address: randomBytes(32).toString('base64url'),
    verifyToken: randomBytes(24).toString('base64url'),
    signature: defaultSignatures[provider],
    createdAt: deps.now(),
  })
  const row = await q.findWebhook(deps.postgres, source.id)
  if (!row) throw new AppError('webhook_not_found', 404, 'No webhook has this address.')
  return { source, provider, row }
}

async function describe(deps: WebhooksDeps, { provider, row }: Known): Promise<Webhook> {
  const secrets = await q.listSecrets(deps.postgres, row.source_id)
  const mapping = row.mapping ?? defaultMappings[provider]
  const isUnsigned = row.signature.scheme === 'none'
  return {
    sourceId: row.source_id,
    provider,
    url: `${deps.publicUrl}/v1/webhooks/${row.address}`,
    verifyToken: provider === 'whatsapp' ? row.verify_token : null,
    signature: row.signature,
    secrets: secrets.map((one) => ({
      id: one.id,
      hint: one.hint,
      createdAt: one.created_at.toISOString(),
    })),
    mapping,
    isDefaultMapping: row.mapping === null,
    warnings: [
      ...(isUnsigned ? (['unsigned'] as const) : secrets.length === 0 ? (['no_secret'] as const) : []),
      ...(mapping.rules.length === 0 ? (['no_rules'] as const) : []),
    ],
  }
}

function assertMapping(mapping: WebhookMapping): void {
  const faults = faultsOfMapping(mapping)
  const [fault] = faults
  if (fault) throw new AppError('invalid_mapping', 400, fault.fault, { issues: faults.slice(0, 20) })
}

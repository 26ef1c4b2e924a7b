import { timingSafeEqual } from 'node:crypto'
import { faultOf } from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { acceptMessages, type HandInDeps, type RefusedMessage, refusalFor, refuse } from '../ingest/index.ts'
import { keepPrivacyRequests } from './privacy-requests.service.ts'
import { type RawDelivery, readDelivery, shownDelivery, withLibrary } from './read-delivery.ts'
import type { OpenWebhook, RememberedWebhooks } from './remembered-webhooks.service.ts'
import { checkSignature } from './signature.ts'

export type ReceiveDeps = HandInDeps & {
  postgres: Postgres
  webhooks: RememberedWebhooks
  now: () => Date
  newId: () => string
}

/**
 * Takes one delivery of a provider. When it resolves, everything it became is on disk. A delivery that proves nothing is
 * answered with 401 or 403 and shown with the reason; one that no rule fits is taken, so that the provider does not
 * repeat it, and shown as well.
 *
 * @throws AppError webhook_not_found (404), webhook_retired (410), webhook_refused (401, 403), invalid_json (400),
 * unsupported_media_type (415), store faults (503, providers try again).
 */
export async function receive(deps: ReceiveDeps, address: string, delivery: RawDelivery): Promise<void> {
  const webhook = await getWebhookAt(deps, address)
  const receivedAt = deps.now().getTime()
  const fault = checkSignature(webhook.signature, webhook.secrets, { ...delivery, receivedAt })
  if (fault) {
    // Whoever knows the address could fill the store with bodies: of a stranger's only the size is kept.
    const message = { bytes: delivery.body.length, contentType: delivery.headers['content-type'] ?? null }
    const { status: _status, ...refusal } = fault
    show(deps, webhook, receivedAt, [{ ...refusal, message }])
    throw new AppError('webhook_refused', fault.status, fault.detail)
  }
  if (!webhook.source.enabled) {
    const isOff = refusalFor('source_disabled', faultOf('source_off'))
    return show(deps, webhook, receivedAt, [{ ...isOff, message: { bytes: delivery.body.length } }])
  }
  const { provider, mapping, source } = webhook
  const read = readDelivery({ provider, mapping, sourceId: source.id }, delivery)
  if ('unread' in read) {
    const { status, ...refusal } = read.unread
    show(deps, webhook, receivedAt, [{ ...refusal, message: { bytes: delivery.body.length } }])
    const [fault] = refusal.faults
    const code = status === 415 ? 'unsupported_media_type' : 'invalid_json'
    throw new AppError(code, status, fault ?? refusal.detail)
  }
  const { messages, privacy, left } = read.became
  show(deps, webhook, receivedAt, left)
  await keepPrivacyRequests(deps, source, privacy, new Date(receivedAt))
  const signed = messages.map(({ message }) => withLibrary(message, provider))
  const shown = { id: deps.newId(), body: shownDelivery(delivery) }
  await acceptMessages(deps, source, signed, receivedAt, { delivery: shown })
}

/**
 * Answers Meta's question whether this address is ours.
 * @throws AppError webhook_not_found (404), webhook_refused (403).
 */
export async function confirmSubscription(
  deps: Pick<ReceiveDeps, 'webhooks'>,
  address: string,
  query: Record<string, unknown>,
): Promise<string> {
  const webhook = await getWebhookAt(deps, address)
  const token = Buffer.from(String(query['hub.verify_token'] ?? ''))
  const own = Buffer.from(webhook.verifyToken)
  const challenge = query['hub.challenge']
  const fits = token.length === own.length && timingSafeEqual(token, own)
  if (
    webhook.provider !== 'whatsapp' ||
    query['hub.mode'] !== 'subscribe' ||
    !fits ||
    typeof challenge !== 'string'
  )
    throw new AppError('webhook_refused', 403, 'The verify token is not the one of this source.')
  return challenge
}

/** @throws AppError webhook_not_found (404), webhook_retired (410). */
export async function getWebhookAt(
  deps: Pick<ReceiveDeps, 'webhooks'>,
  address: string,
): Promise<OpenWebhook> {
  const webhook = await deps.webhooks.find(address)
  if (!webhook) throw new AppError('webhook_not_found', 404, 'No webhook has this address.')
  if (webhook.isRemoved) throw new AppError('webhook_retired', 410, 'This webhook was removed.')
  return webhook
}

function show(
  deps: ReceiveDeps,
  webhook: OpenWebhook,
  receivedAt: number,
  refused: readonly Omit<RefusedMessage, 'place'>[],
): void {
  const placed = refused.slice(0, 100).map((one, place) => ({ ...one, place }))
  refuse(deps, webhook.source, placed, receivedAt)
}

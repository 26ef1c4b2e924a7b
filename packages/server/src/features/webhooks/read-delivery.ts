import { createHash } from 'node:crypto'
import { faultOf, type WebhookMapping, type WebhookProvider } from '@teia/contracts'
import { type KeptDelivery, type Refusal, refusalFor } from '../ingest/index.ts'
import { type Applied, applyMapping } from './apply-mapping.ts'
import { faultOfCloudEvent, readCloudEvents } from './cloudevents.ts'
import { isDeeper } from './depth.ts'

export type RawDelivery = { headers: Readonly<Record<string, string>>; body: Buffer }
export type Unread = Refusal & { status: 400 | 415 }
export type Became = Applied & {
  /** What made nothing, and why. */
  left: (Refusal & { message: unknown; delivery?: KeptDelivery })[]
}

/**
 * Reads a delivery whose sender is known and turns it into messages by the source's mapping. Pure.
 * What cannot be read at all is `unread`; what can be read and makes nothing is `left`.
 */
export function readDelivery(
  webhook: { provider: WebhookProvider; mapping: WebhookMapping; sourceId: string },
  delivery: RawDelivery,
): { unread: Unread } | { became: Became } {
  const text = delivery.body.toString('utf8')
  const parsed = parseBodies(webhook.provider, delivery.headers, text)
  if ('unread' in parsed) return parsed
  const became: Became = { messages: [], privacy: [], left: [] }
  for (const [place, body] of parsed.bodies.entries()) {
    const fault = webhook.provider === 'cloudevents' ? faultOfCloudEvent(body) : null
    if (fault !== null) {
      became.left.push({ ...refusalFor('invalid_cloudevent', fault), message: shown(body) })
      continue
    }
    const id = deliveryId(delivery, place)
    const applied = applyTo(webhook, { body, headers: delivery.headers, id })
    if ('reason' in applied) {
      const message = shown(body)
      const kept = { id, headers: keptHeaders(delivery.headers) }
      became.left.push({ ...applied, message, ...(message === body && { delivery: kept }) })
      continue
    }
    became.messages.push(...applied.messages)
    became.privacy.push(...applied.privacy)
  }
  return { became }
}

/** What one body becomes by the mapping of its source, or that no rule fits. Pure. */
export function applyTo(
  webhook: { provider: WebhookProvider; mapping: WebhookMapping; sourceId: string },
  delivery: { body: unknown; headers: Readonly<Record<string, string>>; id: string },
): Applied | Refusal {
  const applied = applyMapping(webhook.mapping, {
    ...delivery,
    ...(webhook.provider === 'generic' && { idPrefix: `${digest(webhook.sourceId).slice(0, 8)}:` }),
  })
  const isNothing = applied.messages.length + applied.privacy.length === 0
  return isNothing ? refusalFor('no_rule', faultOf('no_rule_fits')) : applied
}

const mostHeaders = 50
const longestHeader = 1_000
/** Of headers that prove who calls, or tell where from, nothing is kept. */
const secretHeader =
  /auth|cookie|signature|hmac|secret|token|key|password|forwarded|real-ip|connecting-ip|client-ip/

function keptHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(headers).filter(
    ([name, value]) => !secretHeader.test(name) && value.length <= longestHeader,
  )
  return Object.fromEntries(kept.slice(0, mostHeaders))
}

function parseBodies(
  provider: WebhookProvider,
  headers: Readonly<Record<string, string>>,
  text: string,
): { bodies: unknown[] } | { unread: Unread } {
  if (provider === 'cloudevents') {
    const read = readCloudEvents(headers, text, JSON.parse)
    if (read.ok) return { bodies: read.bodies }
    const status = read.isUnknownFormat ? 415 : 400
    return {
      unread: {
        status,
        ...refusalFor(read.isUnknownFormat ? 'invalid_cloudevent' : 'invalid_json', read.fault),
      },
    }
  }
  if (provider === 'generic' && headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return { bodies: [Object.fromEntries(new URLSearchParams(text))] }
  try {
    return { bodies: [JSON.parse(text)] }
  } catch {
    return { unread: { status: 400, ...refusalFor('invalid_json', faultOf('body_no_json')) } }
  }
}

const digest = (...parts: (string | Buffer)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('base64url')
}

/** The sender's id where it is signed with the body (Standard Webhooks), else what the body is. */
function deliveryId({ headers, body }: RawDelivery, place: number): string {
  const id = headers['webhook-signature'] === undefined ? undefined : headers['webhook-id']
  const named = id ?? digest(body, headers['x-shopify-topic'] ?? '', headers['ce-id'] ?? '')
  return place === 0 ? named : `${named}[${place}]`
}

const deepestShown = 50
const mostShown = 32 * 1024

/** A body as the live view may draw and keep it. */
function shown(body: unknown): unknown {
  if (isDeeper(body, deepestShown)) return { note: 'The body is nested too deep to be shown.' }
  const length = JSON.stringify(body)?.length ?? 0
  return length > mostShown ? { note: 'The body is too large to be shown.', characters: length } : body
}

/** A delivery as the live view draws it: JSON where it is, else the text. */
export function shownDelivery({ body }: RawDelivery): unknown {
  const text = body.toString('utf8')
  try {
    return shown(JSON.parse(text))
  } catch {
    return shown(text)
  }
}

/** A message that says by which provider it came. */
export function withLibrary(message: Record<string, unknown>, provider: string): Record<string, unknown> {
  const context = message.context as Record<string, unknown> | undefined
  return { ...message, context: { ...context, library: { name: 'teia-webhook', version: provider } } }
}

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { faultOf, type WebhookSignature } from '@teia/contracts'
import { type Refusal, refusalFor } from '../ingest/index.ts'

export type SignedDelivery = {
  /** The body as it came, byte by byte. */
  body: Buffer
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>
  /** Milliseconds since 1970. */
  receivedAt: number
}
export type SignatureFault = Refusal & { status: 401 | 403 }

const missing = (header: string): SignatureFault => ({
  status: 401,
  ...refusalFor('missing_signature', faultOf('signature_missing', { header })),
})
const wrong: SignatureFault = {
  status: 403,
  ...refusalFor('invalid_signature', faultOf('signature_wrong')),
}
const stale = (seconds: number): SignatureFault => ({
  status: 403,
  ...refusalFor('stale_timestamp', faultOf('signature_stale', { seconds })),
})

/**
 * Checks that a delivery comes from somebody who knows one of the secrets: on the raw bytes, before anything is parsed,
 * in constant time. Null: it does. Any of several secrets may fit, so that secrets can be changed without a gap.
 *
 * Sources: docs.stripe.com/webhooks/signatures, shopify.dev (HTTPS webhooks), Meta's Graph API webhooks,
 * github.com/standard-webhooks/standard-webhooks (1.0.0).
 */
export function checkSignature(
  scheme: WebhookSignature,
  secrets: readonly string[],
  delivery: SignedDelivery,
): SignatureFault | null {
  if (scheme.scheme === 'none') return null
  if (secrets.length === 0) return { status: 401, ...refusalFor('no_secret', faultOf('secret_missing')) }
  const { headers, body } = delivery
  switch (scheme.scheme) {
    case 'stripe':
      return checkStripe(scheme.toleranceSeconds, secrets, delivery)
    case 'standard':
      return checkStandard(scheme.toleranceSeconds, secrets, delivery)
    case 'shopify':
      return checkPlain('x-shopify-hmac-sha256', '', 'base64', 'sha256', secrets, headers, body)
    case 'whatsapp':
      return checkPlain('x-hub-signature-256', 'sha256=', 'hex', 'sha256', secrets, headers, body)
    case 'hmac':
      return checkPlain(
        scheme.header,
        scheme.prefix,
        scheme.encoding,
        scheme.algorithm,
        secrets,
        headers,
        body,
      )
    case 'bearer': {
      const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
      if (token === undefined) return missing('Authorization')
      // Digests are compared, so that the length of a token shows nothing either.
      return secrets.some((secret) => equal(digest(secret), digest(token))) ? null : wrong
    }
  }
}

function checkPlain(
  header: string,
  prefix: string,
  encoding: 'hex' | 'base64',
  algorithm: string,
  secrets: readonly string[],
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): SignatureFault | null {
  const said = headers[header]
  if (said === undefined || !said.startsWith(prefix)) return missing(header)
  const given = Buffer.from(said.slice(prefix.length).trim(), encoding)
  return secrets.some((secret) => equal(createHmac(algorithm, secret).update(body).digest(), given))
    ? null
    : wrong
}

/** `t=<unix seconds>,v1=<hex>[,v1=…]` over `t.body`. */
function checkStripe(toleranceSeconds: number, secrets: readonly string[], delivery: SignedDelivery) {
  const parts = (delivery.headers['stripe-signature'] ?? '').split(',').map((part) => part.trim().split('='))
  const time = parts.find(([name]) => name === 't')?.[1] ?? ''
  const given = parts.filter(([name]) => name === 'v1').map(([, hex]) => Buffer.from(hex ?? '', 'hex'))
  if (!/^\d{1,12}$/.test(time) || given.length === 0) return missing('stripe-signature')
  const fits = secrets.some((secret) => {
    const own = createHmac('sha256', secret).update(`${time}.`).update(delivery.body).digest()
    return given.some((one) => equal(own, one))
  })
  if (!fits) return wrong
  return isNear(time, toleranceSeconds, delivery.receivedAt) ? null : stale(toleranceSeconds)
}

const leastKeyBytes = 16

/** `v1,<base64>` (several, with spaces between) over `id.timestamp.body`; a secret `whsec_…` is base64 of the key. */
function checkStandard(toleranceSeconds: number, secrets: readonly string[], delivery: SignedDelivery) {
  const { headers, body, receivedAt } = delivery
  const id = headers['webhook-id'] ?? ''
  const time = headers['webhook-timestamp'] ?? ''
  const given = (headers['webhook-signature'] ?? '')
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .map((one) => Buffer.from(one.slice(3), 'base64'))
  if (id === '' || !/^\d{1,12}$/.test(time) || given.length === 0) return missing('webhook-signature')
  const fits = secrets.some((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
    // What is no base64 decodes to little or nothing, and anybody can sign with an empty key.
    if (key.length < leastKeyBytes) return false
    const own = createHmac('sha256', key).update(`${id}.${time}.`).update(body).digest()
    return given.some((one) => equal(own, one))
  })
  if (!fits) return wrong
  return isNear(time, toleranceSeconds, receivedAt) ? null : stale(toleranceSeconds)
}

const digest = (text: string) => createHash('sha256').update(text).digest()
const isNear = (unixSeconds: string, toleranceSeconds: number, now: number) =>
  Math.abs(now / 1000 - Number(unixSeconds)) <= toleranceSeconds

/** In constant time; the length of a digest is no secret. */
function equal(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other)
}

import { z } from 'zod'
import { Id, Instant, JsonObject, pageOf } from './common.ts'
import { Fault } from './faults.ts'
import { WebhookMapping } from './webhook-mapping.ts'

/** Who calls a webhook source. */
export const webhookProviders = ['stripe', 'shopify', 'whatsapp', 'cloudevents', 'generic'] as const
export const WebhookProvider = z.enum(webhookProviders)
export type WebhookProvider = z.infer<typeof WebhookProvider>

const toleranceSeconds = z.number().int().min(30).max(3_600).default(300)
const header = z
  .string()
  .max(100)
  .regex(/^[a-z0-9-]+$/)

/** How a delivery proves that it comes from whom it says. `none` proves nothing and is shown as a warning. */
export const WebhookSignature = z.discriminatedUnion('scheme', [
  z.object({ scheme: z.literal('stripe'), toleranceSeconds }),
  z.object({ scheme: z.literal('shopify') }),
  z.object({ scheme: z.literal('whatsapp') }),
  /** Standard Webhooks 1.0.0, symmetric. */
  z.object({ scheme: z.literal('standard'), toleranceSeconds }),
  z.object({
    scheme: z.literal('hmac'),
    header,
    algorithm: z.enum(['sha1', 'sha256', 'sha512']).default('sha256'),
    encoding: z.enum(['hex', 'base64']).default('hex'),
    /** Text before the signature in the header, as `sha256=`. */
    prefix: z.string().max(40).default(''),
  }),
  z.object({ scheme: z.literal('bearer') }),
  z.object({ scheme: z.literal('none') }),
])
export type WebhookSignature = z.infer<typeof WebhookSignature>

/** A secret as it is listed: the secret itself is sealed and never shown again. */
export const WebhookSecret = z.object({ id: Id, hint: z.string(), createdAt: Instant })
export type WebhookSecret = z.infer<typeof WebhookSecret>

/** The webhook of a source: where to send to, how deliveries are checked and what they become. */
export const Webhook = z.object({
  sourceId: Id,
  provider: WebhookProvider,
  /** The whole address to give to the provider. */
  url: z.string(),
  /** Only for WhatsApp: the text to enter as “verify token”. */
  verifyToken: z.string().nullable(),
  signature: WebhookSignature,
  secrets: z.array(WebhookSecret),
  mapping: WebhookMapping,
  /** Whether the mapping is the provider's own, which later versions may improve. */
  isDefaultMapping: z.boolean(),
  /** What is wrong with the set-up now. */
  warnings: z.array(z.enum(['no_secret', 'unsigned', 'no_rules'])),
})
export type Webhook = z.infer<typeof Webhook>

/** `mapping: null` goes back to the provider's own. */
export const WebhookChange = z
  .object({ signature: WebhookSignature, mapping: WebhookMapping.nullable() })
  .partial()

/** Without a secret one is made, for senders that let the receiver choose. */
export const NewWebhookSecret = z.object({ secret: z.string().trim().min(8).max(500).optional() })
export const WebhookSecretCreated = WebhookSecret.extend({ secret: z.string() })
export type WebhookSecretCreated = z.infer<typeof WebhookSecretCreated>

/** A sample delivery; nothing of it is stored. */
export const WebhookSample = z.object({
  body: z.string().max(1_000_000),
  headers: z.record(z.string().max(100), z.string().max(2_000)).default({}),
  mapping: WebhookMapping.optional(),
})

/** What a delivery would become. `rules` counts from zero and says which rule made each message. */
export const WebhookTrial = z.object({
  messages: z.array(z.object({ rule: z.number().int(), message: JsonObject })),
  refused: z.array(
    z.object({ reason: z.string(), detail: z.string(), faults: z.array(Fault), message: z.unknown() }),
  ),
  privacyRequests: z.array(JsonObject),
})
export type WebhookTrial = z.infer<typeof WebhookTrial>

/** What a provider has asked on behalf of a customer (access or erasure), with the day it is due. */
export const PrivacyRequest = z.object({
  id: Id,
  sourceId: Id,
  kind: z.enum(['access', 'erase', 'erase_all']),
  subject: JsonObject,
  state: z.enum(['received']),
  receivedAt: Instant,
  dueAt: Instant,
})
export const PrivacyRequestPage = pageOf(PrivacyRequest)

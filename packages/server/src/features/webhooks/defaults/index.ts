import type { WebhookMapping, WebhookProvider, WebhookSignature } from '@teia/contracts'
import { cloudEventsMapping } from './cloudevents.ts'
import { shopifyMapping } from './shopify.ts'
import { stripeMapping } from './stripe.ts'
import { whatsappMapping } from './whatsapp.ts'

/** The mapping that comes with Teia for each provider. A generic webhook has none until somebody writes it. */
export const defaultMappings: Record<WebhookProvider, WebhookMapping> = {
  stripe: stripeMapping,
  shopify: shopifyMapping,
  whatsapp: whatsappMapping,
  cloudevents: cloudEventsMapping,
  generic: { rules: [] },
}

/** How each provider signs. */
export const defaultSignatures: Record<WebhookProvider, WebhookSignature> = {
  stripe: { scheme: 'stripe', toleranceSeconds: 300 },
  shopify: { scheme: 'shopify' },
  whatsapp: { scheme: 'whatsapp' },
  cloudevents: { scheme: 'bearer' },
  generic: { scheme: 'standard', toleranceSeconds: 300 },
}

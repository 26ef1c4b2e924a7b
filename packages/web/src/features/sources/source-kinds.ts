import { type Source, webhookProviders } from '@teia/contracts'

const providers: readonly string[] = webhookProviders

/** Whether a source is called by a provider, and not with a write key. */
export const isWebhook = (kind: Source['kind']): boolean => providers.includes(kind)

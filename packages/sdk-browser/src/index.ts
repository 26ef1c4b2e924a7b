import { Client } from './client.ts'
import type { Options } from './options.ts'
import { watch } from './watch.ts'

export type { Client } from './client.ts'
export type { Fields, Options, Preferences, StorageMode } from './options.ts'

/**
 * Starts collecting on this page.
 *
 * @example
 * const analytics = load({ writeKey: '…', host: 'https://cx.example.com' })
 * analytics.track('Plan Chosen', { plan: 'pro' })
 */
export function load(options: Options): Client {
  const client = new Client(options)
  watch(client)
  return client
}

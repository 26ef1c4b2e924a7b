import { type Client, load, type Options } from './index.ts'

type Call = [name: string, ...given: unknown[]]
declare global {
  interface Window {
    /** Calls made before the tag was there, then the client. */
    analytics?: Call[] | Client
  }
}

/**
 * `<script async src="https://cx…/teia.js" data-write-key="…"></script>`: everything is set by attributes, so that a page
 * needs no script of its own and a strict Content-Security-Policy holds.
 */
function start(): void {
  const script = document.currentScript as HTMLScriptElement | null
  const { writeKey, host, mode, denied, purpose, pages, attributes, errors, vitals } = script?.dataset ?? {}
  if (!script || !writeKey) return
  const client = load({
    writeKey,
    host: host ?? new URL(script.src).origin,
    ...(mode && { mode: mode as NonNullable<Options['mode']> }),
    ...(denied && { denied: denied as NonNullable<Options['denied']> }),
    ...(purpose && { purpose }),
    pages: pages !== 'off',
    attributes: attributes !== 'off',
    errors: errors === 'on',
    vitals: vitals === 'on',
  })
  const early = Array.isArray(window.analytics) ? window.analytics : []
  window.analytics = client
  for (const [name, ...given] of early) {
    const method = (client as unknown as Record<string, unknown>)[name]
    if (typeof method === 'function') method.apply(client, given)
  }
}

start()

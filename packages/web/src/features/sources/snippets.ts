/** Ways to connect, as a developer would paste them. */
export const snippetKinds = ['browser', 'node', 'rudderstack', 'http'] as const
export type SnippetKind = (typeof snippetKinds)[number]

export const snippetNames: Record<SnippetKind, string> = {
  browser: 'Browser',
  node: 'Node',
  rudderstack: 'RudderStack',
  http: 'HTTP',
}

/** Five lines that send a first event to this server with this key. `origin` has no slash at its end. */
export function snippet(kind: SnippetKind, writeKey: string, origin: string): string {
  const host = origin.replace(/^https?:\/\//, '')
  const protocol = origin.startsWith('https') ? 'https' : 'http'
  if (kind === 'browser')
    return `import { AnalyticsBrowser } from '@segment/analytics-next'
const analytics = AnalyticsBrowser.load(
  { writeKey: '${writeKey}', cdnURL: '${origin}' },
  { integrations: { 'Segment.io': { apiHost: '${host}/v1', protocol: '${protocol}' } } })
analytics.track('Signed Up', { plan: 'free' })`
  if (kind === 'node')
    return `import { Analytics } from '@segment/analytics-node'
const analytics = new Analytics({
  writeKey: '${writeKey}',
  host: '${origin}', path: '/v1/batch' })
analytics.track({ userId: '42', event: 'Signed Up' })`
  if (kind === 'rudderstack')
    return `import Analytics from '@rudderstack/rudder-sdk-node'
const analytics = new Analytics('${writeKey}', {
  dataPlaneUrl: '${origin}',
})
analytics.track({ userId: '42', event: 'Signed Up' })`
  return `curl ${origin}/v1/track \\
  -u ${writeKey}: \\
  -H 'content-type: application/json' \\
  -d '{"userId":"42","event":"Signed Up",
       "properties":{"plan":"free"}}'`
}

import type { Fields } from './options.ts'

/** What a page tells of itself, in the words of the Segment spec. */
export function pageContext(): Fields {
  return {
    path: location.pathname,
    referrer: document.referrer,
    search: location.search,
    title: document.title,
    url: location.href.split('#')[0],
  }
}

export function contextNow(): Fields {
  return {
    page: pageContext(),
    library: { name: '@teia/sdk-browser', version: '0.1.0' },
    locale: navigator.language,
    userAgent: navigator.userAgent,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    screen: { width: innerWidth, height: innerHeight, density: devicePixelRatio },
  }
}

/** A random UUID, also on pages that are not served securely. */
export function newId(): string {
  if (crypto.randomUUID) return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

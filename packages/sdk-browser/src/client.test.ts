import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Client } from './client.ts'
import type { Options } from './options.ts'

/** As much of a browser as the client asks of it. */
function openBrowser(store = new Map<string, string>()) {
  const calls: { url: string; batch: Record<string, unknown>[] }[] = []
  const beacons: Record<string, unknown>[][] = []
  const net = { status: 200, isDown: false }
  const storage = new Proxy(
    {
      getItem: (key: string) => store.get(key) ?? null,
      setItem: (key: string, value: string) => void store.set(key, value),
      removeItem: (key: string) => void store.delete(key),
    },
    {
      ownKeys: () => [...store.keys()],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    },
  )
  vi.stubGlobal('localStorage', storage)
  vi.stubGlobal('location', { pathname: '/p', search: '', href: 'https://s.example/p#x' })
  vi.stubGlobal('document', { referrer: '', title: 'P' })
  vi.stubGlobal('innerWidth', 1)
  vi.stubGlobal('innerHeight', 1)
  vi.stubGlobal('devicePixelRatio', 1)
  vi.stubGlobal('navigator', {
    language: 'it',
    userAgent: 'test',
    onLine: true,
    sendBeacon: (_url: string, body: string) => beacons.push(JSON.parse(body).batch) > 0,
  })
  vi.stubGlobal('fetch', async (url: string, init: { body: string }) => {
    if (net.isDown) throw new TypeError('offline')
    calls.push({ url, batch: JSON.parse(init.body).batch })
    return { status: net.status, headers: new Headers() }
  })
  return { store, calls, beacons, net, sent: () => calls.flatMap((call) => call.batch) }
}
const open = (more: Partial<Options> = {}) =>
  new Client({ writeKey: 'key-12345678', host: 'https://cx.example/', flushAfterMs: 10, ...more })
const events = (batch: Record<string, unknown>[]) => batch.map((one) => one.event ?? one.type)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
const pass = (ms = 1_000) => vi.advanceTimersByTimeAsync(ms)

test('events go out in one call, with the fields of the Segment spec', async () => {
  const browser = openBrowser()
  const client = open()
  client.page('Shop', 'Home', { a: 1 })
  client.identify('ana', { plan: 'pro' })
  client.track('Bought', { total: 5 })
  await pass()
  expect(browser.calls.map((call) => call.url)).toEqual(['https://cx.example/v1/b'])
  expect(browser.sent()).toMatchObject([
    {
      type: 'page',
      category: 'Shop',
      name: 'Home',
      properties: { a: 1, path: '/p', url: 'https://s.example/p' },
    },
    { type: 'identify', userId: 'ana', traits: { plan: 'pro' } },
    { type: 'track', event: 'Bought', userId: 'ana', properties: { total: 5 } },
  ])
  expect(new Set(browser.sent().map((one) => one.messageId)).size).toBe(3)
})

test('nothing is stored without a yes, and with one the visitor keeps the name over a reload', async () => {
  const browser = openBrowser()
  const client = open()
  client.identify('ana')
  await pass()
  expect(browser.store.size).toBe(0)
  client.consent({ analytics_storage: 'granted', ad_storage: 'denied' })
  const { anonymousId } = client.user()
  expect(browser.store.size).toBeGreaterThan(0)
  const again = open()
  expect(again.user()).toMatchObject({ id: 'ana', anonymousId })
  again.track('Later')
  await pass()
  expect(browser.sent().at(-1)).toMatchObject({
    userId: 'ana',
    context: { consent: { categoryPreferences: { analytics_storage: true, ad_storage: false } } },
  })
})

test('what happens before the answer waits; after a no it is never sent, and what was kept is removed', async () => {
  const browser = openBrowser()
  const client = open({ mode: 'pending' })
  client.track('Before')
  await pass()
  expect(browser.calls).toEqual([])
  client.consent({ analytics_storage: false })
  client.track('Denied')
  await pass()
  client.consent({ analytics_storage: true })
  client.track('After')
  await pass()
  expect(events(browser.sent())).toEqual(['Segment Consent Preference Updated', 'After'])
  const named = client.user().anonymousId
  client.consent({ analytics_storage: false })
  expect(browser.store.size).toBe(0)
  expect(client.user().anonymousId).not.toBe(named)
})

test('a visitor without consent can be counted under a name that does not last', async () => {
  const browser = openBrowser()
  const client = open({ denied: 'cookieless' })
  client.consent({ analytics_storage: false })
  client.track('Counted')
  await pass()
  expect(events(browser.sent())).toContain('Counted')
  expect(browser.store.size).toBe(0)
})

test('what could not be sent survives a reload and is sent once the server answers', async () => {
  const browser = openBrowser()
  browser.net.isDown = true
  const client = open()
  client.consent({ analytics_storage: true })
  client.track('Offline')
  await pass()
  const reloaded = open()
  reloaded.track('Next page')
  browser.net.isDown = false
  browser.net.status = 503
  await pass(2_000)
  browser.net.status = 200
  const before = browser.calls.length
  await pass(120_000)
  const ids = browser.calls.slice(before).flatMap((call) => call.batch)
  expect(new Set(events(ids))).toEqual(
    new Set(['Segment Consent Preference Updated', 'Offline', 'Next page']),
  )
  expect([...browser.store.keys()].filter((key) => key.includes('.q.'))).toEqual([])
})

test('a call that will never be taken is not repeated', async () => {
  const browser = openBrowser()
  browser.net.status = 400
  open().track('Bad')
  await pass(60_000)
  expect(browser.calls).toHaveLength(1)
})

test('leaving the page hands over what waits, in parts that a browser takes', () => {
  const browser = openBrowser()
  const client = open({ flushAfterMs: 60_000 })
  for (let n = 0; n < 8; n += 1) client.track(`E${n}`, { text: 'x'.repeat(20_000) })
  client.leave()
  expect(browser.beacons.length).toBeGreaterThan(1)
  expect(events(browser.beacons.flat())).toEqual(Array.from({ length: 8 }, (_, n) => `E${n}`))
  for (const batch of browser.beacons) expect(JSON.stringify(batch).length).toBeLessThan(60_000)
})

test('another person at the same browser is another visitor', () => {
  openBrowser()
  const client = open()
  client.identify('ana')
  const first = client.user().anonymousId
  client.identify('bia')
  expect(client.user()).toMatchObject({ id: 'bia', traits: {} })
  expect(client.user().anonymousId).not.toBe(first)
})

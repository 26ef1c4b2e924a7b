import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { type Browser, chromium } from '@playwright/test'
import type { AnalyticsBrowser } from '@segment/analytics-next'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer } from './test-server.ts'

declare global {
  var AnalyticsNext: { AnalyticsBrowser: typeof AnalyticsBrowser }
}

const patience = 180_000
const executablePath = process.env.TEIA_CHROMIUM ?? '/usr/bin/chromium'
const client = join(
  dirname(createRequire(import.meta.url).resolve('@segment/analytics-next/package.json')),
  'dist/umd',
)
const site = createServer(async (request, response) => {
  const name = basename(request.url ?? '')
  const script = name.endsWith('.js') ? await readFile(join(client, name)).catch(() => null) : null
  response.setHeader('content-type', script ? 'text/javascript' : 'text/html')
  response.end(script ?? '<!doctype html><title>A shop</title><script src="/index.js"></script>')
})
let server: TestServer
let browser: Browser | undefined
beforeAll(async () => {
  server = await openTestServer()
  await once(site.listen(0, '127.0.0.1'), 'listening')
}, patience)
afterAll(async () => {
  await browser?.close()
  site.close()
  await server.close()
}, patience)

test(
  'the unmodified Segment client in a browser sends from another origin, and the visitor becomes the customer',
  async () => {
    expect(
      existsSync(executablePath),
      `Chromium is needed at ${executablePath}; TEIA_CHROMIUM names another`,
    ).toBe(true)
    const own = await server.workspace()
    const teia = await server.url()
    browser = await chromium.launch({
      executablePath,
      timeout: patience,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    })
    const page = await browser.newPage()
    page.setDefaultTimeout(patience)
    const complaints: string[] = []
    page.on('console', (said) => void (said.type() === 'error' && complaints.push(said.text())))
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/shop`)
    const anonymousId = await page.evaluate(
      async ({ writeKey, cdnURL, apiHost }) => {
        const analytics = globalThis.AnalyticsNext.AnalyticsBrowser.load(
          { writeKey, cdnURL },
          { integrations: { 'Segment.io': { apiHost, protocol: 'http' } } },
        )
        await analytics.page('Shop', 'Home')
        await analytics.track('Product Viewed', { sku: 'ação-1' })
        const visitor = (await analytics.user()).anonymousId()
        await analytics.alias('customer-1', visitor ?? '')
        await analytics.identify('customer-1', { email: 'ana@shop.example', name: 'Ana' })
        await analytics.track('Order Completed', { total: 12.5 })
        await analytics.group('acme', { name: 'Acme' })
        await analytics.track('Signed Out')
        return visitor
      },
      { writeKey: own.writeKey, cdnURL: teia, apiHost: `${teia.slice('http://'.length)}/v1` },
    )

    const sent = ['Order Completed', 'Product Viewed', 'Signed Out']
    await expect
      .poll(
        async () =>
          (await own.stored())
            .filter((row) => row.type === 'track')
            .map((row) => row.name)
            .toSorted(),
        { timeout: 20_000, interval: 500 },
      )
      .toEqual(sent)
    const alias = (await own.stored()).find((row) => row.type === 'alias')
    expect(JSON.parse(alias?.raw ?? '{}')).toMatchObject({ userId: 'customer-1', previousId: anonymousId })
    const person = async () => {
      const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/people')
      return own.key.get<Person>(`/api/v1/people/${items[0]?.id}`)
    }
    const ids = ['ana@shop.example', 'customer-1', anonymousId].toSorted()
    await expect
      .poll(async () => (await person()).identifiers.map((one) => one.value).toSorted(), {
        timeout: 20_000,
        interval: 500,
      })
      .toEqual(ids)
    const found = await person()
    expect((await own.key.get<{ items: object[] }>('/api/v1/people')).items.length).toBe(1)
    expect([found.name, found.email, found.isKnown]).toEqual(['Ana', 'ana@shop.example', true])
    expect(found.accounts.map((one) => [one.groupId, one.name])).toEqual([['acme', 'Acme']])
    const { items } = await own.key.get<{ items: { name: string }[] }>(`/api/v1/people/${found.id}/timeline`)
    expect(items.map((one) => one.name)).toEqual(expect.arrayContaining(sent))
    expect(complaints).toEqual([])
  },
  patience,
)

type Person = {
  id: string
  name: string
  email: string | null
  isKnown: boolean
  identifiers: { kind: string; value: string }[]
  accounts: { groupId: string; name: string }[]
}

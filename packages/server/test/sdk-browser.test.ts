import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer } from './test-server.ts'

declare global {
  var analytics: {
    track(event: string, properties?: object): void
    identify(userId: string, traits?: object): void
    consent(preferences: object): void
  }
}
/** As much of a page as this test touches: the server's own code knows no document. */
type Page = {
  document: { cookie: string }
  history: { pushState(state: object, title: string, url: string): void }
}

const patience = 180_000
const executablePath = process.env.TEIA_CHROMIUM ?? '/usr/bin/chromium'
const built = mkdtempSync(join(tmpdir(), 'teia-tag-'))
let teia = ''
let writeKey = ''
const site = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  // Nothing inline, nothing evaluated, nothing from elsewhere.
  response.setHeader(
    'content-security-policy',
    `default-src 'none'; script-src ${teia}; connect-src ${teia}; require-trusted-types-for 'script'`,
  )
  response.end(`<!doctype html><html lang="en"><title>A shop</title>
    <script src="${teia}/teia.js" data-write-key="${writeKey}" data-vitals="on" data-errors="on"></script>
    <button data-teia-event="Plan Chosen" data-teia-plan-name="pro"><b>Choose</b></button></html>`)
})
let server: TestServer
let browser: Browser | undefined
beforeAll(async () => {
  const folder = fileURLToPath(new URL('../../sdk-browser', import.meta.url))
  const vite = fileURLToPath(new URL('../../../node_modules/vite/bin/vite.js', import.meta.url))
  execFileSync(process.execPath, [vite, 'build', '--outDir', built, '--emptyOutDir', '--logLevel', 'error'], {
    cwd: folder,
  })
  server = await openTestServer({ tagFile: join(built, 'teia.js') })
  await once(site.listen(0, '127.0.0.1'), 'listening')
}, patience)
afterAll(async () => {
  await browser?.close()
  site.close()
  await server.close()
  rmSync(built, { recursive: true, force: true })
}, patience)

test(
  'the tag works under a strict policy: pages, clicks, consent, errors, a reload while offline, and leaving',
  async () => {
    expect(
      existsSync(executablePath),
      `Chromium is needed at ${executablePath}; TEIA_CHROMIUM names another`,
    ).toBe(true)
    const own = await server.workspace()
    teia = await server.url()
    writeKey = own.writeKey
    browser = await chromium.launch({
      executablePath,
      timeout: patience,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
    const context = await browser.newContext()
    const page = await context.newPage()
    page.setDefaultTimeout(patience)
    const complaints: string[] = []
    page.on('console', (said) => void (said.type() === 'error' && complaints.push(said.text())))
    const address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/shop`
    await page.goto(address)
    await page.click('button b')
    expect(
      await page.evaluate(() => [(globalThis as unknown as Page).document.cookie, localStorage.length]),
    ).toEqual(['', 0])

    await page.evaluate(() => {
      globalThis.analytics.consent({ analytics_storage: 'granted' })
      globalThis.analytics.identify('ana', { name: 'Ana' })
      ;(globalThis as unknown as Page).history.pushState({}, '', '/shop/cart')
    })
    expect(await page.evaluate(() => localStorage.length)).toBeGreaterThan(0)
    await page.evaluate(() => void setTimeout(() => Promise.reject(new Error('A planted fault'))))
    const events = async () => (await own.stored()).map((row) => row.name)
    const patient = { timeout: 60_000, interval: 500 }
    await expect
      .poll(events, patient)
      .toEqual(expect.arrayContaining(['Plan Chosen', 'Identified', 'Error Occurred']))
    const rows = await own.stored()
    const pages = rows.filter((row) => row.type === 'page').map((row) => JSON.parse(row.properties).path)
    expect(pages).toEqual(['/shop', '/shop/cart'])
    const chosen = rows.find((row) => row.name === 'Plan Chosen')
    expect(JSON.parse(chosen?.properties ?? '{}')).toEqual({ plan_name: 'pro' })
    expect(complaints).toEqual([])

    await context.route(`${teia}/v1/b`, (route) => route.abort('internetdisconnected'))
    await page.evaluate(() => globalThis.analytics.track('While Offline'))
    await page.goto(address)
    await context.unroute(`${teia}/v1/b`)
    await page.evaluate(() => globalThis.analytics.track('Last Words'))
    await page.goto('about:blank')
    await expect
      .poll(events, patient)
      .toEqual(expect.arrayContaining(['While Offline', 'Last Words', 'Web Vital Measured']))
    const after = await own.stored()
    expect(new Set(after.map((row) => row.message_id)).size).toBe(after.length)
    const { items } = await own.key.get<{ items: { name: string }[] }>('/api/v1/people')
    expect(items.map((one) => one.name)).toContain('Ana')
  },
  patience,
)

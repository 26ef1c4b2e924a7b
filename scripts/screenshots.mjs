// Takes the pictures in docs/images from a server with the demo world: TEIA_E2E_URL names one that runs already,
// otherwise one is started. TEIA_CHROMIUM names the browser.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { findChromium } from './lib/chromium.mjs'
import { openDemoServer, signInToDemo } from './lib/demo-server.mjs'
import { inRoot } from './lib/paths.mjs'

const images = inRoot('docs', 'images')
const sizes = [
  { suffix: '', width: 1440, height: 900 },
  { suffix: '-390', width: 390, height: 844 },
]
const themes = ['light', 'dark']

const executablePath = findChromium()
if (!executablePath) throw new Error('Chromium is missing: install it, or name one with TEIA_CHROMIUM.')

mkdirSync(images, { recursive: true })
const server = await openDemoServer()
const headers = await signInToDemo(server.url)
const pages = await pagesToShow(headers)
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  for (const theme of themes)
    for (const { suffix, width, height } of sizes) {
      const context = await browser.newContext({
        baseURL: server.url,
        viewport: { width, height },
        colorScheme: theme,
        reducedMotion: 'reduce',
        locale: 'en-GB',
        timezoneId: 'America/Sao_Paulo',
      })
      await context.addCookies(cookiesOf(headers))
      await context.addInitScript((key) => globalThis.localStorage.setItem(key, 'en'), 'teia.language')
      const page = await context.newPage()
      for (const [name, path] of pages) {
        await settle(page, path)
        await page.screenshot({
          path: join(images, `${name}${theme === 'dark' ? '-dark' : ''}${suffix}.png`),
        })
      }
      await context.close()
    }
} finally {
  await browser.close()
  await server.close()
}

/** Picture → address. The person is the first of the list, so that the same world gives the same picture. */
async function pagesToShow(headers) {
  const answer = await fetch(`${server.url}/api/v1/people?limit=1`, { headers })
  const { items } = await answer.json()
  return [
    ['pulse', '/'],
    ['paths', '/paths'],
    ['person', `/people/${items[0].id}`],
  ]
}

function cookiesOf({ cookie }) {
  return cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: server.url }
  })
}

/** Opens a page and waits until its answers are drawn. The live stream never rests, so the network cannot be asked. */
async function settle(page, path) {
  await page.goto(path)
  await page.locator('main h1').first().waitFor()
  await page.waitForFunction(() => document.querySelector('main [aria-busy="true"]') === null)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await page.waitForTimeout(500)
}

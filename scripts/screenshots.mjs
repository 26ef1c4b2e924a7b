// Takes the pictures in docs/images from a server with the demo world: TEIA_E2E_URL names one that runs already,
// otherwise one is started. TEIA_CHROMIUM names the browser.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { findChromium } from './lib/chromium.mjs'
import { openDemoServer } from './lib/demo-server.mjs'
import { inRoot } from './lib/paths.mjs'

const { demoSignIn } = await import(inRoot('packages', 'server', 'src', 'demo.ts'))
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
      await signIn(context)
      const page = await context.newPage()
      for (const [name, path] of await pagesToShow(context)) {
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

async function signIn(context) {
  const answer = await context.request.post('/api/auth/sign-in/email', {
    data: demoSignIn,
    headers: { origin: server.url },
  })
  if (!answer.ok()) throw new Error(`The demo sign-in was answered with ${answer.status()}.`)
}

/** Picture → address. The person is the first of the list, so that the same world gives the same picture. */
async function pagesToShow(context) {
  const answer = await context.request.get('/api/v1/people?limit=1')
  const { items } = await answer.json()
  const [person] = items
  if (!person) throw new Error('The demo workspace has no people.')
  return [
    ['pulse', '/'],
    ['paths', '/paths'],
    ['person', `/people/${person.id}`],
  ]
}

/** Opens a page and waits until its answers are drawn. The live stream never rests, so the network cannot be asked. */
async function settle(page, path) {
  await page.goto(path)
  await page.locator('main h1').first().waitFor()
  await page.waitForFunction(() => document.querySelector('main [aria-busy="true"]') === null)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await page.waitForTimeout(500)
}

import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContext, Page } from '@playwright/test'
import { addressesOf, doors, type PageName, pageNames } from './support/pages.ts'
import { expect, openApi, prefer, settled, test } from './support/teia.ts'

const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']
const wide = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }
/** Pages whose layout on a phone differs most; every other page is measured there, and audited in the wide window. */
const auditedOnPhone = new Set<PageName>(['sign-in', 'pulse', 'paths', 'person', 'source'])

// The pictures of the pages are taken by the test itself; a trace of each would take longer than the audit.
test.use({ trace: 'off', screenshot: 'only-on-failure' })

/** Collects what a page complains about: console errors, page errors, failed or refused requests. */
function listen(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (line) => line.type() === 'error' && complaints.push(`console: ${line.text()}`))
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('response', (answer) => {
    if (answer.status() >= 400) complaints.push(`${answer.status()} ${answer.url()}`)
  })
  page.on('requestfailed', (request) => {
    // Leaving a page ends its streams and questions; the browser calls that aborted.
    const reason = request.failure()?.errorText ?? ''
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${reason} ${request.url()}`)
  })
  return complaints
}

/** How much wider than the window the page is. */
const overflow = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')

/** What axe finds by the rules named, or by all that the tags choose. */
async function violationsOf(page: Page, rules: string[]) {
  // All is in one document: nothing has to be put together from frames in a page of its own, nor what passes be described.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  const { violations } = await (rules.length > 0 ? axe.withRules(rules) : axe.withTags(tags)).analyze()
  return violations.map(({ id, nodes }) => ({ id, at: nodes.map((node) => node.html.slice(0, 160)) }))
}

async function shown(page: Page, name: PageName): Promise<void> {
  if (name === 'sign-in') await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  // An invitation that nobody knows is told of.
  else if (name === 'invitation') await expect(page.getByRole('alert')).toBeVisible()
  // The gallery shows a loading part on purpose.
  else if (name === 'gallery') await expect(page.locator('main h1').first()).toBeVisible()
  else await settled(page)
  if (name === 'paths')
    await expect(page.getByRole('complementary', { name: 'Selected part of the paths' })).toBeVisible()
}

let context: BrowserContext
let page: Page
let complaints: string[]
let paths: Record<PageName, string>

// One window for all pages: scripts and styles come from its cache, as they do for somebody at work.
test.beforeAll(async ({ browser, session, playwright, baseURL }) => {
  test.setTimeout(360_000)
  const { api, close } = await openApi(playwright, session, baseURL ?? '')
  paths = await addressesOf(api)
  await close()
  context = await browser.newContext({
    ...(baseURL === undefined ? {} : { baseURL }),
    viewport: wide,
    locale: 'en-GB',
    timezoneId: 'America/Sao_Paulo',
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  await prefer(context, 'en', 'system')
  page = await context.newPage()
  complaints = listen(page)
})
test.afterAll(() => context.close())

for (const name of pageNames)
  test(`${name} has no axe violation in either theme, no fault in the console and fits 390 px`, async ({
    session,
  }) => {
    if (doors.has(name)) await context.clearCookies()
    else await context.addCookies(session.cookies)
    complaints.length = 0
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize(wide)
    await page.goto(paths[name])
    for (const size of [wide, phone])
      for (const theme of ['light', 'dark'] as const) {
        await page.setViewportSize(size)
        await page.emulateMedia({ colorScheme: theme })
        await shown(page, name)
        await page.screenshot({
          path: `artifacts/screens/${name}-${theme}-${size.width}.png`,
          fullPage: true,
        })
        expect(await overflow(page), `pixels wider than ${size.width}`).toBe(0)
        // The themes differ in colours alone.
        if (size === wide || (theme === 'light' && auditedOnPhone.has(name)))
          expect(await violationsOf(page, theme === 'dark' ? ['color-contrast'] : [])).toEqual([])
      }
    // Whoever is not signed in is told so, and an unknown invitation is not found.
    const refused = (one: string) =>
      doors.has(name) && (one.includes('401') || (name === 'invitation' && one.includes('404')))
    expect(complaints.filter((one) => !refused(one))).toEqual([])
  })

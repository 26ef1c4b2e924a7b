import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { allPages } from './support/pages.ts'
import { expect, settled, test } from './support/teia.ts'

const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']
/** Pages whose layout on a phone differs most; every other page is measured there, and audited in the wide window. */
const auditedOnPhone = new Set(['sign-in', 'pulse', 'paths', 'person', 'source'])
const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

/** Says what a page complains about: console errors, page errors, failed or refused requests. */
function complaintsOf(page: Page): string[] {
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

/** Whether the page itself is wider than the window. */
const overflow = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')

async function violationsOf(page: Page) {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  return violations.map(({ id, nodes }) => ({ id, at: nodes.map((node) => node.html.slice(0, 160)) }))
}

const names = [
  'sign-in',
  'pulse',
  'paths',
  'trends',
  'people',
  'person',
  'accounts',
  'account',
  'sources',
  'source',
  'live',
  'touchpoints',
  'workspace',
  'members',
  'keys',
  'audit',
  'gallery',
]

for (const theme of ['light', 'dark'] as const)
  test.describe(theme, () => {
    test.use({ theme, colorScheme: theme, contextOptions: { reducedMotion: 'reduce' } })
    for (const name of names)
      test(`${name} has no axe violation, no fault in the console and fits 390 px, in ${theme}`, async ({
        page,
        api,
      }) => {
        const shown = (await allPages(api)).find((one) => one.name === name)
        test.skip(!shown, 'the world is still filling')
        if (!shown) return
        if (shown.signedOut) await page.context().clearCookies()
        const complaints = complaintsOf(page)
        for (const size of sizes) {
          const { width } = size
          await page.setViewportSize(size)
          if (size === sizes[0]) await page.goto(shown.path)
          if (shown.signedOut) await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
          // The gallery shows a loading part on purpose.
          else if (name === 'gallery') await expect(page.locator('main h1').first()).toBeVisible()
          else await settled(page)
          if (name === 'paths')
            await expect(
              page.getByRole('complementary', { name: 'Selected part of the paths' }),
            ).toBeVisible()
          await page.screenshot({ path: `artifacts/screens/${name}-${theme}-${width}.png`, fullPage: true })
          expect(await overflow(page), `pixels wider than ${width}`).toBe(0)
          if (size === sizes[0] || (theme === 'light' && auditedOnPhone.has(name)))
            expect(await violationsOf(page)).toEqual([])
        }
        expect(complaints.filter((one) => !(shown.signedOut && one.includes('401')))).toEqual([])
      })
  })

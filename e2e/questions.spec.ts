import { expect, open, settled, test } from './support/teia.ts'

const pages = [
  { name: 'Pulse', path: '/', asks: 'pulse' },
  { name: 'Trends', path: '/trends', asks: 'trend' },
  { name: 'Paths', path: '/paths', asks: 'paths' },
  { name: 'People by a rule', path: '/people?filter=%7B%22and%22%3A%5B%5D%7D', asks: 'people' },
]

for (const { name, path, asks } of pages)
  test(`a long question of ${name} says that it runs, is hung up when stopped, and can be asked again`, async ({
    page,
  }) => {
    const question = `**/api/v1/questions/${asks}`
    // The server is reached only by the second try: the first waits as it does while the engine is busy.
    await page.route(question, () => undefined)
    const hungUp = page.waitForEvent('requestfailed', (request) => request.url().endsWith(asks))
    await page.goto(path)
    await expect(page.getByText('Still counting')).toBeVisible()
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    expect((await hungUp).failure()?.errorText).toBe('net::ERR_ABORTED')
    await expect(page.getByRole('heading', { name: 'You stopped this question' })).toBeVisible()
    await expect(page.getByText('Still counting')).toBeHidden()

    await page.unroute(question)
    await page.getByRole('button', { name: 'Ask again' }).click()
    await settled(page)
    await expect(page.getByRole('heading', { name: 'You stopped this question' })).toBeHidden()
    await expect(page.locator('main table').first()).toBeVisible()
  })

test('an answer that comes at once never says that it is counted', async ({ page }) => {
  await open(page, '/trends')
  await expect(page.getByText('Still counting')).toHaveCount(0)
})

for (const path of [
  '/funnels?view=table',
  '/funnels/separates',
  '/funnels/time-between',
  '/retention',
  '/attribution',
  '/maps/draft',
])
  test(`${path} says that it waits for what can be asked about, and why there is none`, async ({ page }) => {
    const { promise: held, resolve: answer } = Promise.withResolvers<void>()
    await page.route('**/api/v1/catalogue', async (route) => {
      await held
      await route.fulfill({ status: 503, body: '' })
    })
    await page.goto(path)
    await expect(page.locator('main [aria-busy="true"]')).toBeVisible()
    answer()
    await expect(page.getByRole('alert').getByRole('button')).toBeVisible()
    await page.unroute('**/api/v1/catalogue')
    await page.getByRole('alert').getByRole('button').click()
    await settled(page)
    await expect(page.getByRole('alert')).toHaveCount(0)
    await expect(page.locator('main table').first()).toBeVisible()
  })

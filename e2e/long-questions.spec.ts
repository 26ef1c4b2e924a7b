import { ConformanceAnswer, faultOf, JourneyMap, MapDocument } from '@teia/contracts'
import { address, day, expect, open, test, unique } from './support/teia.ts'

const step = (id: string, event: string) => ({ id, name: `Step ${id}`, matcher: { event } })
const documentOf = (name: string) =>
  MapDocument.parse({
    name,
    asIs: {
      stages: [
        {
          id: 'all',
          name: 'All',
          steps: [step('looks', 'Product Viewed'), step('orders', 'Order Completed')],
        },
      ],
    },
  })

test('a conformance that takes long tells how many journeys are compared, and can be stopped', async ({
  page,
  api,
}) => {
  const map = await api.ask(JourneyMap, '/maps', { document: documentOf(unique('Long')) })
  // The server is too quick for a sight of it: the question is held, and told to be half way.
  const asked: string[] = []
  await page.route('**/api/v1/questions/conformance', (route) => {
    asked.push(route.request().headers()['x-question-id'] ?? '')
  })
  await page.route('**/api/v1/questions/asked/*', (route) => {
    expect(
      route
        .request()
        .url()
        .endsWith(asked.at(-1) ?? '?'),
    ).toBe(true)
    return route.fulfill({ json: { phase: 'aligning', done: 12_000, total: 48_000, elapsedMs: 4_000 } })
  })
  await page.goto(`/maps/${map.id}/conformance`)
  await expect(page.getByText('12,000 of 48,000 journeys compared')).toBeVisible()
  await expect(page.getByRole('progressbar', { name: 'Still counting' })).toHaveAttribute(
    'aria-valuenow',
    '25',
  )
  await page.setViewportSize({ width: 320, height: 700 })
  const bar = await page.locator('.running > div').boundingBox()
  const stop = await page.getByRole('button', { name: 'Stop' }).boundingBox()
  expect((stop?.x ?? 0) + (stop?.width ?? Number.NaN)).toBeLessThanOrEqual((bar?.x ?? 0) + (bar?.width ?? 0))
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByRole('heading', { name: 'You stopped this question' })).toBeVisible()
  await api.send('DELETE', `/maps/${map.id}`)
})

test('walks beyond the limit of conformance are named on the page', async ({ page, api }) => {
  const map = await api.ask(JourneyMap, '/maps', { document: documentOf(unique('Beyond')) })
  await page.route('**/api/v1/questions/conformance', async (route) => {
    const answer = ConformanceAnswer.parse(await (await route.fetch()).json())
    await route.fulfill({ json: { ...answer, leftOut: { variants: 1_200, people: 1_350, shortened: 3 } } })
  })
  await open(page, `/maps/${map.id}/conformance`)
  await expect(page.getByText('1,200 rare walks of 1,350 people are left out')).toBeVisible()
  await expect(page.getByText('Of 3 people only the first 200 steps are compared.')).toBeVisible()
  await api.send('DELETE', `/maps/${map.id}`)
})

test('a question that was stopped at its limit says what would help, and one press asks that', async ({
  page,
  api,
}) => {
  const { timeZone } = api.workspace
  const [from, to] = [day(timeZone, 6), day(timeZone, 0)]
  let isSlow = true
  await page.route('**/api/v1/questions/trend', (route) => {
    if (!isSlow) return route.continue()
    const advice = [
      { fault: faultOf('advice_range', { days: 7, asked: 28 }), question: { range: { from, to, timeZone } } },
      { fault: faultOf('advice_did', { names: 'Order Completed' }), question: null },
    ]
    const problem = { type: '', title: '', status: 504, code: 'query_timeout', detail: '', advice }
    return route.fulfill({ status: 504, json: problem, contentType: 'application/problem+json' })
  })
  await page.goto(address('/trends', { period: '28d' }))
  const notice = page.getByRole('alert')
  await expect(notice).toContainText('What would help')
  await expect(notice).toContainText('Leave out of the filter who did or did not do “Order Completed”.')
  isSlow = false
  await notice.getByRole('button', { name: 'Ask for the last 7 days instead of 28.' }).click()
  await expect(page).toHaveURL(new RegExp(`from=${from}`))
  await expect(notice).toHaveCount(0)
  await expect(page.locator('main svg').first()).toBeVisible()
})

import { RetentionAnswer, RetentionPeopleAnswer } from '@teia/contracts'
import { type Api, address, day, expect, open, rounded, test, whole } from './support/teia.ts'

const place = { event: 'Product Viewed' }
const period = (api: Api) => {
  const { timeZone } = api.workspace
  return { from: day(timeZone, 60), to: day(timeZone, 2) }
}
const question = (api: Api) => ({
  range: { ...period(api), timeZone: api.workspace.timeZone },
  first: place,
  returning: place,
  period: 'week',
  periods: 12,
})
const at = (api: Api, more: object = {}) =>
  address('/retention', { period: 'custom', ...period(api), first: place, ...more })

test('the grid shows the cohorts of the API, and arrow keys lead to a cell and the people behind it', async ({
  page,
  api,
}) => {
  const answer = await api.ask(RetentionAnswer, '/questions/retention', question(api))
  await open(page, at(api))
  const grid = page.getByRole('group', { name: 'Cohorts' })
  const cohorts = answer.cohorts.filter((one) => one.people > 0)
  await expect(grid.locator('tbody tr')).toHaveCount(cohorts.length + 1)
  const [first] = cohorts
  await expect(grid.locator('tbody tr').nth(1).locator('td').first()).toHaveText(whole(first?.people ?? 0))
  await grid.locator('button[tabindex="0"]').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary', { name: 'Selected cell' })
  const people = await api.ask(RetentionPeopleAnswer, '/questions/retention-people', {
    retention: question(api),
    cohort: first?.start,
    period: 1,
  })
  await expect(panel.getByRole('heading', { name: 'People' })).toContainText(whole(people.total))
  await page.reload()
  await expect(panel.getByRole('heading', { name: 'People' })).toContainText(whole(people.total))
})

test('the period before is drawn beside the curve, and the table says what changed; one click leaves it out', async ({
  page,
  api,
}) => {
  const answer = await api.ask(RetentionAnswer, '/questions/retention', {
    ...question(api),
    compare: 'previous',
  })
  await open(page, at(api, { view: 'table' }))
  await expect(page.locator('.retention-curve .before circle')).toHaveCount(
    answer.previous?.curve.filter((one) => one !== null).length ?? -1,
  )
  const table = page.getByRole('group', { name: 'The curve in numbers' })
  const [now, before] = [answer.curve[1], answer.previous?.curve[1]]
  const points = ((now?.share ?? 0) - (before?.share ?? 0)) * 100
  await expect(table.getByRole('row').nth(2)).toContainText(`${rounded(Math.abs(points), 1)} pp`)
  await open(page, at(api, { view: 'table', compare: 'none' }))
  await expect(table.getByRole('columnheader', { name: 'Change' })).toHaveCount(0)
  await expect(page.locator('.retention-curve .before')).toHaveCount(0)
})

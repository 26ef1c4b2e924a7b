import { TimeBetweenAnswer, TimeBetweenPeopleAnswer } from '@teia/contracts'
import { type Api, address, day, expect, open, pick, settled, test, whole } from './support/teia.ts'

const period = (api: Api) => {
  const { timeZone } = api.workspace
  return { from: day(timeZone, 40), to: day(timeZone, 5) }
}
const places = { first: { event: 'Product Viewed' }, next: { event: 'Product Added' } }
const question = (api: Api, more: object = {}) => ({
  range: { ...period(api), timeZone: api.workspace.timeZone },
  ...places,
  limit: 8,
  ...more,
})

test('a bar opens the people who took as long, by keyboard, and each time is counted when asked', async ({
  page,
  api,
}) => {
  const answer = await api.ask(TimeBetweenAnswer, '/questions/time-between', question(api))
  await open(page, address('/funnels/time-between', { period: 'custom', ...period(api), ...places }))
  const table = page.getByRole('group', { name: 'In numbers' }).locator('tbody tr').first()
  await expect(table.locator('td').nth(1)).toHaveText(whole(answer.people))
  await page.locator('.mark-bars [tabindex="0"]').focus()
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary', { name: 'Selected people' })
  const heading = panel.getByRole('heading', { name: 'People' })
  await expect(heading).toContainText(whole(answer.seconds?.bins[0] ?? 0))
  await page.reload()
  await expect(heading).toContainText(whole(answer.seconds?.bins[0] ?? 0))
  await pick(page, 'Count', 'each time a person counts with the median of their own')
  await settled(page)
  await table.focus()
  await page.keyboard.press('Enter')
  await panel.getByRole('button', { name: 'Not by the end' }).click()
  const never = await api.ask(TimeBetweenPeopleAnswer, '/questions/time-between-people', {
    between: question(api, { count: 'each' }),
    part: 'never',
  })
  await expect(heading).toContainText(whole(never.total))
})

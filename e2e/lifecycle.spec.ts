import {
  LifecycleAnswer,
  LifecyclePeopleAnswer,
  StickinessAnswer,
  StickinessPeopleAnswer,
} from '@teia/contracts'
import { type Api, address, day, expect, open, settled, test, whole } from './support/teia.ts'

const period = (api: Api) => {
  const { timeZone } = api.workspace
  return { from: day(timeZone, 60), to: day(timeZone, 2) }
}
const question = (api: Api) => ({
  range: { ...period(api), timeZone: api.workspace.timeZone },
  period: 'week',
})
const at = (api: Api, path: string, more: object = {}) =>
  address(path, { period: 'custom', ...period(api), ...more })

test('a bar of the lifecycle opens the people that the API counts, by arrow keys', async ({ page, api }) => {
  const answer = await api.ask(LifecycleAnswer, '/questions/lifecycle', question(api))
  const second = answer.periods[1]
  if (!second) throw new Error('There is one week alone.')
  await open(page, at(api, '/retention'))
  await page.getByRole('link', { name: 'Lifecycle' }).click()
  await settled(page)
  await page.locator('.mark-bars [tabindex="0"]').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowUp')
  await expect(page.locator('.mark-bars :focus')).toHaveAccessibleName(
    new RegExp(`Back after a pause: ${whole(second.resurrected)} `),
  )
  await page.keyboard.press('Enter')
  const people = await api.ask(LifecyclePeopleAnswer, '/questions/lifecycle-people', {
    lifecycle: question(api),
    start: second.start,
    part: 'resurrected',
  })
  const panel = page.getByRole('complementary', { name: 'Selected part of a period' })
  await expect(panel.getByRole('heading', { name: 'People' })).toContainText(whole(people.total))
  await page.reload()
  await expect(panel.getByRole('heading', { name: 'People' })).toContainText(whole(people.total))
})

test('the days of a week open the people who were active on so many', async ({ page, api }) => {
  const answer = await api.ask(StickinessAnswer, '/questions/stickiness', question(api))
  const week = answer.periods[2]
  if (!week) throw new Error('There are not three weeks.')
  await open(page, at(api, '/retention/stickiness', { view: 'table' }))
  const rows = page.getByRole('group', { name: 'Periods' }).locator('tbody tr')
  await expect(rows).toHaveCount(answer.periods.length)
  await rows.nth(2).focus()
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary', { name: 'Selected people' })
  await expect(panel.getByRole('heading', { name: 'People' })).toContainText(whole(week.people))
  await page.getByRole('button', { name: /^On 2 days: / }).click()
  const two = await api.ask(StickinessPeopleAnswer, '/questions/stickiness-people', {
    stickiness: question(api),
    start: week.start,
    days: 2,
  })
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText('On 2 days')
  await expect(panel.getByRole('heading', { name: 'People' })).toContainText(whole(two.total))
})

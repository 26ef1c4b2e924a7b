import { SeparatesAnswer, SeparatesPeopleAnswer } from '@teia/contracts'
import { type Api, address, day, expect, open, settled, test, whole } from './support/teia.ts'

const steps = [{ event: 'Product Viewed' }, { event: 'Product Added' }, { event: 'Order Completed' }]
const period = (api: Api) => {
  const { timeZone } = api.workspace
  return { from: day(timeZone, 40), to: day(timeZone, 5) }
}
const question = (api: Api) => ({
  funnel: {
    range: { ...period(api), timeZone: api.workspace.timeZone },
    steps,
    window: { value: 7, unit: 'day' },
    limit: 8,
  },
  step: 2,
})
const at = (api: Api, path: string, more: object = {}) =>
  address(path, { period: 'custom', ...period(api), steps, ...more })

test('from a step of a funnel one is led to what separates, by keyboard, down to the people and back with a condition', async ({
  page,
  api,
}) => {
  const answer = await api.ask(SeparatesAnswer, '/questions/separates', question(api))
  const first = answer.items.find((one) => one.kind === 'event')
  if (!first) throw new Error('No event separates anybody.')
  await open(page, at(api, '/funnels', { open: { step: 2, part: 'left' } }))
  await page.getByRole('button', { name: 'What separates them' }).click()
  await expect(page).toHaveURL(/funnels\/separates/)
  await settled(page)
  await expect(page.locator('.deck')).toContainText(`${whole(answer.wentOn)} went on`)
  await page.getByRole('button', { name: /^Of / }).click()
  await page.getByRole('option', { name: 'event', exact: false }).first().click()
  await settled(page)
  const row = page.getByRole('group', { name: 'What separates them' }).locator('tbody tr').first()
  await expect(row).toContainText(first.name)
  await expect(row).toContainText(`${whole(first.wentOn.with)} of ${whole(first.wentOn.n)}`)
  await row.focus()
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary', { name: 'Selected thing' })
  const { kind, name } = first
  const left = await api.ask(SeparatesPeopleAnswer, '/questions/separates-people', {
    separates: question(api),
    thing: { kind, name },
    part: 'left',
  })
  await panel.getByRole('button', { name: 'Left' }).click()
  await expect(panel.getByRole('heading', { name: 'People' })).toContainText(whole(left.total))
  await page.reload()
  await expect(panel.getByRole('heading', { name: 'People' })).toContainText(whole(left.total))
  await panel.getByRole('button', { name: 'Filter the funnel by it' }).click()
  await expect(page).toHaveURL(/\/funnels\?.*did/)
})

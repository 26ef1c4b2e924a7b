import { FunnelAnswer, FunnelPeopleAnswer } from '@teia/contracts'
import { type Api, address, day, expect, open, pick, settled, test, whole } from './support/teia.ts'

const steps = [{ event: 'Product Viewed' }, { event: 'Product Added' }, { event: 'Order Completed' }]
const period = (api: Api) => {
  const { timeZone } = api.workspace
  return { from: day(timeZone, 40), to: day(timeZone, 5) }
}
const funnelOf = (api: Api, more: object = {}) => ({
  range: { ...period(api), timeZone: api.workspace.timeZone },
  steps,
  window: { value: 7, unit: 'day' },
  ...more,
})
const answerOf = (api: Api, more: object = {}) =>
  api.ask(FunnelAnswer, '/questions/funnel', funnelOf(api, more))
const at = (api: Api, more: object = {}) =>
  address('/funnels', { period: 'custom', ...period(api), steps, ...more })

test('the table has the counts of the API, and scope and order change the question', async ({
  page,
  api,
}) => {
  await open(page, at(api, { view: 'table' }))
  await pick(page, 'Scope', 'session')
  await expect(page).toHaveURL(/scope=session/)
  await settled(page)
  const { steps: counted } = await answerOf(api, { scope: 'session' })
  const rows = page.getByRole('group', { name: 'Steps' }).locator('tbody tr')
  await expect(rows).toHaveCount(counted.length)
  for (const [index, step] of counted.entries())
    await expect(rows.nth(index).locator('td').nth(1)).toHaveText(whole(step.walks))
})

test('a part of a bar opens with the people that the API counts, by keyboard', async ({ page, api }) => {
  const left = await api.ask(FunnelPeopleAnswer, '/questions/funnel-people', {
    funnel: funnelOf(api),
    step: 1,
    part: 'left',
  })
  await open(page, at(api))
  await page.getByRole('button', { name: /left after Product Viewed and before Product Added$/ }).focus()
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary', { name: 'Selected part of the funnel' })
  await expect(panel.getByRole('heading', { name: 'People' })).toContainText(whole(left.total))
  await expect(page).toHaveURL(/open=/)
  await page.reload()
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText('Product Viewed')
})

test('steps are added, moved by the arrow keys and removed', async ({ page, api }) => {
  await open(page, at(api))
  const editor = page.getByRole('region', { name: 'Steps of the funnel' })
  await editor.getByRole('button', { name: 'Add a step' }).click()
  await page.getByRole('combobox', { name: 'Add a step' }).fill('Checkout Started')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(editor.getByRole('listitem')).toHaveCount(4)
  await editor.getByRole('button', { name: /^Step 4, Checkout Started/ }).focus()
  await page.keyboard.press('ArrowUp')
  await expect(editor.getByRole('button', { name: /^Step 3, Checkout Started/ })).toBeFocused()
  await editor.getByRole('button', { name: 'Remove step 2, Product Added' }).click()
  await expect(editor.getByRole('listitem')).toHaveCount(3)
  await settled(page)
  const { steps: counted } = await answerOf(api, {
    steps: [{ event: 'Product Viewed' }, { event: 'Checkout Started' }, { event: 'Order Completed' }],
  })
  const reached = page.getByRole('button', { name: /reached Checkout Started:/ })
  await expect(reached).toHaveAccessibleName(new RegExp(`^${whole(counted[1]?.walks ?? 0)} reached`))
})

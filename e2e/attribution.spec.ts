import { AttributionAnswer, AttributionPeopleAnswer, SpendPage } from '@teia/contracts'
import { type Api, address, day, expect, open, pick, rounded, settled, test, whole } from './support/teia.ts'

const period = (api: Api) => {
  const { timeZone } = api.workspace
  return { from: day(timeZone, 40), to: day(timeZone, 12) }
}
const outcome = { event: 'Order Completed' }
const question = (api: Api, more: object = {}) => ({
  range: { ...period(api), timeZone: api.workspace.timeZone },
  outcome: { ...outcome, valueProperty: 'total' },
  models: ['first', 'last', 'markov'],
  ...more,
})
const at = (api: Api, more: object = {}) =>
  address('/attribution', {
    ...{ period: 'custom', ...period(api), outcome, worth: 'total', models: ['first', 'last', 'markov'] },
    ...more,
  })
const decimals = (n: number) => (n !== 0 && n < 100 ? rounded(n, 1) : whole(Math.round(n)))

test('models stand side by side and sum to all conversions, another model and other channels are asked for, and a channel opens its people', async ({
  page,
  api,
}) => {
  const answer = await api.ask(AttributionAnswer, '/questions/attribution', question(api))
  const email = (model: number) =>
    answer.models[model]?.channels.find(({ channel }) => channel === 'E-mail')?.conversions ?? 0
  await open(page, at(api))
  const table = page.getByRole('group', { name: 'In numbers' })
  const row = table.locator('tbody tr').filter({ hasText: 'E-mail' })
  await expect(row).toBeVisible()
  // A column of spend stands before them where some is known.
  const heads = await table.getByRole('columnheader').allInnerTexts()
  for (const [model, name] of ['First touch', 'Last touch', 'Markov, order 1'].entries()) {
    const column = heads.findIndex((head) => head.startsWith(name))
    await expect(row.locator('td').nth(column)).toContainText(decimals(email(model)))
    await expect(table.locator('tfoot td').nth(column)).toHaveText(whole(answer.conversions))
  }
  // By keyboard from the drawing to the people.
  await page.locator('.given-marks [tabindex="0"]').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary', { name: 'Selected channel' })
  await expect(panel).toBeVisible()
  await row.click()
  const heading = panel.getByRole('heading', { name: 'People' })
  const people = (more: object) =>
    api.ask(AttributionPeopleAnswer, '/questions/attribution-people', {
      ...{ attribution: question(api), channel: 'E-mail', ...more },
    })
  await expect(heading).toContainText(whole((await people({})).total))
  await page.reload()
  await panel.getByRole('button', { name: 'Did not' }).click()
  await expect(heading).toContainText(whole((await people({ part: 'not' })).total))
  await expect(panel.getByRole('button', { name: 'Put on a list' })).toBeVisible()
  await pick(page, 'Channels by', 'touchpoint')
  await settled(page)
  await page.getByRole('button', { name: 'By whose touchpoint' }).click()
  await expect(table.getByText(/^Touchpoints of partners:/)).toBeVisible()
  await page.getByRole('button', { name: /^Models / }).click()
  await page.getByRole('option', { name: /^Shapley the same/ }).click()
  await page.keyboard.press('Escape')
  await settled(page)
  await expect(table.getByRole('columnheader', { name: 'Shapley' })).toBeVisible()
})

test('a file of what was spent gives cost and return, its refused lines are told, and a line is changed and removed', async ({
  page,
  api,
}) => {
  // Channels that no other test spends on, in days that no other page looks at.
  const { timeZone } = api.workspace
  const days = { from: day(timeZone, 100), to: day(timeZone, 91) }
  const selection = new URLSearchParams({ by: 'entry', ...days })
  expect((await api.send('DELETE', `/spend?${selection}`)).ok()).toBe(true)
  await open(page, at(api, days))
  await page.getByRole('button', { name: 'Spend', exact: true }).click()
  const panel = page.getByRole('complementary', { name: 'What was spent' })
  const file = [
    'day,channel,amount',
    `${days.from},Search ad,300`,
    `${days.to},Search ad,100.50`,
    'soon,Search ad,1',
  ]
  await panel.getByLabel('Upload CSV').setInputFiles({
    name: 'spend.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(file.join('\n')),
  })
  await expect(panel.getByRole('status')).toContainText('2 lines kept')
  await expect(panel.getByRole('status')).toContainText('Line 4: “soon” is no day')
  await settled(page)
  const row = page
    .getByRole('group', { name: 'In numbers' })
    .locator('tbody tr')
    .filter({ hasText: 'Search ad' })
  await expect(row).toContainText('2 of 10 days')
  await page.getByRole('button', { name: 'Cost per conversion' }).click()
  const asked = question(api, { range: { ...days, timeZone } })
  const cost = async () => {
    const { models } = await api.ask(AttributionAnswer, '/questions/attribution', asked)
    return models[1]?.channels.find(({ channel }) => channel === 'Search ad')?.cost?.estimate ?? 0
  }
  const before = await cost()
  await expect(row.locator('td').nth(4)).toContainText(rounded(before, 2))
  await panel
    .getByRole('button', { name: /^Change: .*Search ad/ })
    .first()
    .click()
  await panel.getByLabel(/^Amount/).fill('200.5')
  await panel.getByRole('button', { name: 'Keep' }).click()
  await expect(panel.getByText('200.50')).toBeVisible()
  await settled(page)
  expect(await cost()).toBeCloseTo((before * 500.5) / 400.5, 6)
  await expect(row.locator('td').nth(4)).toContainText(rounded(await cost(), 2))
  await panel
    .getByRole('button', { name: /^Remove: .*Search ad/ })
    .first()
    .click()
  await expect(panel.getByText('200.50')).toHaveCount(0)
  await panel.getByRole('button', { name: 'Remove all of this period' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(panel.getByText('Nothing is known of what these channels cost.')).toBeVisible()
  expect((await api.get(SpendPage, `/spend?${selection}`)).items).toEqual([])
})

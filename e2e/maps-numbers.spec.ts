import { MapAnswer, MapStepAnswer } from '@teia/contracts'
import { made, part } from './support/maps.ts'
import { day, expect, open, test, unique, whole } from './support/teia.ts'

test.describe.configure({ mode: 'default' })

test('the numbers of a step open its people, as many as the API counts', async ({ page, api }) => {
  const map = await made(api, unique('People'))
  const { timeZone } = api.workspace
  const range = { from: day(timeZone, 27), to: day(timeZone, 0), timeZone }
  const answer = await api.ask(MapAnswer, '/questions/map', { mapId: map.id, range })
  const orders = answer.steps.find((step) => step.id === 'orders')
  await open(page, `/maps/${map.id}?step=orders`)
  const panel = page.getByRole('complementary', { name: 'Selected step' })
  await panel
    .getByRole('button', { name: whole(orders?.entered ?? 0), exact: true })
    .first()
    .click()
  await expect(panel.getByRole('list').getByRole('link').first()).toBeVisible()
  await expect(panel).toContainText(whole(orders?.entered ?? 0))
})

test('a step shows by day and by group who goes on, each day by arrow keys, each group as the API counts it', async ({
  page,
  api,
}) => {
  const map = await made(api, unique('Going on'))
  const { timeZone } = api.workspace
  const range = { from: day(timeZone, 27), to: day(timeZone, 0), timeZone }
  const { days, groups } = await api.ask(MapStepAnswer, '/questions/map-step', {
    map: { mapId: map.id, range },
    step: 'looks',
    breakdown: 'channel',
  })
  await open(page, `/maps/${map.id}?step=looks`)
  const panel = page.getByRole('complementary', { name: 'Selected step' })
  const chart = panel.getByRole('slider', { name: 'Share who go on, by day' })
  await chart.focus()
  await page.keyboard.press('Home')
  const [first] = days
  await expect(chart).toHaveAttribute(
    'aria-valuetext',
    new RegExp(`${whole(first?.wentOn ?? 0)} of ${whole(first?.entered ?? 0)}`),
  )
  const rows = panel.getByRole('table').getByRole('row')
  await expect(rows).toHaveCount(groups.length)
  for (const [at, { entered }] of groups.entries())
    await expect(rows.nth(at)).toContainText(`n ${whole(entered)}`)
  await panel.getByRole('button', { name: /Split by/ }).click()
  await page
    .getByRole('option', { name: 'Event', exact: true })
    .or(page.getByRole('menuitemradio', { name: 'Event', exact: true }))
    .first()
    .click()
  await expect(page).toHaveURL(/by=event/)
  await expect(panel.getByRole('table')).toContainText('Product Viewed')
})

test('a map stands beside other people and beside the days before, in the numbers of the API', async ({
  page,
  api,
}) => {
  const map = await made(api, unique('Beside'))
  const { timeZone } = api.workspace
  const range = { from: day(timeZone, 27), to: day(timeZone, 0), timeZone }
  const filter = { channel: 'app', operator: 'equals' }
  const answer = await api.ask(MapAnswer, '/questions/map', {
    mapId: map.id,
    range,
    compare: 'previous',
    against: { filter },
  })
  await open(page, `/maps/${map.id}?step=looks`)
  await page.getByRole('button', { name: /^Against/ }).click()
  const rule = page.getByRole('dialog', { name: 'Against' })
  await rule.getByLabel('Condition about').selectOption('Channel')
  await rule.getByRole('combobox', { name: 'Name' }).fill('App')
  await rule.getByRole('option', { name: 'App', exact: true }).click()
  await rule.getByRole('button', { name: 'Apply' }).click()
  for (const { id, entered } of answer.steps) {
    const beside = answer.against?.steps.find((one) => one.id === id)
    const values = part(page, `step ${id}`).locator('dl .pair-line').nth(1).locator('dd')
    await expect(values).toHaveText([whole(entered), whole(beside?.entered ?? Number.NaN)])
  }
  // Both numbers have room in the column of their step.
  const cell = await part(page, 'step looks').boundingBox()
  for (const value of await part(page, 'step looks').locator('dd').all()) {
    const box = await value.boundingBox()
    expect((box?.x ?? Number.NaN) + (box?.width ?? 0)).toBeLessThanOrEqual(
      (cell?.x ?? 0) + (cell?.width ?? 0),
    )
  }
  const panel = page.getByRole('complementary', { name: 'Selected step' })
  const before = answer.previous?.steps.find((one) => one.id === 'looks')
  const earlier = `before ${whole(before?.entered ?? Number.NaN)}`
  await expect(panel).toContainText(earlier)
  await expect(panel.getByText('Beside it', { exact: true })).toBeVisible()

  await page.getByRole('button', { name: /^Compare/ }).click()
  await page.getByRole('option', { name: 'with nothing' }).click()
  await expect(panel).not.toContainText(earlier)
  // It is all in the address.
  await page.reload()
  await expect(panel).not.toContainText(earlier)
  await expect(part(page, 'step looks').locator('dd.other')).toHaveCount(4)
})

test('on a phone an open step stands under the drawing, as wide as the page', async ({ page, api }) => {
  const map = await made(api, unique('On a phone'))
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, `/maps/${map.id}?step=looks`)
  const panel = await page.getByRole('complementary', { name: 'Selected step' }).boundingBox()
  const drawing = await page.getByRole('group', { name: 'Drawing of the map' }).boundingBox()
  if (!panel || !drawing) throw new Error('The page lacks a part.')
  expect(panel.y).toBeGreaterThanOrEqual(drawing.y + drawing.height)
  expect(panel.width).toBeGreaterThan(340)
})

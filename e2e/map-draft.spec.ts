import { JourneyMap, MapAnswer, MapDraftAnswer, MapList } from '@teia/contracts'
import { type Api, day, expect, open, settled, test, whole } from './support/teia.ts'

const rangeOf = (api: Api, days = 28) => {
  const { timeZone } = api.workspace
  return { from: day(timeZone, days - 1), to: day(timeZone, 0), timeZone }
}

test('a map is drafted from data: a step and a stage are rejected by keys, and the map counts who the draft said', async ({
  page,
  api,
}) => {
  const draft = await api.ask(MapDraftAnswer, '/questions/map-draft', {
    range: rangeOf(api),
    outcome: { event: 'Order Completed' },
  })
  const steps = draft.stages.flatMap((stage) => stage.steps)
  const [gone, kept] = [draft.stages[0], draft.stages.at(-1)]
  const [first, second] = kept?.steps ?? []
  if (!gone || !kept || gone === kept || !first || !second)
    throw new Error('The draft has too little to judge.')
  await open(page, '/maps')
  await page.getByRole('button', { name: 'New map' }).first().click()
  await page.getByRole('button', { name: /^Draft from data/ }).click()
  await expect(page).toHaveURL(/\/maps\/draft/)
  await settled(page)
  await expect(page.locator('.deck')).toContainText(`${whole(draft.people)} people reached “Order Completed”`)
  const table = page.getByRole('group', { name: 'Proposed stages and steps' })
  const boxes = table.getByRole('checkbox')
  await expect(boxes).toHaveCount(steps.length + draft.stages.length + 2)
  await boxes.first().focus()
  await page.keyboard.press('Space')
  // The steps of a rejected stage cannot be chosen, so the next box is that of the next stage.
  await page.keyboard.press('ArrowDown')
  await expect(table.getByRole('checkbox', { name: /^Accept the stage/ }).nth(1)).toBeFocused()
  await table.getByRole('checkbox', { name: `Accept the step “${first.name}”` }).focus()
  await page.keyboard.press('Space')
  const left = steps.length + 1 - gone.steps.length - 1
  await expect(page.getByText(`${left} of ${steps.length + 1} steps accepted`)).toBeVisible()
  await page.reload()
  await settled(page)
  await expect(page.getByText(`${left} of ${steps.length + 1} steps accepted`)).toBeVisible()
  const row = table.getByRole('row').filter({ has: page.getByRole('checkbox', { name: `“${second.name}”` }) })
  await row.last().getByRole('textbox').fill('As it is called here')
  const name = `What leads to “Order Completed” ${Date.now()}`
  await page.getByRole('textbox', { name: 'Name of the map' }).fill(name)
  await page.getByRole('button', { name: 'Create map' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  const { items } = await api.get(MapList, '/maps')
  const map = await api.get(JourneyMap, `/maps/${items.find((one) => one.name === name)?.id}`)
  expect(map.document.asIs.stages.map(({ id }) => id)).not.toContain(gone.id)
  const numbers = await api.ask(MapAnswer, '/questions/map', { mapId: map.id, range: rangeOf(api) })
  expect(numbers.steps.map(({ id }) => id)).not.toContain(first.id)
  for (const { id, entered } of numbers.steps) {
    const met = steps.find((step) => step.id === id)?.met ?? draft.people
    expect([id, entered]).toEqual([id, met])
    await expect(page.locator(`[data-part="step ${id}"] dl`)).toContainText(whole(entered))
  }
  await expect(page.locator(`[data-part="step ${second.id}"]`)).toContainText('As it is called here')
  await api.send('DELETE', `/maps/${map.id}`)
})

test('an outcome that nobody reached gives no map, and says what to do', async ({ page }) => {
  await open(
    page,
    `/maps/draft?outcome=${encodeURIComponent(JSON.stringify({ event: 'Never <b>done</b>' }))}`,
  )
  await expect(page.getByRole('heading', { name: 'Nobody reached it' })).toBeVisible()
  await expect(page.locator('.deck')).toContainText('Nobody reached “Never <b>done</b>” in this time.')
  await expect(page.getByRole('button', { name: 'Create map' })).toHaveCount(0)
})

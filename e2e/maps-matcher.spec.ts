import type { Locator, Page } from '@playwright/test'
import { type Filter, JourneyMap, MapAnswer } from '@teia/contracts'
import { documentOf, kept, part, save } from './support/maps.ts'
import { type Api, day, expect, open, test, unique, whole } from './support/teia.ts'

test.describe.configure({ mode: 'default' })

type Matcher = { event?: string; anyOf?: { event: string }[]; filter?: Filter }

const withMatcher = (name: string, matcher: Matcher | undefined) => {
  const document = documentOf(name)
  const step = document.asIs.stages[1]?.steps[0]
  if (!step) throw new Error('The map has no such step.')
  const { matcher: _, ...rest } = step
  document.asIs.stages[1]?.steps.splice(0, 1, matcher ? { ...rest, matcher } : rest)
  return document
}

/** How many come to the step where it is bound so, as the API counts it. */
async function countedBy(api: Api, matcher: Matcher): Promise<string> {
  const { id } = await api.ask(JourneyMap, '/maps', { document: withMatcher(unique('Counted'), matcher) })
  const { timeZone } = api.workspace
  const range = { from: day(timeZone, 27), to: day(timeZone, 0), timeZone }
  const { steps } = await api.ask(MapAnswer, '/questions/map', { mapId: id, range })
  await api.send('DELETE', `/maps/${id}`)
  return whole(steps.find((step) => step.id === 'orders')?.entered ?? Number.NaN)
}

const choose = async (page: Page, name: string) => {
  await page.getByRole('combobox', { name: 'Choose an event or touchpoint' }).fill(name)
  await page.getByRole('button', { name: 'Apply' }).click()
}
const add = (panel: Locator) => panel.getByRole('button', { name: /^Choose an event or touchpoint/ }).click()

test('a step is bound to an event, to either of two, under a condition, and to none, and each time counts what the API counts', async ({
  page,
  api,
}) => {
  const map = await api.ask(JourneyMap, '/maps', { document: withMatcher(unique('Bound'), undefined) })
  await open(page, `/maps/${map.id}?edit=true&step=orders`)
  const panel = page.getByRole('complementary', { name: 'Selected step' })
  const entered = part(page, 'step orders').locator('dl .pair-line').nth(1).locator('dd')
  await expect(entered).toHaveCount(0)

  await add(panel)
  await choose(page, 'Order Completed')
  await expect(entered).toHaveText(await countedBy(api, { event: 'Order Completed' }))

  const anyOf = [{ event: 'Order Completed' }, { event: 'Product Added' }]
  await add(panel)
  await choose(page, 'Product Added')
  await expect(entered).toHaveText(await countedBy(api, { anyOf }))

  await panel.getByRole('button', { name: /^where/ }).click()
  const rule = page.getByRole('dialog', { name: 'where' })
  await rule.getByLabel('Condition about').selectOption('Channel')
  await rule.getByRole('combobox', { name: 'Name' }).fill('App')
  await rule.getByRole('option', { name: 'App', exact: true }).click()
  await rule.getByRole('button', { name: 'Apply' }).click()
  const filter: Filter = { channel: 'app', operator: 'equals' }
  const underCondition = await countedBy(api, { anyOf, filter })
  await expect(entered).toHaveText(underCondition)

  await panel.getByRole('button', { name: 'Take this away' }).first().click()
  await panel.getByRole('button', { name: 'Take this away' }).first().click()
  await expect(part(page, 'step orders')).toContainText('not measured')
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(entered).toHaveText(underCondition)
  await save(page)
  await expect(entered).toHaveText(underCondition)
  const { document } = await kept(api, map)
  expect(document.asIs.stages[1]?.steps[0]?.matcher).toEqual({ anyOf, filter })
})

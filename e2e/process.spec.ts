import { ProcessAnswer, ProcessPeopleAnswer } from '@teia/contracts'
import { type Api, address, day, expect, open, pick, settled, test, whole } from './support/teia.ts'

const period = (api: Api) => {
  const { timeZone } = api.workspace
  return { from: day(timeZone, 20), to: day(timeZone, 5) }
}
const questionOf = (api: Api, more: object = {}) => ({
  range: { ...period(api), timeZone: api.workspace.timeZone },
  scope: 'session',
  ...more,
})
const answerOf = (api: Api, more: object = {}) =>
  api.ask(ProcessAnswer, '/questions/process', questionOf(api, more))
const at = (api: Api, more: object = {}) => address('/process', { period: 'custom', ...period(api), ...more })

test('the table has the counts of the API, and what a journey is changes the question', async ({
  page,
  api,
}) => {
  await open(page, at(api, { view: 'table' }))
  await pick(page, 'Journey', 'person')
  await expect(page).toHaveURL(/scope=person/)
  await settled(page)
  const { edges } = await answerOf(api, { scope: 'person' })
  const rows = page.getByRole('group', { name: 'Connections' }).locator('tbody tr')
  for (const place of [0, 1, 2])
    await expect(rows.nth(place).locator('td').nth(1)).toHaveText(whole(edges[place]?.times ?? 0))
})

test('a step and a connection are reached by keyboard from one tab stop, and open with the people that the API counts', async ({
  page,
  api,
}) => {
  const { nodes } = await answerOf(api)
  const most = nodes[0]
  if (!most) throw new Error('The demo has no steps.')
  await open(page, at(api))
  const drawing = page.getByRole('group', { name: /Arrow keys move/ })
  await expect(drawing).toBeVisible()
  await expect(drawing.locator('[tabindex="0"]')).toHaveCount(1)
  await drawing.locator('[tabindex="0"]').focus()
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary', { name: 'Selected part of the process' })
  const met = await api.ask(ProcessPeopleAnswer, '/questions/process-people', {
    process: questionOf(api),
    of: { node: most.id, part: 'met' },
  })
  await expect(panel.getByRole('heading', { name: 'People' })).toContainText(whole(met.total))
  await panel.getByRole('button', { name: 'Repeat' }).click()
  await expect(page).toHaveURL(/repeats/)
  await drawing.locator('[tabindex="0"]').focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await expect(page).not.toHaveURL(/repeats/)
  await page.reload()
  await expect(panel.getByRole('heading', { level: 2 })).not.toBeEmpty()
})

test('fewer connections are drawn as the slider goes down, and it says how many are hidden', async ({
  page,
  api,
}) => {
  await open(page, at(api, { links: 1, steps: 1 }))
  await expect(page.getByText('Nothing is hidden.')).toBeVisible()
  const marks = page.locator('.process [data-mark]')
  await expect(marks.first()).toBeVisible()
  const all = await marks.count()
  await page.getByRole('slider', { name: 'Connections shown' }).fill('50')
  await expect(page).toHaveURL(/links=0.5/)
  await expect(page.getByText(/^Hidden: 0 steps and \d+ connection/)).toBeVisible()
  await expect.poll(() => marks.count()).toBeLessThan(all)
})

test('the replay shows what was taken in a slice, and without motion only the slider moves it', async ({
  page,
  api,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, at(api))
  await page.getByRole('button', { name: 'Play the period' }).click()
  const time = page.getByRole('slider', { name: 'Time of the replay' })
  await expect(time).toHaveAttribute('max', '29')
  const before = await time.getAttribute('aria-valuetext')
  await time.fill('7')
  await expect(time).not.toHaveAttribute('aria-valuetext', before ?? '')
  await expect(page.locator('.process .dots')).toHaveCount(0)
  await page.getByRole('button', { name: 'Close the replay' }).click()
  await expect(time).toHaveCount(0)
})

test('the journeys are saved as an event log', async ({ page, api }) => {
  await open(page, at(api, { view: 'variants', from: day(api.workspace.timeZone, 6) }))
  await page.getByRole('button', { name: 'Export' }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Event log as XES' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('teia-process.xes')
})

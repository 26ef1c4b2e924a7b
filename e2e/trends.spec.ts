import { readFile } from 'node:fs/promises'
import { SegmentList, SegmentMembers, TrendAnswer } from '@teia/contracts'
import { type Api, address, day, expect, open, pick, settled, test, unique, whole } from './support/teia.ts'

const period = (api: Api) => {
  const { timeZone } = api.workspace
  return { from: day(timeZone, 20), to: day(timeZone, 7) }
}
const ask = (api: Api, more: object) =>
  api.ask(TrendAnswer, '/questions/trend', {
    range: { ...period(api), timeZone: api.workspace.timeZone },
    compare: 'previous',
    limit: 10,
    ...more,
  })

test('measure, interval and split change the question, and every series has the total of the API', async ({
  page,
  api,
}) => {
  await open(page, address('/trends', { period: 'custom', ...period(api) }))
  await pick(page, 'Count', 'people')
  await pick(page, 'By', 'week')
  await page.getByRole('button', { name: /^Split by/ }).click()
  await page.getByRole('option', { name: 'Channel' }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/measure=people/)
  await expect(page).toHaveURL(/interval=week/)
  await settled(page)
  const answer = await ask(api, { measure: 'people', interval: 'week', breakdown: ['channel'] })
  const rows = page.getByRole('group', { name: 'By series' }).locator('tbody tr')
  await expect(rows).toHaveCount(answer.series.length)
  for (const [index, series] of answer.series.entries())
    await expect(rows.nth(index).locator('td').nth(1)).toHaveText(whole(series.total))
})

test('one event counts alone, and its table and its export hold every point', async ({ page, api }) => {
  const split = await ask(api, { breakdown: ['event'] })
  const event = split.series.find((series) => series.key[0] !== '…other')?.key[0]
  if (event === undefined) throw new Error('Nothing happened in this period.')
  await open(page, address('/trends', { period: 'custom', ...period(api) }))
  await pick(page, 'Event', event)
  await settled(page)
  await page.getByRole('button', { name: 'As table' }).click()
  const { series } = await ask(api, { event })
  const points = series[0]?.points ?? []
  const rows = page.getByRole('group', { name: 'As table' }).locator('tbody tr')
  await expect(rows).toHaveCount(points.length)
  for (const [index, point] of points.entries())
    await expect(rows.nth(index).locator('td').nth(1)).toHaveText(whole(point.value))

  await page.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'CSV' }).click()
  const lines = (await readFile(await (await download).path(), 'utf8')).trim().split(/\r?\n/)
  expect(lines.slice(1).map((line) => Number(line.split(',')[1]))).toEqual(points.map((point) => point.value))
})

test('the people behind a series are put on a list, all of them', async ({ page, api }) => {
  const range = { ...period(api) }
  await open(
    page,
    address('/trends', { period: 'custom', ...range, event: 'Order Completed', breakdown: ['channel'] }),
  )
  await settled(page)
  const row = page.getByRole('group', { name: 'By series' }).locator('tbody tr').first()
  await row.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Put on a list' }).click()
  const dialog = page.getByRole('dialog', { name: /on a list$/ })
  await expect(dialog.getByLabel('Name')).toBeVisible()
  const people = Number(/[\d,.]+/.exec((await dialog.textContent()) ?? '')?.[0].replace(/\D/g, ''))
  expect(people).toBeGreaterThan(0)
  const name = unique('Buyers of a channel')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Put on a list' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  const list = (await api.get(SegmentList, '/segments')).items.find((one) => one.name === name)
  if (!list) throw new Error('The list was not made.')
  await expect
    .poll(async () => (await api.get(SegmentMembers, `/segments/${list.id}/people`)).total, {
      timeout: 60_000,
    })
    .toBe(people)
  await api.send('DELETE', `/segments/${list.id}`)
})

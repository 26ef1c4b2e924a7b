import { readFile } from 'node:fs/promises'
import { PulseAnswer } from '@teia/contracts'
import {
  type Api,
  address,
  collect,
  day,
  expect,
  open,
  pick,
  settled,
  test,
  unique,
  whole,
  writeKey,
} from './support/teia.ts'

const daysOf = (api: Api) => {
  const { timeZone } = api.workspace
  return { from: day(timeZone, 20), to: day(timeZone, 7) }
}
const ask = (api: Api, filter?: object) =>
  api.ask(PulseAnswer, '/questions/pulse', {
    range: { ...daysOf(api), timeZone: api.workspace.timeZone },
    ...(filter && { filter }),
  })

test('the metrics and the table say what the API says, also filtered by a channel', async ({ page, api }) => {
  await open(page, address('/', { period: 'custom', ...daysOf(api) }))
  const metrics = page.getByRole('group', { name: 'Metrics of the period' })
  const table = page
    .getByRole('group', { name: 'Where people met you' })
    .or(page.locator('.lower table'))
    .first()
  const shows = async (answer: PulseAnswer) => {
    for (const value of [answer.people.value, answer.interactions.value, answer.newPeople.value])
      await expect(metrics.getByText(whole(value), { exact: true }).first()).toBeVisible()
    const [first] = answer.byTouchpoint.toSorted((a, b) => b.interactions - a.interactions)
    const row = table
      .getByRole('row')
      .filter({ hasText: first?.name ?? '' })
      .first()
    await expect(row).toContainText(whole(first?.people ?? -1))
  }
  const everyone = await ask(api)
  expect(everyone.people.value).toBeGreaterThan(0)
  await shows(everyone)

  await pick(page, 'Channel', 'Web')
  await expect(page).toHaveURL(/channel=web/)
  await settled(page)
  const onWeb = await ask(api, { channel: 'web', operator: 'equals' })
  expect(onWeb.interactions.value).toBeLessThan(everyone.interactions.value)
  await shows(onWeb)
})

test('another period asks for exactly its days', async ({ page, api }) => {
  await open(page, '/')
  const asked = page.waitForRequest('**/questions/pulse')
  await page.getByRole('button', { name: /^When/ }).click()
  await page.getByRole('button', { name: '7 days', exact: true }).click()
  await page.getByRole('button', { name: 'Apply' }).click()
  const { timeZone } = api.workspace
  expect((await asked).postDataJSON()).toEqual({
    range: { from: day(timeZone, 6), to: day(timeZone, 0), timeZone },
  })
  await expect(page).toHaveURL(/period=7d/)
})

test('the table changes to channels, shows its SQL and exports what it shows', async ({ page }) => {
  await open(page, '/')
  await page
    .getByRole('group', { name: 'Rows of the table' })
    .getByRole('button', { name: 'Channel' })
    .click()
  const table = page.locator('.lower table')
  await expect(table.getByRole('columnheader', { name: 'Channel' })).toBeVisible()
  const rows = await table.locator('tbody tr').count()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV' }).click()
  const file = await (await download).path()
  const lines = (await readFile(file, 'utf8')).trim().split(/\r?\n/)
  expect(lines).toHaveLength(rows + 1)
  expect(lines[0]).toContain('People')

  await page.getByRole('button', { name: 'Show SQL' }).click()
  await expect(page.getByRole('dialog', { name: 'SQL' })).toContainText(/SELECT/i)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'SQL' })).toBeHidden()
})

test('an event sent to the collection endpoint runs through the live stream', async ({
  page,
  api,
  request,
}) => {
  await open(page, '/live')
  await expect(page.getByText('connected', { exact: true })).toBeVisible()
  const event = unique('Asked By Test')
  const answer = await collect(request, await writeKey(api), 'track', { userId: unique('live'), event })
  expect(answer.status()).toBe(200)
  await expect(page.getByRole('listitem').filter({ hasText: event })).toBeVisible()
})

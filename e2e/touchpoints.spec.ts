import { readFileSync } from 'node:fs'
import { CatalogueEntry, SourcePage, TouchpointList, UnmatchedEvents } from '@teia/contracts'
import { collect, expect, open, test, unique } from './support/teia.ts'

test('what no touchpoint has becomes one with a click, is changed, ordered, restored and removed', async ({
  page,
  api,
  request,
}) => {
  const event = unique('Kiosk Used')
  const { items } = await api.get(SourcePage, '/sources')
  const source = items.find((one) => one.enabled)
  if (!source) throw new Error('The demo workspace lacks a source.')
  for (const score of [3, 8])
    await collect(request, source.writeKey, 'track', { userId: unique('u'), event, properties: { score } })
  await expect
    .poll(async () =>
      (await api.get(UnmatchedEvents, '/touchpoints/unmatched')).items.some((one) => one.event === event),
    )
    .toBe(true)

  await open(page, '/touchpoints?view=unmatched')
  const row = page.getByRole('row').filter({ hasText: event })
  await expect(row).toContainText('"score"')
  await row.getByRole('link', { name: 'Make a touchpoint' }).click()
  await expect(page.getByLabel('Touchpoint', { exact: true })).toHaveValue(event)
  await expect(page.getByText('no touchpoint', { exact: true })).toBeVisible()
  await page.getByLabel('Owner team').fill('Stores')
  await page.getByRole('button', { name: 'Create touchpoint' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(event)
  await expect(page.getByRole('group', { name: 'Numbers of the last 28 days' })).toContainText('2')
  const id = page.url().split('/').at(-1) ?? ''

  await page.getByRole('link', { name: 'Edit' }).click()
  const mine = `${event} mine`
  await page.getByLabel('Touchpoint', { exact: true }).fill(mine)
  const { definition } = await api.get(CatalogueEntry, `/touchpoints/${id}`)
  const elsewhere = await page.request.put(`/api/v1/touchpoints/${id}`, {
    headers: { 'x-workspace-id': api.workspace.id, 'x-requested-with': 'teia', 'if-match': '"1"' },
    data: { ...definition, team: 'Elsewhere' },
  })
  expect(elsewhere.status()).toBe(200)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const conflict = page.getByRole('alert')
  await expect(conflict).toContainText('Somebody else saved this meanwhile')
  await expect(conflict).toContainText('Elsewhere')
  await conflict.getByRole('button', { name: 'Save mine over it' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(mine)
  await expect(page.getByText('Version 3')).toBeVisible()

  await page.locator('.version').last().getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(event)
  const places = async () =>
    (await api.get(TouchpointList, '/touchpoints')).items
      .toSorted((x, y) => x.place - y.place)
      .map((one) => one.id)
  expect((await places())[0]).toBe(id)
  await open(page, '/touchpoints?view=order')
  await page.getByRole('listitem').filter({ hasText: event }).first().focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(async () => (await places())[1]).toBe(id)

  await open(page, `/touchpoints/${id}`)
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Remove touchpoint' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove touchpoint' }).click()
  await expect(page).toHaveURL(/\/touchpoints$/)
  expect(await places()).not.toContain(id)
})

test('the catalogue goes out as YAML and, edited, comes in after a look at what it changes', async ({
  page,
  api,
}) => {
  await open(page, '/touchpoints')
  await page.getByRole('button', { name: 'File' }).click()
  const downloading = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Export as YAML' }).click()
  const text = readFileSync(await (await downloading).path(), 'utf8')
  const team = unique('Team')
  const choose = async (content: string) => {
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'touchpoints.yaml', mimeType: 'application/yaml', buffer: Buffer.from(content) })
  }
  await choose(text)
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('The file says what the catalogue is already')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await choose(text.replace(/(id: wishlist\n(?:.*\n)*? {4}team: ).*/, `$1"${team}"`))
  await expect(dialog).toContainText('0 touchpoints new, 1 changed, 0 removed')
  await dialog.getByRole('button', { name: 'Import catalogue' }).click()
  await expect(dialog).toBeHidden()
  const { items } = await api.get(TouchpointList, '/touchpoints')
  expect(items.find((one) => one.id === 'wishlist')?.definition.team).toBe(team)
  await open(page, `/touchpoints?search=${team}`)
  await expect(page.getByRole('row').filter({ hasText: 'Wishlist' })).toBeVisible()
})

test('a touchpoint’s people are told apart by channel, and by a trait that the address names', async ({
  page,
}) => {
  await open(page, '/touchpoints/product-page')
  const table = page.getByRole('group', { name: 'By whom' })
  await expect(table.getByRole('row').filter({ hasText: 'Web' })).toHaveCount(1)
  const section = page.locator('section').filter({ has: page.getByRole('heading', { name: 'By whom' }) })
  await section.getByRole('button', { name: /^Split by/ }).click()
  await page.getByRole('option', { name: /^region/ }).click()
  await expect(page).toHaveURL(/by=trait%3Aregion/)
  await expect(table.getByRole('row').nth(3)).toContainText('%')

  await open(page, '/touchpoints/product-page?by=trait%3Aaccount.kind')
  const household = table.getByRole('row').filter({ hasText: 'household' })
  await expect(household).toHaveCount(1)
  const people = await household.getByRole('cell').nth(1).textContent()
  await household.click()
  await expect(page.getByRole('heading', { level: 1, name: 'People' })).toBeVisible()
  await expect(page.getByText(`${people} people`)).toBeVisible()
})

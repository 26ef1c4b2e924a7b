import { readFileSync } from 'node:fs'
import { SavedViews } from '@teia/contracts'
import { expect, open, test, unique } from './support/teia.ts'

test('a list is kept with its filter and columns under a name, looked at again, and deleted', async ({
  page,
  api,
}) => {
  const name = unique('Partners')
  await open(page, '/touchpoints?ownership=partner')
  await page.getByRole('button', { name: /^Columns/ }).click()
  await page.getByRole('checkbox', { name: 'Owner team' }).uncheck()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('columnheader', { name: 'Owner team' })).toBeHidden()
  const views = page.getByRole('button', { name: /^View/ })
  await views.click()
  await page.getByLabel('Keep this view').fill(name)
  await page.getByRole('checkbox', { name: 'For everyone in the workspace' }).check()
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await expect(views).toContainText(name)
  expect((await api.get(SavedViews, '/views?list=touchpoints')).items).toMatchObject([
    { name, isShared: true, search: { ownership: 'partner' } },
  ])

  await open(page, '/touchpoints')
  await expect(page.getByRole('row', { name: /Wishlist/ })).toBeVisible()
  await views.click()
  await page.getByRole('button', { name, exact: false }).first().click()
  await expect(page.getByRole('row', { name: /Wishlist/ })).toBeHidden()
  await expect(page.getByRole('columnheader', { name: 'Owner team' })).toBeHidden()
  await views.click()
  await page.getByRole('button', { name: `Delete ${name}` }).click()
  await expect
    .poll(async () => (await api.get(SavedViews, '/views')).items.map((one) => one.name))
    .not.toContain(name)
})

test('people are selected one by one, or all that the filter finds, and go out as CSV', async ({ page }) => {
  await open(page, '/people?search=sil')
  await page.getByRole('checkbox', { name: 'Select all' }).check()
  const bar = page.getByRole('region', { name: 'Selected people' })
  await expect(bar).toContainText('50 people selected')
  const download = async () => {
    const downloading = page.waitForEvent('download')
    await bar.getByRole('button', { name: 'Export CSV' }).click()
    const lines = readFileSync(await (await downloading).path(), 'utf8')
      .trim()
      .split('\r\n')
    return lines.length - 1
  }
  expect(await download()).toBe(50)
  const all = bar.getByRole('button', { name: /^Select all/ })
  const total = Number(((await all.textContent()) ?? '').replaceAll(/\D/g, ''))
  expect(total).toBeGreaterThan(50)
  await all.click()
  expect(await download()).toBe(total)
  await bar.getByRole('button', { name: 'Clear selection' }).click()
  await expect(bar).toBeHidden()
})

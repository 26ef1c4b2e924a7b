import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Page } from '@playwright/test'
import { expect, open, test } from './support/teia.ts'

async function linesOf(page: Page): Promise<{ name: string; lines: number; first: string; last: string }> {
  const waiting = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download' }).click()
  const download = await waiting
  const found = { name: download.suggestedFilename(), lines: 0, first: '', last: '' }
  for await (const line of createInterface({ input: createReadStream(await download.path()) })) {
    if (found.lines === 0) found.first = line
    found.lines += 1
    found.last = line
  }
  return found
}

test('everything is taken away as one file, found from anywhere', async ({ page }) => {
  await open(page, '/')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('Export')
  await page.getByRole('option', { name: /^Export/ }).click()
  await expect(page.getByRole('heading', { name: 'Export', level: 1 })).toBeVisible()
  const all = await linesOf(page)
  expect(all.name).toBe('teia-export.ndjson')
  expect(all.lines).toBeGreaterThan(1_000)
  expect(JSON.parse(all.first)).toMatchObject({
    messageId: expect.any(String),
    timestamp: expect.any(String),
  })
})

test('only some days are taken away in another form; a span that ends before it begins is not', async ({
  page,
}) => {
  await open(page, '/export')
  await page.getByRole('radio', { name: /Table/ }).check()
  await page.getByRole('radio', { name: 'only some days' }).check()
  const [from, to] = [page.getByLabel('First day'), page.getByLabel('Last day')]
  const day = await from.inputValue()
  await from.fill('2100-01-02')
  await expect(page.getByRole('alert')).toContainText('lies before the first')
  await expect(page.getByRole('button', { name: 'Download' })).toBeDisabled()
  await from.fill('2100-01-01')
  await to.fill('2100-01-01')
  const none = await linesOf(page)
  expect([none.name, none.lines]).toEqual(['teia-export.csv', 1])
  expect(none.first).toMatch(/^time,type,name,person,/)
  await from.fill(day)
  await to.fill(day)
  const some = await linesOf(page)
  expect(some.lines).toBeGreaterThan(1)
  expect(some.first).toBe(none.first)
})

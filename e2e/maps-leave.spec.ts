import type { Page } from '@playwright/test'
import { kept, made, part } from './support/maps.ts'
import { expect, open, test, unique } from './support/teia.ts'

test.describe.configure({ mode: 'default' })

const removeCard = async (page: Page) => {
  await part(page, 'card c1').focus()
  await page.keyboard.press('Delete')
  await expect(part(page, 'card c1')).toHaveCount(0)
}

test('what is not saved survives a reload, and can be dropped', async ({ page, api }) => {
  const map = await made(api, unique('Draft'))
  await open(page, `/maps/${map.id}?edit=true`)
  await removeCard(page)
  page.on('dialog', (dialog) => void dialog.accept())
  await expect
    .poll(() => page.evaluate((id) => localStorage.getItem(`teia.map-draft.${id}`) !== null, map.id))
    .toBe(true)
  await page.reload()
  await expect(page.getByText('These are changes of yours that were never saved.')).toBeVisible()
  await expect(part(page, 'card c1')).toHaveCount(0)
  await page.getByRole('button', { name: 'Drop them' }).click()
  await expect(part(page, 'card c1')).toBeVisible()
})

test('a map that is not saved is left only by who says so, and found again as it was left', async ({
  page,
  api,
}) => {
  const map = await made(api, unique('Left'))
  await open(page, `/maps/${map.id}?edit=true`)
  const away = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Trends' })
  await removeCard(page)
  await away.click()
  const asked = page.getByRole('dialog', { name: 'Leave without saving?' })
  await asked.getByRole('button', { name: 'Cancel' }).click()
  await expect(asked).toHaveCount(0)
  await expect(page).toHaveURL(new RegExp(`/maps/${map.id}`))
  await expect(part(page, 'card c1')).toHaveCount(0)

  await away.click()
  await asked.getByRole('button', { name: 'Leave' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Trends' })).toBeVisible()
  expect((await kept(api, map)).revision).toBe(map.revision)
  await open(page, `/maps/${map.id}?edit=true`)
  await expect(page.getByText('These are changes of yours that were never saved.')).toBeVisible()
  await expect(part(page, 'card c1')).toHaveCount(0)
})

test('the browser asks before it closes a map that is not saved, and only then', async ({ page, api }) => {
  const map = await made(api, unique('Closed'))
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.accept()
  })
  await open(page, `/maps/${map.id}?edit=true`)
  await part(page, 'card c1').click()
  await page.reload()
  await expect(part(page, 'card c1')).toBeVisible()
  expect(asked).toEqual([])

  await removeCard(page)
  const closed = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await closed
  expect(asked).toEqual(['beforeunload'])
})

test('cancelling what was drawn asks, and then forgets it', async ({ page, api }) => {
  const map = await made(api, unique('Cancelled'))
  await open(page, `/maps/${map.id}?edit=true`)
  await removeCard(page)
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Drop them' }).click()
  await expect(page.getByRole('button', { name: 'Edit', exact: true })).toBeVisible()
  await expect(part(page, 'card c1')).toBeVisible()
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await expect(part(page, 'card c1')).toBeVisible()
  await expect(page.getByText('These are changes of yours')).toHaveCount(0)
})

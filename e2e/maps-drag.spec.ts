import { made, part } from './support/maps.ts'
import { expect, open, test, unique } from './support/teia.ts'

test.describe.configure({ mode: 'default' })

test('a card is dragged under another step', async ({ page, api }) => {
  const map = await made(api, unique('Dragged'))
  await open(page, `/maps/${map.id}?edit=true`)
  const from = await part(page, 'card c1').boundingBox()
  const to = await page.locator('[data-cell="looks ideas"]').boundingBox()
  if (!from || !to) throw new Error('The drawing has no such parts.')
  await page.mouse.move(from.x + 20, from.y + 8)
  await page.mouse.down()
  await page.mouse.move(to.x + 40, to.y + 12, { steps: 6 })
  await expect(page.locator('.drop-line')).toBeVisible()
  await page.mouse.up()
  await expect(page.locator('[data-cell="looks ideas"]')).toContainText('Freight is told late')
  await expect(page.locator('.drop-line')).toHaveCount(0)
})

test('a finger that rests on a card takes it to another step, one that moves at once scrolls', async ({
  page,
  api,
}) => {
  const map = await made(api, unique('Touched'))
  await open(page, `/maps/${map.id}?edit=true`)
  const from = await part(page, 'card c1').boundingBox()
  const to = await page.locator('[data-cell="looks ideas"]').boundingBox()
  if (!from || !to) throw new Error('The drawing has no such parts.')
  const device = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: { x: number; y: number }[]) =>
    device.send('Input.dispatchTouchEvent', { type, touchPoints: points })
  const at = { x: from.x + 20, y: from.y + 8 }
  await touch('touchStart', at)
  await touch('touchMove', { x: at.x - 60, y: at.y })
  await expect(page.locator('.map.dragging')).toHaveCount(0)
  await touch('touchEnd')

  await touch('touchStart', at)
  await expect(page.locator('.map.dragging')).toBeVisible()
  await touch('touchMove', { x: to.x + 30, y: to.y + 30 })
  await touch('touchMove', { x: to.x + 40, y: to.y + 12 })
  await expect(page.locator('.drop-line')).toBeVisible()
  await touch('touchEnd')
  await expect(page.locator('[data-cell="looks ideas"]')).toContainText('Freight is told late')
})

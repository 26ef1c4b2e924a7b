import { made, part, press } from './support/maps.ts'
import { expect, open, test, unique } from './support/teia.ts'

test.describe.configure({ mode: 'default' })

test('a card is dragged under another step', async ({ page, api }) => {
  const map = await made(api, unique('Dragged'))
  await open(page, `/maps/${map.id}?edit=true`)
  const to = await page.locator('[data-cell="looks ideas"]').boundingBox()
  if (!to) throw new Error('The drawing has no such cell.')
  await press(page, 'card c1')
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
  await touch('touchStart', { x: from.x + 20, y: from.y + 8 })
  await expect(page.locator('.map.dragging')).toBeVisible()
  await touch('touchMove', { x: to.x + 30, y: to.y + 30 })
  await touch('touchMove', { x: to.x + 40, y: to.y + 12 })
  await expect(page.locator('.drop-line')).toBeVisible()
  await touch('touchEnd')
  await expect(page.locator('[data-cell="looks ideas"]')).toContainText('Freight is told late')

  // Only now: a drawing that still glides takes no finger that rests.
  const landed = await part(page, 'card c1').boundingBox()
  if (!landed) throw new Error('The card is gone.')
  const at = { x: landed.x + 20, y: landed.y + 8 }
  // Both are sent at once: on a slow machine the finger would rest between them.
  await Promise.all([touch('touchStart', at), touch('touchMove', { x: at.x - 60, y: at.y })])
  await page.waitForTimeout(600)
  await expect(page.locator('.map.dragging')).toHaveCount(0)
  await touch('touchEnd')
  await expect(page.locator('[data-cell="looks ideas"]')).toContainText('Freight is told late')
})

test('numbers that come while a card is dragged leave it in the hand, and it lands where it is seen to', async ({
  page,
  api,
}) => {
  const map = await made(api, unique('Grown'))
  let give = () => {}
  const held = new Promise<void>((resolve) => {
    give = resolve
  })
  await page.route('**/api/v1/questions/map', async (route) => {
    await held
    await route.continue()
  })
  await page.goto(`/maps/${map.id}?edit=true`)
  const from = await press(page, 'card c1')
  await page.mouse.move(from.x + 40, from.y + 22, { steps: 4 })
  await expect(page.locator('.map.dragging')).toBeVisible()
  const target = page.locator('[data-cell="looks ideas"]')
  const before = await target.boundingBox()
  give()
  await expect(page.locator('.deck')).toContainText(/\d/)
  await expect.poll(async () => (await target.boundingBox())?.y).not.toBe(before?.y)
  const to = await target.boundingBox()
  if (!to) throw new Error('The drawing has no such cell.')
  await page.mouse.move(to.x + 40, to.y + 12, { steps: 4 })
  const line = page.locator('.drop-line')
  await expect(line).toBeVisible()
  const drawn = await line.boundingBox()
  expect(drawn?.y).toBeGreaterThanOrEqual(to.y)
  expect(drawn?.y).toBeLessThan(to.y + to.height)
  await page.mouse.up()
  await expect(target).toContainText('Freight is told late')
})

test('a card held at the edge of the window scrolls no further than the drawing goes', async ({
  page,
  api,
}) => {
  const map = await made(api, unique('Edge'))
  await open(page, `/maps/${map.id}?edit=true`)
  const drawing = page.locator('.map')
  const box = await drawing.locator('xpath=..').boundingBox()
  if (!box) throw new Error('The drawing has no box.')
  const from = await press(page, 'card c1')
  await page.mouse.move(box.x + box.width - 10, from.y + 32, { steps: 6 })
  await expect(page.locator('.map.dragging')).toBeVisible()
  await page.waitForTimeout(700)
  const end = await drawing.boundingBox()
  expect((end?.x ?? 0) + (end?.width ?? 0)).toBeGreaterThanOrEqual(box.x + box.width - 1)
  await page.keyboard.press('Escape')
  await page.mouse.up()
})

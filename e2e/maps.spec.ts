import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import {
  JourneyMap,
  MapAnswer,
  MapDocument,
  MapList,
  MapStepAnswer,
  MapTemplates,
  mapLimits,
} from '@teia/contracts'
import { type Api, day, expect, open, settled, test, unique, whole } from './support/teia.ts'

test.describe.configure({ mode: 'default' })

const documentOf = (name: string): MapDocument =>
  MapDocument.parse({
    name,
    lanes: [
      { id: 'mood', kind: 'feeling' },
      { id: 'pains', kind: 'pains' },
      { id: 'ideas', kind: 'opportunities' },
    ],
    asIs: {
      stages: [
        {
          id: 'choose',
          name: 'Choose',
          steps: [
            { id: 'looks', name: 'Looks', matcher: { event: 'Product Viewed' }, feeling: 0.5 },
            { id: 'fills', name: 'Fills the cart', matcher: { event: 'Product Added' }, feeling: 1 },
          ],
        },
        {
          id: 'buy',
          name: 'Buy',
          steps: [
            {
              id: 'orders',
              name: 'Orders',
              matcher: { event: 'Order Completed' },
              cards: { pains: [{ id: 'c1', text: 'Freight is told late' }] },
            },
          ],
        },
      ],
    },
  })
const made = (api: Api, name: string) => api.ask(JourneyMap, '/maps', { document: documentOf(name) })
const kept = (api: Api, map: JourneyMap) => api.get(JourneyMap, `/maps/${map.id}`)
const part = (page: Page, id: string) => page.locator(`[data-part="${id}"]`)
const save = async (page: Page) => {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Edit', exact: true })).toBeVisible()
}

test('a template becomes a map whose numbers are those of the API', async ({ page, api }) => {
  const { items } = await api.get(MapTemplates, '/maps/templates?language=en')
  const [template] = items
  if (!template) throw new Error('There is no template.')
  await open(page, '/maps')
  await page.getByRole('button', { name: 'New map' }).first().click()
  await page.getByRole('button', { name: new RegExp(`^${template.name}`) }).click()
  await expect(page).toHaveURL(/\/maps\/[^/]+\?edit=true/)
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const { timeZone } = api.workspace
  const answer = await api.ask(MapAnswer, '/questions/map', {
    mapId: id,
    range: { from: day(timeZone, 27), to: day(timeZone, 0), timeZone },
  })
  const grid = page.getByRole('grid')
  await expect(grid.locator('[data-part^="step "] dl')).not.toHaveCount(0)
  expect(answer.steps.length).toBeGreaterThan(3)
  for (const step of answer.steps)
    await expect(part(page, `step ${step.id}`).locator('dl')).toContainText(whole(step.entered))
  await api.send('DELETE', `/maps/${id}`)
})

test('a map is drawn by keys alone, undone, saved and kept', async ({ page, api }) => {
  const map = await made(api, unique('By keys'))
  await open(page, `/maps/${map.id}?edit=true`)
  await part(page, 'step looks').focus()
  await page.keyboard.press('Alt+ArrowRight')
  await expect(part(page, 'step looks')).toBeFocused()
  await expect(part(page, 'step looks')).toHaveAttribute('aria-colindex', '3')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Looks around')
  await page.keyboard.press('Enter')
  await expect(part(page, 'step looks')).toContainText('Looks around')
  await part(page, 'card c1').focus()
  await page.keyboard.press('n')
  await page.keyboard.type('The card is refused')
  await page.keyboard.press('Enter')
  const fresh = page.locator('[data-part^="card "]', { hasText: 'The card is refused' })
  await expect(fresh).toBeFocused()
  await page.keyboard.press('Alt+ArrowUp')
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+Shift+z')
  await part(page, 'feeling fills').focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await save(page)
  const { document } = await kept(api, map)
  const [choose, buy] = document.asIs.stages
  expect(choose?.steps.map(({ name }) => name)).toEqual(['Fills the cart', 'Looks around'])
  expect(choose?.steps[0]?.feeling).toBe(0.9)
  expect(buy?.steps[0]?.cards.pains?.map(({ text }) => text)).toEqual([
    'The card is refused',
    'Freight is told late',
  ])
})

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

test('what is not saved survives a reload, and can be dropped', async ({ page, api }) => {
  const map = await made(api, unique('Draft'))
  await open(page, `/maps/${map.id}?edit=true`)
  await part(page, 'card c1').focus()
  await page.keyboard.press('Delete')
  await expect(part(page, 'card c1')).toHaveCount(0)
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

test('of two editors the later one joins both, and chooses where both changed the same', async ({
  page,
  api,
}) => {
  const map = await made(api, unique('Two editors'))
  await open(page, `/maps/${map.id}?edit=true`)
  await part(page, 'step orders').focus()
  await page.keyboard.press('F2')
  await page.keyboard.type('Pays')
  await page.keyboard.press('Enter')
  await part(page, 'card c1').focus()
  await page.keyboard.press('n')
  await page.keyboard.type('Mine alone')
  await page.keyboard.press('Enter')
  const theirs = documentOf(map.document.name)
  const [, buy] = theirs.asIs.stages
  if (!buy?.steps[0]) throw new Error('The map has no such step.')
  buy.steps[0].name = 'Completes the order'
  buy.name = 'Purchase'
  const seen = await page.request.fetch(`/api/v1/maps/${map.id}`, {
    method: 'PUT',
    headers: {
      'x-workspace-id': api.workspace.id,
      'x-requested-with': 'teia',
      'if-match': `"${map.revision}"`,
      origin: new URL(page.url()).origin,
    },
    data: { document: theirs },
  })
  expect(seen.ok()).toBe(true)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const merge = page.getByRole('region', { name: 'Somebody else saved this map meanwhile' })
  await expect(merge.getByText('One thing both of you changed')).toBeVisible()
  await merge.getByRole('radio', { name: /Theirs$/ }).focus()
  await page.keyboard.press('Space')
  await merge.getByRole('button', { name: 'Save the result' }).click()
  await expect.poll(async () => (await kept(api, map)).revision).toBe(map.revision + 2)
  const { document } = await kept(api, map)
  const stage = document.asIs.stages[1]
  expect([stage?.name, stage?.steps[0]?.name]).toEqual(['Purchase', 'Completes the order'])
  expect(stage?.steps[0]?.cards.pains?.map(({ text }) => text)).toContain('Mine alone')
})

test('the future is begun from the present, and what it changes is listed', async ({ page, api }) => {
  const map = await made(api, unique('Future'))
  await open(page, `/maps/${map.id}?edit=true&state=toBe`)
  await page.getByRole('button', { name: 'Begin the future state' }).click()
  await part(page, 'step fills').focus()
  await page.keyboard.press('Delete')
  await expect(part(page, 'step fills')).toHaveCount(0)
  await save(page)
  await page.getByRole('button', { name: 'Both' }).click()
  await settled(page)
  await expect(page.getByRole('grid')).toHaveCount(2)
  await expect(page.getByText('Step “Fills the cart” is gone')).toBeVisible()
})

test('a map goes out as YAML and comes in again as the same map', async ({ page, api }) => {
  const map = await made(api, unique('Out and in'))
  await open(page, `/maps/${map.id}`)
  await page.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'YAML' }).click()
  const path = await (await download).path()
  expect(await readFile(path, 'utf8')).toContain(map.document.name)
  await open(page, '/maps')
  await page.getByRole('button', { name: 'New map' }).first().click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: /^From a file/ }).click()
  await (await chooser).setFiles({
    name: 'map.yaml',
    mimeType: 'application/yaml',
    buffer: await readFile(path),
  })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(map.document.name)
  const { items } = await api.get(MapList, '/maps')
  const copies = items.filter((one) => one.name.startsWith(map.document.name) && one.id !== map.id)
  expect(copies).toHaveLength(1)
  const copy = await api.get(JourneyMap, `/maps/${copies[0]?.id}`)
  expect({ ...copy.document, name: '' }).toEqual({ ...map.document, name: '' })
})

test('a comment about a step names a part, and is resolved', async ({ page, api }) => {
  const map = await made(api, unique('Comments'))
  await open(page, `/maps/${map.id}?step=orders&tab=comments`)
  const panel = page.getByRole('complementary', { name: 'Selected step' })
  await panel.getByRole('textbox', { name: 'Write a comment' }).fill('Is this the same in the app?')
  await page.keyboard.press('Control+Enter')
  await expect(panel.getByText('Is this the same in the app?')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Comments, 1 open' })).toBeVisible()
  await panel.getByRole('button', { name: 'Resolve' }).click()
  await expect(panel.getByText('resolved')).toBeVisible()
})

test('the pictures of a map hold its steps and no address', async ({ page, api }) => {
  const map = await made(api, unique('Pictures'))
  await open(page, `/maps/${map.id}`)
  await expect(part(page, 'step orders').locator('dl')).toBeVisible()
  const saved = async (kind: string) => {
    await page.getByRole('button', { name: 'Export' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: kind }).click()
    return readFile(await (await download).path())
  }
  const svg = (await saved('SVG')).toString()
  for (const words of ['Looks', 'Fills the cart', 'Freight is told']) expect(svg).toContain(words)
  expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|<image|<foreignObject/)
  expect((await saved('PNG')).subarray(1, 4).toString()).toBe('PNG')
  const csv = (await saved('CSV')).toString()
  expect(csv.trim().split('\r\n')).toHaveLength(4)
})

test('an image that is too large is made smaller, kept, and shown with its card', async ({ page, api }) => {
  const document = documentOf(unique('Images'))
  const lanes = [...document.lanes, { id: 'photos', kind: 'images' as const, name: '' }]
  const map = await api.ask(JourneyMap, '/maps', { document: { ...document, lanes } })
  await open(page, `/maps/${map.id}?edit=true`)
  await page.locator('[data-cell="looks photos"]').focus()
  await page.keyboard.press('n')
  await page.keyboard.type('The shelf')
  // Noise cannot be made small without being made smaller.
  const noise = await page.evaluate<string>(`(() => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 1200
    const context = canvas.getContext('2d')
    const image = context.createImageData(1200, 1200)
    for (let at = 0; at < image.data.length; at += 60000)
      crypto.getRandomValues(image.data.subarray(at, at + 60000))
    context.putImageData(image, 0, 0)
    return canvas.toDataURL('image/png').split(',')[1]
  })()`)
  const buffer = Buffer.from(noise, 'base64')
  expect(buffer.length).toBeGreaterThan(mapLimits.imageBytes)
  await page
    .getByLabel(/^Choose an image/)
    .last()
    .setInputFiles({ name: 'shelf.png', mimeType: 'image/png', buffer })
  await page.keyboard.press('Enter')
  const shown = page.getByRole('img', { name: 'The shelf' })
  await expect(shown).toBeVisible()
  await expect
    .poll(() => shown.evaluate((one) => (one as unknown as { naturalWidth: number }).naturalWidth))
    .toBeGreaterThan(100)
  await save(page)
  const [card] = (await kept(api, map)).document.asIs.stages[0]?.steps[0]?.cards.photos ?? []
  expect(card).toMatchObject({ text: 'The shelf', image: expect.any(String) })

  await page.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'SVG' }).click()
  const svg = (await readFile(await (await download).path())).toString()
  expect(svg).toMatch(/<image [^>]*href="data:image\/(png|jpeg|webp);base64,/)
  expect(svg).toContain('The shelf')
})

test('an earlier version is told apart from the later one, and made the present one again', async ({
  page,
  api,
}) => {
  const map = await made(api, unique('Earlier'))
  const later = { ...map.document, description: 'Later' }
  const saved = await page.request.fetch(`/api/v1/maps/${map.id}`, {
    method: 'PUT',
    headers: { 'x-workspace-id': api.workspace.id, 'x-requested-with': 'teia', 'if-match': '"1"' },
    data: { document: later },
  })
  expect(saved.status()).toBe(200)
  await open(page, `/maps/${map.id}`)
  await page.getByRole('button', { name: 'History' }).click()
  const history = page.getByRole('complementary', { name: 'About the map' })
  await history.getByRole('button', { name: 'What changed' }).click()
  await expect(history.getByText('Later')).toBeVisible()
  await history.getByRole('button', { name: 'Make this the present one' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make it the present one' }).click()
  await expect(history.getByText('Version 3')).toBeVisible()
  expect((await kept(api, map)).document).toEqual(map.document)
})

test('the numbers of a step open its people, as many as the API counts', async ({ page, api }) => {
  const map = await made(api, unique('People'))
  const { timeZone } = api.workspace
  const range = { from: day(timeZone, 27), to: day(timeZone, 0), timeZone }
  const answer = await api.ask(MapAnswer, '/questions/map', { mapId: map.id, range })
  const orders = answer.steps.find((step) => step.id === 'orders')
  await open(page, `/maps/${map.id}?step=orders`)
  const panel = page.getByRole('complementary', { name: 'Selected step' })
  await panel
    .getByRole('button', { name: whole(orders?.entered ?? 0), exact: true })
    .first()
    .click()
  await expect(panel.getByRole('list').getByRole('link').first()).toBeVisible()
  await expect(panel).toContainText(whole(orders?.entered ?? 0))
})

test('a step shows by day and by group who goes on, each day by arrow keys, each group as the API counts it', async ({
  page,
  api,
}) => {
  const map = await made(api, unique('Going on'))
  const { timeZone } = api.workspace
  const range = { from: day(timeZone, 27), to: day(timeZone, 0), timeZone }
  const { days, groups } = await api.ask(MapStepAnswer, '/questions/map-step', {
    map: { mapId: map.id, range },
    step: 'looks',
    breakdown: 'channel',
  })
  await open(page, `/maps/${map.id}?step=looks`)
  const panel = page.getByRole('complementary', { name: 'Selected step' })
  const chart = panel.getByRole('slider', { name: 'Share who go on, by day' })
  await chart.focus()
  await page.keyboard.press('Home')
  const [first] = days
  await expect(chart).toHaveAttribute(
    'aria-valuetext',
    new RegExp(`${whole(first?.wentOn ?? 0)} of ${whole(first?.entered ?? 0)}`),
  )
  const rows = panel.getByRole('table').getByRole('row')
  await expect(rows).toHaveCount(groups.length)
  for (const [at, { entered }] of groups.entries())
    await expect(rows.nth(at)).toContainText(`n ${whole(entered)}`)
  await panel.getByRole('button', { name: /Split by/ }).click()
  await page
    .getByRole('option', { name: 'Event', exact: true })
    .or(page.getByRole('menuitemradio', { name: 'Event', exact: true }))
    .first()
    .click()
  await expect(page).toHaveURL(/by=event/)
  await expect(panel.getByRole('table')).toContainText('Product Viewed')
})

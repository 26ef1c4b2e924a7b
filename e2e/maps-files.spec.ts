import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { JourneyMap, MapDocument, MapList, mapLimits } from '@teia/contracts'
import { documentOf, kept, made, part, save } from './support/maps.ts'
import { expect, open, test, unique } from './support/teia.ts'

test.describe.configure({ mode: 'default' })

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

/** What the page handed to the printer of the browser; nothing is printed. */
async function printed(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'PDF' }).click()
  await expect.poll(() => page.evaluate<number>('globalThis.printed.length')).toBe(1)
  return page.evaluate<string>('globalThis.printed[0]')
}

test('the print of a map is one page with every step and card, nothing of it cut off', async ({
  page,
  api,
}) => {
  const document = documentOf(unique('Printed <b>'))
  const [choose] = document.asIs.stages
  const more = Array.from({ length: 12 }, (_, n) => ({
    id: `more-${n}`,
    name: `Compares offer number ${n} with what others ask for it`,
    cards: { ideas: [{ id: `idea-${n}`, text: `Say at once what offer ${n} costs `.repeat(6).trim() }] },
  }))
  choose?.steps.push(
    ...(MapDocument.parse({ ...document, asIs: { stages: [{ ...choose, steps: more }] } }).asIs.stages[0]
      ?.steps ?? []),
  )
  const map = await api.ask(JourneyMap, '/maps', { document })
  await page.addInitScript(
    'if (top === self) self.printed = []; self.print = () => top.printed.push(document.documentElement.outerHTML)',
  )
  await open(page, `/maps/${map.id}`)
  const html = await printed(page)

  const paper = await page.context().newPage()
  await paper.setContent(html)
  // What the browser calls the file.
  await expect(paper).toHaveTitle(/^Printed-b-/)
  const text = (await paper.locator('svg').textContent())?.replaceAll(/\s+/g, ' ') ?? ''
  expect(text).toContain(map.document.name)
  for (const { name } of map.document.asIs.stages.flatMap(({ steps }) => steps))
    for (const word of name.split(' ')) expect(text).toContain(word)
  for (const n of more.keys()) expect(text).toContain(`offer ${n} costs`)
  const [width, height, ...cut] = await paper.evaluate<(number | string)[]>(`(() => {
    const box = document.querySelector('svg').getBoundingClientRect()
    const isCut = (one) => {
      const { left, top, right, bottom } = one.getBoundingClientRect()
      return left < box.left || top < box.top || right > box.right + 1 || bottom > box.bottom + 1
    }
    return [box.width, box.height, ...[...document.querySelectorAll('svg text, svg path')].filter(isCut).map((one) => one.textContent || one.outerHTML)]
  })()`)
  expect(cut).toEqual([])

  const pdf = (await paper.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1')
  expect(pdf).toMatch(/^%PDF-[\s\S]*%%EOF\s*$/)
  expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1)
  // Text stays text: there is a face for it, and no picture of it.
  expect(pdf).toContain('/Font')
  expect(pdf).not.toContain('/Subtype /Image')
  const sides = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf)?.slice(1).map(Number) ?? []
  // A point is four thirds of a pixel.
  for (const [at, side] of [width, height].entries())
    expect(Math.abs((sides[at] ?? 0) * (4 / 3) - Number(side))).toBeLessThan(2)
})

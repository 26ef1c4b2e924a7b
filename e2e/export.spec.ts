import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, open, test } from './support/teia.ts'

async function exported(page: Page, kind: 'SVG' | 'PNG'): Promise<Buffer> {
  await page.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: kind }).click()
  return readFile(await (await download).path())
}

/** The drawing on the page: its size and the words on it. */
const drawingOf = (page: Page, at: string) =>
  page
    .locator(at)
    .first()
    .evaluate((svg) => {
      const { width, height } = svg.getBoundingClientRect()
      const texts = [...svg.querySelectorAll('text')].map((text) => text.textContent ?? '')
      return {
        width: Math.round(width),
        height: Math.round(height),
        texts: texts.filter((text) => text !== ''),
      }
    })

type Picture = { width: number; height: number; colours: number; apart: number }
/** Reads a picture again in the browser: its size, its colours, and the share of pixels that another picture has otherwise. */
const readPicture = (page: Page, picture: Buffer, other: Buffer) =>
  page.evaluate<Picture>(`(async () => {
    const pixels = async (base64) => {
      const image = new Image()
      image.src = 'data:image/png;base64,' + base64
      await image.decode()
      const [width, height] = [image.naturalWidth, image.naturalHeight]
      const canvas = Object.assign(document.createElement('canvas'), { width, height })
      const context = canvas.getContext('2d')
      context.drawImage(image, 0, 0)
      return { width, height, data: context.getImageData(0, 0, width, height).data }
    }
    const { width, height, data } = await pixels('${picture.toString('base64')}')
    const other = await pixels('${other.toString('base64')}')
    let apart = 0
    for (let y = 0; y < Math.min(height, other.height); y++)
      for (let x = 0; x < Math.min(width, other.width); x++)
        if (Math.abs(data[4 * (y * width + x)] - other.data[4 * (y * other.width + x)]) > 64) apart++
    return { width, height, colours: new Set(new Uint32Array(data.buffer)).size, apart: apart / (width * height) }
  })()`)

type Drawing = { fault: string | null; size: number[]; texts: string[]; scripts: number; handlers: string[] }
/** Reads a drawing again in the browser: whether it parses, its size, its texts, and what could run in it. */
const readDrawing = (page: Page, source: string) =>
  page.evaluate<Drawing>(`(() => {
    const parsed = new DOMParser().parseFromString(${JSON.stringify(source)}, 'image/svg+xml')
    const all = [...parsed.querySelectorAll('*')]
    return {
      fault: parsed.querySelector('parsererror')?.textContent ?? null,
      size: ['width', 'height'].map((name) => Number(parsed.documentElement.getAttribute(name))),
      texts: [...parsed.querySelectorAll('text')].map((one) => one.textContent).filter((one) => one !== ''),
      scripts: parsed.querySelectorAll('script, foreignObject').length,
      handlers: all.flatMap((one) => one.getAttributeNames().filter((name) => name.startsWith('on'))),
    }
  })()`)

const drawings = [
  { name: 'the paths', path: '/paths', at: 'svg.sankey' },
  { name: 'a trend', path: '/trends', at: '.line-chart svg' },
]
for (const { name, path, at } of drawings) {
  test(`the SVG of ${name} stands alone: it parses, has every text and no script`, async ({ page }) => {
    await open(page, path)
    await expect(page.locator(at)).toBeVisible()
    const drawing = await drawingOf(page, at)
    const text = (await exported(page, 'SVG')).toString()
    const read = await readDrawing(page, text)
    expect(read).toEqual({
      fault: null,
      size: [drawing.width, drawing.height],
      texts: drawing.texts,
      scripts: 0,
      handlers: [],
    })
    expect(drawing.texts.length).toBeGreaterThan(5)
    expect(text).not.toMatch(/var\(--|light-dark\(|https?:\/\/(?!www\.w3\.org)/)
    expect(text).toContain('Inter')
  })

  test.describe('on a fine screen', () => {
    test.use({ deviceScaleFactor: 2 })
    test(`the PNG of ${name} is the drawing at twice the size, in its own type and colours`, async ({
      page,
    }) => {
      await open(page, path)
      const drawing = page.locator(at).first()
      await expect(drawing).toBeVisible()
      const { width, height } = await drawingOf(page, at)
      const seen = await drawing.screenshot()
      const bytes = await exported(page, 'PNG')
      expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
      const picture = await readPicture(page, bytes, seen)
      expect([picture.width, picture.height]).toEqual([width * 2, height * 2])
      expect(picture.colours).toBeGreaterThan(30)
      // Another face would move every letter.
      expect(picture.apart).toBeLessThan(0.001)
    })
  })
}

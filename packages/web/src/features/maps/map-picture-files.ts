import { dataUrl, facesInside, saveFile } from '../../lib/export.ts'
import type { DrawingLooks, DrawnImage } from './map-drawing.ts'

/** The colours and the type of the page, as a drawing outside of it needs them. */
export function looksOfPage(): DrawingLooks {
  const probe = document.createElement('span')
  document.body.append(probe)
  const known = new Map<string, string>()
  const colour: DrawingLooks['colour'] = (token) => {
    const found = known.get(token)
    if (found !== undefined) return found
    probe.style.color = `var(--${token})`
    const value = getComputedStyle(probe).color
    known.set(token, value)
    return value
  }
  for (const token of ['ground', 'ink', 'ink-2', 'ink-3', 'line', 'line-2', 'rule', 'accent', 'bad'] as const)
    colour(token)
  probe.remove()
  const font = getComputedStyle(document.body).fontFamily
  const context = document.createElement('canvas').getContext('2d')
  return {
    colour,
    font,
    widthOf: (text, size, isBold) => {
      if (!context) return text.length * size * 0.55
      context.font = `${isBold ? 600 : 400} ${size}px ${font}`
      return context.measureText(text).width
    },
  }
}

/** An image with its bytes in its address, and its size. Rejects when the browser cannot draw it. */
export async function readImage(file: Blob): Promise<DrawnImage> {
  const image = new Image()
  image.src = await dataUrl(file)
  await image.decode()
  return { href: image.src, width: image.naturalWidth, height: image.naturalHeight }
}

type Drawn = { svg: string; width: number; height: number }

/** Saves a drawing as PNG at twice its size, in the type of the page. Rejects when the browser cannot draw it. */
export async function savePng(name: string, { svg, width, height }: Drawn): Promise<void> {
  const image = new Image()
  const faces = `<style>${await facesInside()}</style>`
  const text = svg.replace(/^<svg[^>]*>/, (head) => head + faces)
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * 2
  canvas.height = height * 2
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser cannot draw pictures.')
  context.scale(2, 2)
  context.drawImage(image, 0, 0, width, height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!blob) throw new Error('The picture is empty.')
  saveFile(`${name}.png`, blob)
}

/**
 * Hands a drawing to the printer of the browser, on one page of its own size: "Save as PDF" there keeps text as text and
 * lines as lines.
 */
export function printDrawing(title: string, { svg, width, height }: Drawn): void {
  const frame = document.createElement('iframe')
  frame.setAttribute('aria-hidden', 'true')
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0;visibility:hidden'
  frame.addEventListener('load', () => {
    const inside = frame.contentWindow
    if (!inside || inside.document.body.childElementCount === 0) return
    inside.addEventListener('afterprint', () => frame.remove())
    inside.print()
  })
  const page = `@page{size:${width}px ${height}px;margin:0}body{margin:0}svg{display:block}`
  frame.srcdoc = `<!doctype html><title>${title.replaceAll('<', '&lt;')}</title><style>${page}</style>${svg}`
  document.body.append(frame)
}

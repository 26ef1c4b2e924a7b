/** Hands a file to the browser to save. */
export function saveFile(name: string, content: Blob | string, type = 'text/csv;charset=utf-8'): void {
  const blob = typeof content === 'string' ? new Blob([content], { type }) : content
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}

const drawn = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-size',
  'font-weight',
  'font-family',
  'font-variant-numeric',
  'font-feature-settings',
  'stroke-linejoin',
  'text-anchor',
  'paint-order',
] as const

/** What only a page needs: names of its style sheet, what can be pressed, what is spoken. */
const ofThePage = ['class', 'tabindex', 'role', 'data-mark', 'aria-pressed', 'aria-describedby', 'aria-label']

/** Writes the looks of a mark into its copy, as far as it does not take them from its parent anyway. */
function writeLooks(original: SVGElement, copy: SVGElement, parent: CSSStyleDeclaration | null): void {
  const style = getComputedStyle(original)
  for (const name of [...copy.style]) if (name.startsWith('--')) copy.style.removeProperty(name)
  for (const name of ofThePage) copy.removeAttribute(name)
  for (const name of drawn) {
    const value = style.getPropertyValue(name)
    const isInherited = name !== 'opacity' && parent?.getPropertyValue(name) === value
    // An attribute of the mark itself would win over what it inherits.
    if (!isInherited || copy.hasAttribute(name) || copy.style.getPropertyValue(name) !== '')
      copy.style.setProperty(name, value)
  }
}

/** A drawing as a file of its own: computed styles are written into each mark, what only a page needs is left out. */
export function svgText(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const originals = [svg, ...svg.querySelectorAll<SVGElement>('*')]
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')]
  originals.forEach((original, index) => {
    const mark = copies[index]
    const above = original === svg ? null : original.parentElement
    if (mark) writeLooks(original, mark, above && getComputedStyle(above))
  })
  const { width, height } = svg.getBoundingClientRect()
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(Math.round(width)))
  copy.setAttribute('height', String(Math.round(height)))
  copy.style.background = getComputedStyle(document.body).backgroundColor
  return new XMLSerializer().serializeToString(copy)
}

/** The faces that this page has loaded, each with its file inside it: a picture cannot fetch any. */
export async function facesInside(): Promise<string> {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
  const loaded = new Set(
    [...document.fonts].flatMap((face) => (face.status === 'loaded' ? [face.unicodeRange] : [])),
  )
  const faces = rules.filter(
    (rule): rule is CSSFontFaceRule =>
      rule instanceof CSSFontFaceRule &&
      loaded.has(rule.style.getPropertyValue('unicode-range') || 'U+0-10FFFF'),
  )
  const written = faces.map(async ({ cssText, parentStyleSheet }) => {
    const address = /url\("?([^")]+)"?\)/.exec(cssText)?.[1]
    if (!address) return ''
    const font = await fetch(new URL(address, parentStyleSheet?.href ?? document.baseURI))
    return cssText.replace(address, await dataUrl(await font.blob()))
  })
  return (await Promise.all(written)).join('\n')
}

/** A file as an address that holds its bytes. */
export function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(new Error('The file cannot be read.'))
    reader.readAsDataURL(blob)
  })
}

/** A drawing as PNG at twice its size, in the type of the page. Rejects when the browser cannot draw it. */
export async function svgToPng(svg: SVGSVGElement): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect()
  const image = new Image()
  const faces = `<style>${await facesInside()}</style>`
  const text = svgText(svg).replace(/^<svg[^>]*>/, (head) => head + faces)
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * 2
  canvas.height = height * 2
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser cannot draw pictures.')
  context.scale(2, 2)
  context.fillStyle = getComputedStyle(document.body).backgroundColor
  context.fillRect(0, 0, width, height)
  context.drawImage(image, 0, 0, width, height)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is empty.'))), 'image/png')
  })
}

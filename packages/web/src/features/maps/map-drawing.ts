import type { MapCard, MapLane, MapStep } from '@teia/contracts'
import { CURVE_HEIGHT, curvePath, runsOf, yOfFeeling } from './feeling-curve.ts'
import { contradictionOf, type MapColumn, type MapFacts } from './map-facts.ts'

/** What a drawing is made of beside its parts: words in a language, colours of a theme, the width of a text. */
export type DrawingWords = {
  title: string
  stages: string
  steps: string
  notMeasured: string
  laneName: (lane: MapLane) => string
  cardText: (card: MapCard) => string
  /** An image of a card with its bytes in its address, and how large it is; null where it is not known. */
  image: (card: MapCard) => DrawnImage | null
  numbers: (step: MapStep) => readonly (readonly [string, string])[]
  stageNote: (stage: MapColumn['stage']) => string
  signed: (value: number) => string
  drawnText: (felt: number, drawn: number) => string
}
/** `href` is a data URL: a picture of a map names no address. Sizes are pixels. */
export type DrawnImage = { href: string; width: number; height: number }
export type DrawingLooks = {
  colour: (
    token: 'ground' | 'ink' | 'ink-2' | 'ink-3' | 'line' | 'line-2' | 'rule' | 'accent' | 'bad',
  ) => string
  font: string
  widthOf: (text: string, size: number, isBold: boolean) => number
}

const LANE = 120
const COLUMN = 150
const PAD = 8
const LINE = 16
const HEAD = 44

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A text in lines of a width; a word that is wider stands alone. */
export function wrapText(text: string, width: number, widthOf: (line: string) => number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1)
    if (last !== undefined && widthOf(`${last} ${word}`) <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

type Pen = {
  text: (
    x: number,
    y: number,
    text: string,
    look?: { bold?: boolean; colour?: string; anchor?: string },
  ) => void
  line: (path: string, colour: string, more?: string) => void
  raw: (markup: string) => void
  parts: string[]
}

function penOf(looks: DrawingLooks): Pen {
  const parts: string[] = []
  return {
    parts,
    raw: (markup) => parts.push(markup),
    text: (x, y, text, { bold = false, colour = looks.colour('ink'), anchor = 'start' } = {}) =>
      parts.push(
        `<text x="${x}" y="${y}" fill="${colour}" font-weight="${bold ? 600 : 400}" text-anchor="${anchor}">${escaped(text)}</text>`,
      ),
    line: (path, colour, more = '') =>
      parts.push(`<path d="${path}" fill="none" stroke="${colour}" ${more}/>`),
  }
}

type Ground = {
  columns: readonly MapColumn[]
  facts: MapFacts | null
  words: DrawingWords
  looks: DrawingLooks
  pen: Pen
  width: number
}
const left = (column: number) => LANE + column * COLUMN

function drawHead({ columns, words, looks, pen, width }: Ground): number {
  pen.text(0, 24, words.title, { bold: true })
  const top = HEAD
  pen.line(`M0 ${top}H${width}`, looks.colour('rule'))
  pen.text(0, top + 20, words.stages, { bold: true })
  for (const [column, { stage, isFirst }] of columns.entries()) {
    if (!isFirst) continue
    pen.text(left(column) + PAD, top + 20, stage.name, { bold: true })
    pen.text(left(column) + PAD, top + 36, words.stageNote(stage), { colour: looks.colour('ink-3') })
  }
  return top + 46
}

function drawSteps({ columns, words, looks, pen, width }: Ground, top: number): number {
  pen.line(`M0 ${top}H${width}`, looks.colour('line-2'))
  pen.text(0, top + 20, words.steps, { bold: true })
  let height = 0
  for (const [column, { step }] of columns.entries()) {
    if (!step) continue
    const x = left(column) + PAD
    let y = top + 20
    for (const line of wrapText(step.name, COLUMN - 2 * PAD, (text) => looks.widthOf(text, 12, true))) {
      pen.text(x, y, line, { bold: true })
      y += LINE
    }
    const numbers = words.numbers(step)
    if (numbers.length === 0) pen.text(x, y, words.notMeasured, { colour: looks.colour('ink-3') })
    for (const [name, value] of numbers) {
      pen.text(x, y, name, { colour: looks.colour('ink-3') })
      pen.text(left(column + 1) - PAD, y, value, { anchor: 'end' })
      y += LINE
    }
    height = Math.max(height, y - top)
  }
  return top + Math.max(height, 30) + PAD
}

function drawFeeling(
  { columns, facts, words, looks, pen, width }: Ground,
  lane: MapLane,
  top: number,
): number {
  const centre = (column: number) => left(column) + COLUMN / 2
  const felt = (step: MapStep | null) => (step && facts?.steps.get(step.id)?.now.feeling) ?? null
  const paths = (values: (number | null)[]) => runsOf(values, centre).map(curvePath).join('')
  pen.text(0, top + 20, words.laneName(lane), { bold: true })
  pen.raw(`<g transform="translate(0 ${top})">`)
  for (const value of [1, 0, -1])
    pen.line(`M${LANE} ${yOfFeeling(value)}H${width}`, looks.colour(value === 0 ? 'line-2' : 'line'))
  pen.line(
    paths(columns.map(({ step }) => step?.feeling ?? null)),
    looks.colour('ink-3'),
    'stroke-dasharray="4 3"',
  )
  pen.line(
    paths(columns.map(({ step }) => felt(step)?.value ?? null)),
    looks.colour('accent'),
    'stroke-width="1.75"',
  )
  for (const [column, { step }] of columns.entries()) {
    const one = felt(step)
    if (!one || !step) continue
    const isBad = contradictionOf(step, facts?.steps.get(step.id)?.now) !== 0
    const colour = looks.colour(isBad ? 'bad' : 'accent')
    const [x, high, low] = [centre(column), yOfFeeling(one.high), yOfFeeling(one.low)]
    pen.line(`M${x} ${high}V${low}M${x - 4} ${high}h8M${x - 4} ${low}h8`, colour)
    pen.raw(`<circle cx="${x}" cy="${yOfFeeling(one.value)}" r="4" fill="${colour}"/>`)
    const label =
      isBad && step.feeling !== null ? words.drawnText(one.value, step.feeling) : words.signed(one.value)
    const isBelow = step.feeling !== null && one.value < step.feeling
    const y = Math.max(14, Math.min(CURVE_HEIGHT - 4, isBelow ? low + 18 : high - 8))
    pen.text(x, y, label, { bold: true, colour, anchor: 'middle' })
  }
  pen.raw('</g>')
  return top + CURVE_HEIGHT
}

/** An image in the width of a column, never larger than it is; how far it moves down what comes after it. */
function drawImage(pen: Pen, image: DrawnImage | null, x: number, y: number): number {
  if (!image) return 0
  const width = Math.min(COLUMN - 2 * PAD, image.width)
  const height = Math.round((image.height / image.width) * width)
  pen.raw(`<image x="${x}" y="${y}" width="${width}" height="${height}" href="${escaped(image.href)}"/>`)
  return height + 8
}

function drawLane({ columns, words, looks, pen }: Ground, lane: MapLane, top: number): number {
  const small = (text: string) => looks.widthOf(text, 12, false)
  let bottom = top + 14
  for (const line of wrapText(words.laneName(lane), LANE - PAD, (text) => looks.widthOf(text, 12, true))) {
    pen.text(0, bottom + 6, line, { bold: true })
    bottom += LINE
  }
  for (const [column, { step }] of columns.entries()) {
    let y = top + 20
    for (const card of step?.cards[lane.id] ?? []) {
      y += drawImage(pen, words.image(card), left(column) + PAD, y - 10)
      for (const line of wrapText(words.cardText(card), COLUMN - 2 * PAD, small)) {
        pen.text(left(column) + PAD, y, line)
        y += LINE
      }
      for (const line of wrapText(card.by ?? '', COLUMN - 2 * PAD, small)) {
        pen.text(left(column) + PAD, y, line, { colour: looks.colour('ink-3') })
        y += LINE
      }
      y += 4
    }
    bottom = Math.max(bottom, y - 8)
  }
  return bottom + PAD
}

/** A map as SVG, drawn from what it says and nothing else: no script, no address. Sizes are pixels. */
export function drawMap(
  map: { columns: readonly MapColumn[]; lanes: readonly MapLane[]; facts: MapFacts | null },
  words: DrawingWords,
  looks: DrawingLooks,
): { svg: string; width: number; height: number } {
  const { columns, lanes, facts } = map
  const width = left(columns.length)
  const pen = penOf(looks)
  const ground: Ground = { columns, facts, words, looks, pen, width }
  let y = drawSteps(ground, drawHead(ground))
  for (const lane of lanes) {
    pen.line(`M0 ${y}H${width}`, looks.colour('line'))
    y = lane.kind === 'feeling' ? drawFeeling(ground, lane, y) : drawLane(ground, lane, y)
  }
  for (const [column, { isFirst }] of columns.entries())
    pen.line(`M${left(column)} ${HEAD + (isFirst ? 0 : 46)}V${y}`, looks.colour(isFirst ? 'line-2' : 'line'))
  const [full, height] = [width + 32, y + 32]
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${full}" height="${height}" viewBox="-16 -8 ${full} ${height}" font-family="${escaped(looks.font)}" font-size="12">`,
    `<rect x="-16" y="-8" width="${full}" height="${height}" fill="${looks.colour('ground')}"/>`,
    ...pen.parts,
    '</svg>',
  ].join('')
  return { svg, width: full, height }
}

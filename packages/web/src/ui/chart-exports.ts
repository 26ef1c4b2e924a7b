import { type Cell, toCsv } from '@teia/contracts'
import type { AnswerTable } from '@teia/contracts/answer-tables'
import { saveFile, svgText, svgToPng } from '../lib/export.ts'
import type { Exports } from './chart-frame.tsx'

/** What a chart gives out under one name: its numbers as CSV and, while it is drawn, its picture. */
export function chartExports(
  name: string,
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  drawing: (() => SVGSVGElement | null | undefined) | null,
): Exports {
  const file = `teia-${name}`
  const withDrawing = (use: (svg: SVGSVGElement) => void) => () => {
    const svg = drawing?.()
    if (svg) use(svg)
  }
  return {
    csv: () => saveFile(`${file}.csv`, toCsv(head, rows)),
    ...(drawing && {
      svg: withDrawing((svg) => saveFile(`${file}.svg`, svgText(svg), 'image/svg+xml')),
      png: withDrawing((svg) => void svgToPng(svg).then((blob) => saveFile(`${file}.png`, blob))),
    }),
  }
}

/** The same of an answer's table; without one there is nothing but its heads to give out. */
export const tableExports = (
  name: string,
  table: AnswerTable | undefined,
  drawing: (() => SVGSVGElement | null | undefined) | null,
): Exports => chartExports(name, table?.head ?? [], table?.rows ?? [], drawing)

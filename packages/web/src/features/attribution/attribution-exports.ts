import type { AttributionAnswer } from '@teia/contracts'
import { attributionTable } from '@teia/contracts/answer-tables'
import type { RefObject } from 'react'
import { tableExports } from '../../ui/chart-exports.ts'
import type { Exports } from '../../ui/chart-frame.tsx'

/** The answer as CSV, a line a model and channel, and the drawing as a picture. */
export function attributionExports(
  answer: AttributionAnswer | undefined,
  svg: RefObject<SVGSVGElement | null>,
): Exports {
  return tableExports('attribution', answer && attributionTable(answer), () => svg.current)
}

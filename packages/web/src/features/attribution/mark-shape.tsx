import { seriesColour } from '../../ui/series-colours.ts'

const SIZE = 3.6
/** Beside its colour a model is told by its shape: square, circle, diamond, triangle. */
const shapes = [
  `M${-SIZE} 0a${SIZE} ${SIZE} 0 1 0 ${2 * SIZE} 0a${SIZE} ${SIZE} 0 1 0 ${-2 * SIZE} 0Z`,
  'M-3.2 -3.2h6.4v6.4h-6.4Z',
  'M0 -4.6L4.6 0L0 4.6L-4.6 0Z',
  'M0 -4.2L4.4 3.4H-4.4Z',
] as const

export const colourOfModel = (at: number) => `var(${seriesColour(at)})`

/** The mark of the n-th model. */
export function ModelShape({ at, x, y }: { at: number; x: number; y: number }) {
  return <path className="shape" d={shapes[at % shapes.length]} transform={`translate(${x} ${y})`} />
}

/** A point of the curve: a column, and a feeling from −2 to +2. */
export type CurvePoint = { x: number; value: number }

export const CURVE_HEIGHT = 188
const PAD = 38

/** Where a feeling lies, in pixels from the top of the lane. */
export const yOfFeeling = (value: number) =>
  PAD + ((2 - Math.max(-2, Math.min(2, value))) / 4) * (CURVE_HEIGHT - 2 * PAD)

/** The feeling at a height of the lane, to one decimal, within −2 and +2. */
export const feelingAt = (y: number) => {
  const value = 2 - ((y - PAD) / (CURVE_HEIGHT - 2 * PAD)) * 4
  return Math.round(Math.max(-2, Math.min(2, value)) * 10) / 10 + 0
}

/** Slopes of a curve through points that never overshoots them (Fritsch and Carlson 1980). */
function slopesOf(points: readonly { x: number; y: number }[]): number[] {
  const secants = points.slice(1).map((point, at) => {
    const from = points[at]
    return from ? (point.y - from.y) / (point.x - from.x) : 0
  })
  return points.map((_, at) => {
    const [left, right] = [secants[at - 1], secants[at]]
    if (left === undefined || right === undefined) return left ?? right ?? 0
    // The harmonic mean keeps the curve between its neighbours.
    return left * right <= 0 ? 0 : (2 * left * right) / (left + right)
  })
}

/**
 * A smooth path through the points as SVG; neighbours are joined, and what lies between two points never goes beyond
 * them. Of fewer than two points it is empty.
 */
export function curvePath(points: readonly CurvePoint[]): string {
  const placed = points.map(({ x, value }) => ({ x, y: yOfFeeling(value) }))
  const [first] = placed
  if (!first || placed.length < 2) return ''
  const slopes = slopesOf(placed)
  const round = (n: number) => Math.round(n * 10) / 10
  const parts = placed.slice(1).map((to, at) => {
    const from = placed[at] ?? to
    const third = (to.x - from.x) / 3
    const [out, into] = [slopes[at] ?? 0, slopes[at + 1] ?? 0]
    return `C${round(from.x + third)} ${round(from.y + out * third)} ${round(to.x - third)} ${round(to.y - into * third)} ${round(to.x)} ${round(to.y)}`
  })
  return `M${round(first.x)} ${round(first.y)}${parts.join('')}`
}

/** Runs of neighbouring columns that have a value: a curve is not drawn over what was not measured. */
export function runsOf(values: readonly (number | null)[], xOf: (column: number) => number): CurvePoint[][] {
  const runs: CurvePoint[][] = []
  let run: CurvePoint[] = []
  for (const [column, value] of values.entries()) {
    if (value === null) {
      if (run.length > 0) runs.push(run)
      run = []
    } else run.push({ x: xOf(column), value })
  }
  return run.length > 0 ? [...runs, run] : runs
}

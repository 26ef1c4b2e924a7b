import type { Line } from './line-option.ts'

/** A point of a chart: which line, and its place in time. */
export type Point = { at: number; line: number }

const canBePicked = (line: Line | undefined, at: number) =>
  line !== undefined && !line.before && line.values[at] !== null && line.values[at] !== undefined

/** The line whose value at this time is nearest; the period before is never picked. */
export function nearestLine(lines: readonly Line[], at: number, value: number): number | undefined {
  const distances = lines.flatMap((line, index) =>
    canBePicked(line, at) ? [{ index, far: Math.abs((line.values[at] ?? 0) - value) }] : [],
  )
  return distances.sort((a, b) => a.far - b.far)[0]?.index
}

/** The point that a key leads to: left and right in time, up and down among lines; null for any other key. */
export function stepPoint(
  { at, line }: Point,
  key: string,
  lines: readonly Line[],
  length: number,
): Point | null {
  const within = (index: number) => Math.min(length - 1, Math.max(0, index))
  const moved = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: length - 1 }[key]
  if (moved !== undefined) return { at: within(moved), line }
  const step = { ArrowUp: -1, ArrowDown: 1 }[key]
  if (step === undefined) return null
  const mains = lines.flatMap((one, index) => (one.before ? [] : [index]))
  const next = mains[(mains.indexOf(line) + step + mains.length) % mains.length]
  return { at, line: next ?? line }
}

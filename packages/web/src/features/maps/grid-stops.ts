/** A part of the drawing that can have the focus: its row, its column (−1: the names of lanes), its place in the cell. */
export type Stop = { row: number; column: number; at: number }

export function readStop(text: string | undefined): Stop | null {
  const [row, column, at] = (text ?? '').split(' ').map(Number)
  return row === undefined || column === undefined || at === undefined || Number.isNaN(row)
    ? null
    : { row, column, at }
}

/** A stage spans columns: what is asked of one of them is found in the last that begins before it. */
const nearestColumn = (stops: readonly Stop[], column: number) =>
  stops.filter((one) => one.column <= column).toSorted((a, b) => b.column - a.column)[0]?.column

function inRow(stops: readonly Stop[], row: number, column: number, at: number): Stop | undefined {
  const ofRow = stops.filter((one) => one.row === row)
  const there = column < 0 ? -1 : (nearestColumn(ofRow, column) ?? column)
  const ofCell = ofRow.filter((one) => one.column === there)
  return ofCell.toSorted((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0]
}

function upOrDown(stops: readonly Stop[], from: Stop, way: 1 | -1): Stop | undefined {
  const within = stops.find(
    (one) => one.row === from.row && one.column === from.column && one.at === from.at + way,
  )
  if (within) return within
  const rows = [...new Set(stops.map((one) => one.row))].toSorted((a, b) => (a - b) * way)
  for (const row of rows) {
    if ((row - from.row) * way <= 0) continue
    const found = inRow(stops, row, from.column, way > 0 ? 0 : Number.MAX_SAFE_INTEGER)
    if (found) return found
  }
  return undefined
}

function sideways(stops: readonly Stop[], from: Stop, way: 1 | -1): Stop | undefined {
  const columns = [...new Set(stops.filter((one) => one.row === from.row).map((one) => one.column))]
  const next = columns
    .filter((column) => (column - from.column) * way > 0)
    .toSorted((a, b) => (a - b) * way)[0]
  return next === undefined ? undefined : inRow(stops, from.row, next, from.at)
}

/** Where a key leads: arrows to the next part, Home and End to the ends of the row. Undefined: nowhere. */
export function stopAfter(stops: readonly Stop[], from: Stop, key: string): Stop | undefined {
  if (key === 'ArrowDown') return upOrDown(stops, from, 1)
  if (key === 'ArrowUp') return upOrDown(stops, from, -1)
  if (key === 'ArrowRight') return sideways(stops, from, 1)
  if (key === 'ArrowLeft') return sideways(stops, from, -1)
  const ofRow = stops.filter((one) => one.row === from.row).toSorted((a, b) => a.column - b.column)
  if (key === 'Home') return ofRow[0]
  return key === 'End' ? ofRow.at(-1) : undefined
}

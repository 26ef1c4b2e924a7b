/** One cell of a CSV file. */
export type Cell = string | number | boolean | null | undefined

function quoted(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  const text = String(cell)
  // A leading = + - @ would be run as a formula by spreadsheets; numbers are safe as they are.
  const safe = typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows as CSV (RFC 4180) with a head; texts that a spreadsheet would run are made harmless. */
export function toCsv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `${[head, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`
}

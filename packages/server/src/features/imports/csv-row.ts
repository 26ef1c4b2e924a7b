/** A row of CSV (RFC 4180) with its end. Cells that a spreadsheet would take for a formula are defused. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** Quotes a cell, and puts an apostrophe before what spreadsheets would run (OWASP: CSV injection). */
function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

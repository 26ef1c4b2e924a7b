import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/**
 * Reads an answer in the format JSONCompact while it comes: hands over each row, an array of its columns, and says how many
 * rows were read from the tables. The engine writes a row a line, so that no more than one is held at a time. Throws where the
 * answer ends before it says how many rows it has.
 */
export async function readCompactRows(stream: Readable, take: (row: unknown) => void): Promise<number> {
  let taken = 0
  let told: number | undefined
  let rowsRead = 0
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    // Columns are named by objects, and what is told at the end is indented by one or is no array.
    if (line.startsWith('\t\t[')) {
      take(JSON.parse(line.endsWith(',') ? line.slice(0, -1) : line))
      taken += 1
    } else {
      told ??= numberAt(/^\t"rows": (\d+)/, line)
      rowsRead = numberAt(/^\t\t"rows_read": (\d+)/, line) ?? rowsRead
    }
  }
  if (told !== taken) throw new Error(`The answer broke off after ${taken} rows.`)
  return rowsRead
}

function numberAt(pattern: RegExp, line: string): number | undefined {
  const found = pattern.exec(line)?.[1]
  return found === undefined ? undefined : Number(found)
}

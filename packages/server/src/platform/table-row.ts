import { type Fault, sayFault } from '@teia/contracts'

/** One row of a file. Without `cells` it cannot be read, and `fault` says why. */
export type Row = {
  /** Counted from 1: the line of text, or the number of the element where there are no lines. */
  line: number
  /** Empty for files that are one table. */
  table: string
  cells: Record<string, unknown> | null
  /** The row as it came, for the file of rejected rows. */
  raw: unknown
  fault?: Fault
}

/** Rows come in portions, so that a large file costs few turns of the event loop. */
export type RowReader = AsyncIterable<Row[]>

/** A file that cannot be read on from some place. The fault says where and what, and is safe to show. */
export class ReadFault extends Error {
  override readonly name = 'ReadFault'
  readonly fault: Fault

  constructor(fault: Fault, options?: ErrorOptions) {
    super(sayFault(fault), options)
    this.fault = fault
  }
}

/** A row longer than this is refused, so that no file can take all memory. */
export const longestMegabytes = 1
/** The same in characters. */
export const longestRow = longestMegabytes * 1024 * 1024
/** Values nested deeper than this are refused. */
export const deepestRow = 60

/** A record for cells: names of columns are the user's, so it has no prototype to meet. */
export function newCells(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>
}

/** Gives every column a name of its own. Empty names become “column 1”; a repeated one gets its number. */
export function columnNames(header: readonly string[]): string[] {
  const taken = new Set<string>()
  // A file may have one name thousands of times.
  const lastNumber = new Map<string, number>()
  return header.map((cell, index) => {
    const base = cell.trim().slice(0, 200) || `column ${index + 1}`
    let name = base
    let number = lastNumber.get(base) ?? 1
    while (taken.has(name)) {
      number += 1
      name = `${base} (${number})`
    }
    lastNumber.set(base, number)
    taken.add(name)
    return name
  })
}

/** Flattens objects into dotted names; lists stay as they are. */
export function flatten(value: Record<string, unknown>): Record<string, unknown> {
  const cells = newCells()
  const add = (prefix: string, inner: Record<string, unknown>, depth: number) => {
    for (const [key, one] of Object.entries(inner)) {
      const name = `${prefix}${key}`
      if (typeof one === 'object' && one !== null && !Array.isArray(one) && depth < 8)
        add(`${name}.`, one as Record<string, unknown>, depth + 1)
      else cells[name] = one
    }
  }
  add('', value, 0)
  return cells
}

import { faultOf } from '@teia/contracts'
import { ReadFault } from '../../platform/table-row.ts'
import { detectReading } from './detect-reading.ts'
import type { ByteSource, ExpansionLimits } from './readers/bytes.ts'
import { openRows, type Reading } from './readers/open-rows.ts'
import type { CsvCell, CsvColumn } from './thread-messages.ts'

const lookedAt = 500
const mostColumns = 100
const mostSamples = 100
/** Longer than any identifier. */
const longestCell = 600
const cellsAtOnce = 5_000

/** The columns of a CSV file by its first rows. `header`: whether the first row names them; null to find out. Throws ReadFault. */
export async function columnsOf(
  file: ByteSource,
  header: boolean | null,
  limits: ExpansionLimits,
): Promise<{ columns: CsvColumn[]; header: boolean }> {
  const reading = await readingOf(file, header, limits)
  const columns = await firstValues(file, reading, limits)
  if (header !== null || !reading.header || !columns.some(({ name }) => isOfSomebody(name)))
    return { columns, header: reading.header }
  return { columns: await firstValues(file, { ...reading, header: false }, limits), header: false }
}

/** The cells of one column in portions. Rows that cannot be read have their fault. Throws ReadFault, also past `mostRows`. */
export async function* readColumn(
  file: ByteSource,
  asked: { column: string; header: boolean; mostRows: number },
  limits: ExpansionLimits,
): AsyncGenerator<CsvCell[]> {
  const reading = await readingOf(file, asked.header, limits)
  let rows = 0
  let portion: CsvCell[] = []
  for await (const some of openRows(file, reading, limits))
    for (const { line, cells, fault } of some) {
      rows += 1
      if (rows > asked.mostRows)
        throw new ReadFault(faultOf('list_file_rows', { file: file.name, most: asked.mostRows }))
      portion.push({ line, value: cells ? textIn(cells[asked.column]) : '', ...(fault && { fault }) })
      if (portion.length < cellsAtOnce) continue
      yield portion
      portion = []
    }
  if (portion.length > 0) yield portion
}

async function readingOf(
  file: ByteSource,
  header: boolean | null,
  limits: ExpansionLimits,
): Promise<Reading> {
  const reading = await detectReading(file, header === null ? {} : { header }, limits).catch((error) => {
    if (error instanceof ReadFault && error.fault.code === 'file_holds_archive') return null
    throw error
  })
  if (reading?.format !== 'csv') throw new ReadFault(faultOf('list_file_no_csv', { file: file.name }))
  return reading
}

async function firstValues(
  file: ByteSource,
  reading: Reading,
  limits: ExpansionLimits,
): Promise<CsvColumn[]> {
  const columns = new Map<string, CsvColumn>()
  let rows = 0
  for await (const some of openRows(file, reading, limits)) {
    for (const { cells } of some)
      for (const name of Object.keys(cells ?? {})) sample(columns, name, cells?.[name])
    rows += some.length
    if (rows >= lookedAt) break
  }
  if (columns.size === 0) throw new ReadFault(faultOf('file_no_rows', { file: file.name }))
  return [...columns.values()]
}

function sample(columns: Map<string, CsvColumn>, name: string, cell: unknown): void {
  const known = columns.get(name)
  if (!known && columns.size >= mostColumns) return
  const column = known ?? { name, samples: [] }
  columns.set(name, column)
  const value = textIn(cell)
  if (value !== '' && column.samples.length < mostSamples) column.samples.push(value)
}

const textIn = (cell: unknown) =>
  (typeof cell === 'string' ? cell : '').slice(0, longestCell).toWellFormed().trim()

/** Names of columns do not look like this: what does is somebody’s e-mail address, id or number. */
const isOfSomebody = (name: string) =>
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(name) ||
  /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(name) ||
  /^\+?[\d\s().-]{7,}$/.test(name)

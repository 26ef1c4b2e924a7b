import { faultOf, type ImportMapping, type ImportReading } from '@teia/contracts'
import { ReadFault, type Row } from '../../platform/table-row.ts'
import { describeTable } from './detect-columns.ts'
import { detectReading } from './detect-reading.ts'
import { type ProposalTable, proposeMapping } from './propose-mapping.ts'
import type { ExpansionLimits } from './readers/bytes.ts'
import { openRows } from './readers/open-rows.ts'
import { findRelations, type KeyedTable } from './relations.ts'
import type { Detection, ThreadFile } from './thread-messages.ts'

const sampleRows = 2_000
/** Keys are compared over this many rows of each file; a larger one is judged by its beginning. */
const keyRows = 200_000

/** Finds out what each file is, and proposes what its rows become. A file that cannot be read has its problem. */
export async function detectFiles(
  files: readonly ThreadFile[],
  readings: readonly (ImportReading | null)[],
  limits: ExpansionLimits,
): Promise<{ files: Detection[]; mapping: ImportMapping | null }> {
  const detections: Detection[] = []
  for (const [index, file] of files.entries())
    detections.push(await detectFile(file, readings[index] ?? {}, limits))
  const shared = sharedColumns(detections)
  const tables: ProposalTable[] = []
  for (const [index, file] of files.entries()) {
    const detection = detections[index]
    if (!detection?.reading) continue
    const keyed = await readKeys(file, detection, shared, limits)
    for (const table of detection.tables) {
      const own = keyed.find((one) => one.table === table.name)
      if (own) tables.push({ file: file.name, table, keyed: own })
    }
  }
  if (tables.length === 0) return { files: detections, mapping: null }
  return { files: detections, mapping: proposeMapping(tables, findRelations(tables.map((one) => one.keyed))) }
}

async function detectFile(
  file: ThreadFile,
  given: ImportReading,
  limits: ExpansionLimits,
): Promise<Detection> {
  const nothing = { format: null, encoding: null, delimiter: null, header: null, tables: [], reading: null }
  try {
    const reading = await detectReading(file, given, limits)
    const byTable = new Map<string, Row[]>()
    let rows = 0
    for await (const portion of openRows(file, reading, limits)) {
      for (const row of portion) {
        const known = byTable.get(row.table) ?? []
        byTable.set(row.table, known)
        if (known.length < sampleRows) known.push(row)
      }
      rows += portion.length
      // Objects may fill the beginning of a log before its events come.
      if (rows >= sampleRows && !(reading.format.startsWith('ocel') && rows < keyRows)) break
    }
    const tables = [...byTable].map(([name, sample]) => describeTable(name, sample))
    const { format, encoding } = reading
    const isCsv = format === 'csv'
    return {
      format,
      encoding,
      delimiter: isCsv ? reading.delimiter : null,
      header: isCsv ? reading.header : null,
      tables,
      reading,
      faults: rows === 0 ? [faultOf('file_no_rows', { file: file.name })] : [],
    }
  } catch (error) {
    if (error instanceof ReadFault) return { ...nothing, faults: [error.fault] }
    throw error
  }
}

/** Names of columns that at least two tables have: only those can join them. */
function sharedColumns(detections: readonly Detection[]): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const table of detections.flatMap((one) => one.tables))
    for (const { name, type } of table.columns)
      if (type !== 'date' && type !== 'boolean') counts.set(name, (counts.get(name) ?? 0) + 1)
  return new Set([...counts].filter(([, count]) => count > 1).map(([name]) => name))
}

async function readKeys(
  file: ThreadFile,
  detection: Detection,
  shared: ReadonlySet<string>,
  limits: ExpansionLimits,
): Promise<KeyedTable[]> {
  const keyed = detection.tables.map((table): KeyedTable => {
    // What rows are unique by matters for accounts too, shared or not.
    const columns = table.columns.filter((one) => shared.has(one.name) || one.roles.includes('account'))
    return {
      file: file.name,
      table: table.name,
      rows: 0,
      keys: new Map(columns.map((one) => [one.name, new Set<string>()])),
      repeats: new Set(),
    }
  })
  if (!detection.reading || keyed.every((one) => one.keys.size === 0)) return keyed
  let rows = 0
  try {
    for await (const portion of openRows(file, detection.reading, limits)) {
      for (const row of portion) {
        const own = keyed.find((one) => one.table === row.table)
        if (own && row.cells) takeKeys(own, row.cells)
      }
      rows += portion.length
      if (rows >= keyRows) break
    }
  } catch (error) {
    // The fault is shown when the rows are read in earnest; the keys up to it still help.
    if (!(error instanceof ReadFault)) throw error
  }
  return keyed
}

function takeKeys(table: KeyedTable, cells: Record<string, unknown>): void {
  table.rows += 1
  for (const [column, values] of table.keys) {
    const value = cells[column]
    if (value === undefined || value === null || value === '') continue
    const text = String(value).slice(0, 200)
    if (values.has(text)) table.repeats.add(column)
    else values.add(text)
  }
}

import type { Fault, ImportFile, ImportMapping, ImportPreviewRow, ImportReading } from '@teia/contracts'
import type { ByteSource, ExpansionLimits } from './readers/bytes.ts'
import type { Reading } from './readers/open-rows.ts'

/** A file as the thread needs it. */
export type ThreadFile = {
  path: string
  /** The file is this member of a ZIP archive. */
  entry?: string
  name: string
  bytes: number
  sha256: string
}

/** How far the rows are in: everything up to this row of this file. */
export type Place = { file: number; row: number }

/** One piece of work for the thread. */
export type ImportOrder = { limits: ExpansionLimits } & (FilesOrder | ColumnOrder)
type FilesOrder = { files: ThreadFile[] } & (
  | { kind: 'expand' }
  | { kind: 'detect'; readings: (ImportReading | null)[] }
  | { kind: 'preview'; mapping: ImportMapping; workspaceId: string }
  | { kind: 'run'; mapping: ImportMapping; workspaceId: string; from: Place }
)
/** Of a CSV file: which columns it has, or all cells of one. */
type ColumnOrder = { file: ByteSource } & (
  | { kind: 'columns'; header: boolean | null }
  | { kind: 'cells'; header: boolean; column: string; mostRows: number }
)

/** A column with the first values in it. */
export type CsvColumn = { name: string; samples: string[] }
/** What a row has in a column; `fault`: the row cannot be read. */
export type CsvCell = { line: number; value: string; fault?: Fault }

export type Reject = { file: string; line: number; faults: Fault[]; raw: string }
/** A row that became no event but another line of an export, such as a touchpoint. */
export type WaitingLine = { file: string; line: number; type: string; body: string }

/** Rows that were read since the last batch, in order. */
export type ImportBatch = {
  kind: 'batch'
  /** The messages of the accepted rows as the body of a batch call; null when there are none. */
  body: Uint8Array | null
  receivedAt: number
  messageIds: string[]
  /** How many messages each accepted row became. */
  rowMessages: number[]
  rejects: Reject[]
  lines: WaitingLine[]
  place: Place
  bytesRead: number
}

/** `problem` has the words of files that were looked at before faults were kept. */
export type Detection = Omit<ImportFile, 'name' | 'bytes' | 'sha256' | 'problem' | 'faults'> & {
  reading: Reading | null
  problem?: string | null
  faults?: Fault[]
}

export type ImportReport =
  | { kind: 'expanded'; files: ThreadFile[] }
  | { kind: 'detected'; files: Detection[]; mapping: ImportMapping | null }
  | { kind: 'preview'; rows: ImportPreviewRow[] }
  | ImportBatch
  | { kind: 'columns'; columns: CsvColumn[]; header: boolean }
  | { kind: 'cells'; cells: CsvCell[] }
  /** The order is carried out, or has a fault: the thread is free again. */
  | { kind: 'done' }
  /** Nothing can be read on. */
  | { kind: 'fault'; fault: Fault }

/** What the thread is told: what to do, and that one more batch may come. */
export type ImportCommand = { kind: 'order'; order: ImportOrder } | { kind: 'more' }

import { faultOf, type ImportFormat, type ImportReading } from '@teia/contracts'
import { detectDelimiter } from '../../platform/csv-delimiter.ts'
import { ReadFault } from '../../platform/table-row.ts'
import { detectEncoding } from '../../platform/text-encoding.ts'
import { type ByteSource, type ExpansionLimits, headOf, openBytes } from './readers/bytes.ts'
import type { Reading } from './readers/open-rows.ts'

/** Enough to meet the first accented letter of most files. */
const headBytes = 8 * 1024 * 1024

/** How a file is to be read: what the mapping says, and for the rest what its first bytes show. Throws ReadFault. */
export async function detectReading(
  source: ByteSource,
  given: ImportReading,
  limits: ExpansionLimits,
): Promise<Reading> {
  const head = await headOf(await openBytes(source, limits), headBytes)
  if (head.length === 0) throw new ReadFault(faultOf('file_empty', { file: source.name }))
  if (head.subarray(0, 15).toString('latin1') === 'SQLite format 3')
    return { format: 'ocel-sqlite', encoding: 'utf-8', delimiter: ',', header: true }
  const inner = archiveIn(head)
  if (inner !== null) throw new ReadFault(faultOf(inner, { file: source.name }))
  const encoding = given.encoding ?? detectEncoding(head)
  if (encoding === null) throw new ReadFault(faultOf('file_unknown_kind', { file: source.name }))
  const text = new TextDecoder(encoding).decode(head.subarray(0, 256 * 1024))
  const format = given.format ?? detectFormat(text)
  if (format !== 'csv') return { format, encoding, delimiter: ',', header: true }
  const delimiter = given.delimiter ?? detectDelimiter(text)
  return { format, encoding, delimiter, header: given.header ?? detectHeader(text, delimiter) }
}

/** What else would have to be unpacked: only one archive around files and one compression around each are taken off. */
function archiveIn(head: Buffer): 'file_holds_archive' | 'file_packed_twice' | null {
  const start = head.subarray(0, 4).toString('latin1')
  if (start === 'PK\x03\x04' || start === 'PK\x05\x06') return 'file_holds_archive'
  if (start.startsWith('\x1f\x8b') || start === '\x28\xb5\x2f\xfd') return 'file_packed_twice'
  return null
}

function detectFormat(text: string): ImportFormat {
  const start = text.trimStart()
  if (start.startsWith('<'))
    return /<(object-types|event-types|objects|events)\b/.test(start) ? 'ocel-xml' : 'xes'
  if (start.startsWith('{')) {
    const [first = ''] = start.split('\n', 1)
    if (isJson(first)) return 'ndjson'
    return /"(objectTypes|eventTypes|relationships)"\s*:/.test(start) ? 'ocel-json' : 'json'
  }
  return start.startsWith('[') ? 'json' : 'csv'
}

/** OCEL and other files on a single line are one object that holds lists. */
function isJson(line: string): boolean {
  try {
    const value = JSON.parse(line) as Record<string, unknown>
    return !(Array.isArray(value.events) && Array.isArray(value.objects))
  } catch {
    return false
  }
}

/** Names stand in the first row unless one of its cells is empty of letters where there are several, as in data. */
function detectHeader(text: string, delimiter: string): boolean {
  const [first = ''] = text.trimStart().split(/\r\n|\n|\r/, 1)
  const cells = first.split(delimiter).map((cell) => cell.replace(/^"|"$/g, '').trim())
  const looksLikeData = (cell: string) =>
    /^[+-]?\d+([.,]\d+)*$/.test(cell) || /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(cell)
  return !cells.some(looksLikeData)
}

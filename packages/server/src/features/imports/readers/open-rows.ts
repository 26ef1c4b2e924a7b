import { faultOf, type ImportFormat } from '@teia/contracts'
import { readCsv } from '../../../platform/csv-reader.ts'
import { ReadFault, type Row } from '../../../platform/table-row.ts'
import { decodeText } from '../../../platform/text-encoding.ts'
import { type ByteSource, compressionOf, type ExpansionLimits, openBytes } from './bytes.ts'
import { readJsonLists, readNdjson } from './json-reader.ts'
import { readOcel } from './ocel.ts'
import { readOcelJson } from './ocel-json-reader.ts'
import { readOcelSqlite } from './ocel-sqlite-reader.ts'
import { readOcelXml } from './ocel-xml-reader.ts'
import { readXes } from './xes-reader.ts'

/** How one file is read, with nothing left to guess. */
export type Reading = { format: ImportFormat; encoding: string; delimiter: string; header: boolean }

/** The rows of one file, in order; the same every time. Throws ReadFault where the file cannot be read on. */
export async function* openRows(
  source: ByteSource,
  reading: Reading,
  limits: ExpansionLimits,
  onRead?: (bytes: number) => void,
): AsyncGenerator<Row[]> {
  async function* text() {
    yield* decodeText(await openBytes(source, limits, onRead), reading.encoding)
  }
  switch (reading.format) {
    case 'csv':
      return yield* readCsv(text(), reading)
    case 'ndjson':
      return yield* readNdjson(text())
    case 'json':
      return yield* readJsonLists(text(), source.name)
    case 'xes':
      return yield* readXes(text(), source.name)
    case 'ocel-json':
      return yield* readOcel(source.name, () => readOcelJson(text(), source.name))
    case 'ocel-xml':
      return yield* readOcel(source.name, () => readOcelXml(text(), source.name))
    case 'ocel-sqlite':
      if ('content' in source || source.entry !== undefined || (await compressionOf(source)) !== 'none')
        throw new ReadFault(faultOf('sqlite_packed', { file: source.name }))
      return yield* readOcel(source.name, () => readOcelSqlite(source.path, source.name))
  }
}

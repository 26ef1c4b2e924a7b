import { faultOf } from '@teia/contracts'
import type { Row } from '../../../platform/table-row.ts'
import { readJsonLists } from './json-reader.ts'
import type { OcelThing } from './ocel.ts'

type RawThing = {
  id?: unknown
  type?: unknown
  time?: unknown
  attributes?: unknown
  relationships?: unknown
}

/** Reads the events and objects of OCEL 2.0 JSON. What is no event or object of that form is given as a fault. */
export async function* readOcelJson(
  text: AsyncIterable<string>,
  name: string,
): AsyncGenerator<(OcelThing | Row)[]> {
  for await (const rows of readJsonLists(text, name)) {
    const things: (OcelThing | Row)[] = []
    for (const row of rows) {
      if (row.table !== 'events' && row.table !== 'objects') continue
      things.push(row.cells ? thingOf(row, row.table) : row)
    }
    if (things.length > 0) yield things
  }
}

function thingOf(row: Row, kind: OcelThing['kind']): OcelThing | Row {
  const raw = row.raw as RawThing
  if (typeof raw.id !== 'string' || typeof raw.type !== 'string')
    return { ...row, cells: null, fault: faultOf('row_no_ocel') }
  return {
    kind,
    line: row.line,
    id: raw.id,
    type: raw.type,
    ...(typeof raw.time === 'string' && { time: raw.time }),
    attributes: listOf(raw.attributes)
      .toSorted((a, b) => String(a.time ?? '').localeCompare(String(b.time ?? '')))
      .map((one) => ({ name: String(one.name ?? ''), value: one.value })),
    relations: listOf(raw.relationships).map((one) => ({
      objectId: String(one.objectId ?? ''),
      qualifier: String(one.qualifier ?? ''),
    })),
  }
}

function listOf(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) return []
  return value.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null)
}

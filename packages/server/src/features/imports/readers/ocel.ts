import { faultOf } from '@teia/contracts'
import { newCells, ReadFault, type Row, type RowReader } from '../../../platform/table-row.ts'

/** An object or event of OCEL 2.0, whichever of the three forms it came in. */
export type OcelThing = {
  kind: 'events' | 'objects'
  line: number
  id: string
  type: string
  time?: string
  /** In order; a later value of a name replaces an earlier one. */
  attributes: { name: string; value: unknown }[]
  relations: { objectId: string; qualifier: string }[]
}

/** More objects than this would not fit beside the rest of the work. */
const mostObjects = 2_000_000

/** Which type each object has, so that events can name their objects by type. */
export class ObjectTypes {
  readonly #types = new Map<string, string>()

  add(id: string, type: string, name: string): void {
    this.#types.set(id, type)
    if (this.#types.size > mostObjects)
      throw new ReadFault(faultOf('ocel_too_many', { file: name, most: mostObjects }))
  }

  of(id: string): string {
    return this.#types.get(id) ?? 'unknown'
  }
}

/**
 * One row for a thing. Events have `id`, `type`, `time`, their attributes, and for each type of object they relate to
 * `object:<type>` (the first) and, where there are several, `objects:<type>` (all). Objects have the same for theirs.
 */
export function ocelRow(thing: OcelThing, types: ObjectTypes): Row {
  const cells = newCells()
  cells.id = thing.id
  cells.type = thing.type
  if (thing.time !== undefined) cells.time = thing.time
  for (const { name, value } of thing.attributes) cells[name] = value
  const related = new Map<string, string[]>()
  for (const { objectId } of thing.relations) {
    const type = types.of(objectId)
    const ids = related.get(type) ?? []
    if (!ids.includes(objectId)) ids.push(objectId)
    related.set(type, ids)
  }
  for (const [type, ids] of related) {
    cells[`object:${type}`] = ids[0]
    if (ids.length > 1) cells[`objects:${type}`] = ids
  }
  return { line: thing.line, table: thing.kind, cells, raw: cells }
}

/**
 * Reads a file of things twice: first which type each object has, for events may come before the objects they name,
 * then the rows.
 */
export async function* readOcel(
  name: string,
  openThings: () => AsyncIterable<(OcelThing | Row)[]>,
): RowReader & AsyncGenerator<Row[]> {
  const types = new ObjectTypes()
  for await (const things of openThings())
    for (const thing of things)
      if ('kind' in thing && thing.kind === 'objects') types.add(thing.id, thing.type, name)
  for await (const things of openThings())
    yield things.map((thing) => ('kind' in thing ? ocelRow(thing, types) : thing))
}

import type { Row } from '../../../platform/table-row.ts'
import type { OcelThing } from './ocel.ts'
import { readXml } from './xml.ts'

type Draft = OcelThing & { stamped: { name: string; value: string; time: string }[] }

/** Reads the events and objects of OCEL 2.0 XML. */
export async function* readOcelXml(
  text: AsyncIterable<string>,
  name: string,
): AsyncGenerator<(OcelThing | Row)[]> {
  let things: (OcelThing | Row)[] = []
  const rows = readXml(text, name, (take) => {
    let draft: Draft | null = null
    let attribute: { name: string; time: string } | null = null
    return {
      open(tag, attributes, line) {
        if ((tag === 'event' || tag === 'object') && attributes.type !== undefined && !draft)
          draft = {
            kind: tag === 'event' ? 'events' : 'objects',
            line,
            id: attributes.id ?? '',
            type: attributes.type,
            ...(attributes.time !== undefined && { time: attributes.time }),
            attributes: [],
            relations: [],
            stamped: [],
          }
        else if (tag === 'attribute' && draft)
          attribute = { name: attributes.name ?? '', time: attributes.time ?? '' }
        else if ((tag === 'relationship' || tag === 'object') && draft && attributes['object-id'])
          draft.relations.push({ objectId: attributes['object-id'], qualifier: attributes.qualifier ?? '' })
      },
      close(tag, inner) {
        if (tag === 'attribute' && draft && attribute) {
          draft.stamped.push({ ...attribute, value: inner })
          attribute = null
        } else if (draft && tag === (draft.kind === 'events' ? 'event' : 'object') && draft.id !== '') {
          // A relation may be written as <object object-id="…"/> inside of an event.
          const { stamped, ...thing } = draft
          thing.attributes = stamped.toSorted((a, b) => a.time.localeCompare(b.time))
          things.push(thing)
          take({ line: thing.line, table: thing.kind, cells: null, raw: null })
          draft = null
        }
      },
    }
  })
  for await (const _portion of rows) {
    yield things
    things = []
  }
}

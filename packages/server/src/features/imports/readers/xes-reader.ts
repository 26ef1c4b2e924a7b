import { newCells, type Row } from '../../../platform/table-row.ts'
import { readXml } from './xml.ts'

const valueTags: ReadonlySet<string> = new Set(['string', 'date', 'int', 'float', 'boolean', 'id'])
const nestTags: ReadonlySet<string> = new Set(['list', 'container', 'values'])

/**
 * Reads XES (IEEE 1849): one row an event, with the attributes of its trace as `case:…`. Attributes inside of others
 * get dotted names. Its line is where the event begins.
 */
export function readXes(text: AsyncIterable<string>, name: string): AsyncGenerator<Row[]> {
  return readXml(text, name, (take) => {
    let trace = newCells()
    let event: Row | null = null
    let inTrace = false
    // The names of the attributes that are open, for those inside of them.
    const path: (string | null)[] = []
    return {
      open(tag, attributes, line) {
        if (tag === 'trace') {
          inTrace = true
          trace = newCells()
        } else if (tag === 'event' && inTrace) {
          const cells = newCells()
          for (const [key, value] of Object.entries(trace)) cells[`case:${key}`] = value
          event = { line, table: '', cells, raw: null }
        } else if (valueTags.has(tag) || nestTags.has(tag)) {
          const own = attributes.key ?? null
          path.push(own)
          if (!inTrace || own === null || attributes.value === undefined) return
          const key = path.filter((one) => one !== null).join('.')
          const target = event?.cells ?? trace
          target[key] = typed(tag, attributes.value)
        }
      },
      close(tag) {
        if (valueTags.has(tag) || nestTags.has(tag)) path.pop()
        else if (tag === 'event' && event) {
          take({ ...event, raw: event.cells })
          event = null
        } else if (tag === 'trace') inTrace = false
      },
    }
  })
}

function typed(tag: string, value: string): unknown {
  if (tag === 'int' || tag === 'float') {
    const number = Number(value)
    return value.trim() !== '' && Number.isFinite(number) ? number : value
  }
  if (tag === 'boolean' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  return value
}

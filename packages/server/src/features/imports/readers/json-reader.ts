import { type Fault, faultOf } from '@teia/contracts'
import {
  deepestRow,
  flatten,
  longestMegabytes,
  longestRow,
  newCells,
  ReadFault,
  type Row,
} from '../../../platform/table-row.ts'

/** Reads one JSON object a line. */
export async function* readNdjson(text: AsyncIterable<string>): AsyncGenerator<Row[]> {
  let buffer = ''
  let line = 0
  let isSkipping = false
  const take = (rows: Row[], one: string) => {
    line += 1
    if (isSkipping) {
      isSkipping = false
      return
    }
    if (one.trim() !== '') rows.push(parseRow(one, line, ''))
  }
  for await (const chunk of text) {
    const lines = (buffer + chunk).split('\n')
    buffer = lines.pop() ?? ''
    const rows: Row[] = []
    for (const one of lines) take(rows, one)
    if (buffer.length > longestRow) {
      if (!isSkipping) rows.push(tooLong(buffer, line + 1, ''))
      isSkipping = true
      buffer = ''
    }
    if (rows.length > 0) yield rows
  }
  const rows: Row[] = []
  take(rows, buffer)
  if (rows.length > 0) yield rows
}

const tooLong = (raw: string, line: number, table: string): Row => ({
  line,
  table,
  cells: null,
  raw: raw.slice(0, 4000),
  fault: faultOf('row_too_long', { megabytes: longestMegabytes }),
})

function parseRow(text: string, line: number, table: string): Row {
  const refuse = (fault: Fault): Row => ({ line, table, cells: null, raw: text.slice(0, 4000), fault })
  if (text.length > longestRow) return tooLong(text, line, table)
  if (isTooDeep(text)) return refuse(faultOf('row_too_deep', { levels: deepestRow }))
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return refuse(faultOfJson(error))
  }
  if (typeof value !== 'object' || value === null) return refuse(faultOf('row_no_object'))
  if (Array.isArray(value)) {
    const cells = newCells()
    for (const [index, cell] of value.entries()) cells[`column ${index + 1}`] = cell
    return { line, table, cells, raw: value }
  }
  return { line, table, cells: flatten(value as Record<string, unknown>), raw: value }
}

/** Of what the engine says, only the place: its words are English. */
function faultOfJson(error: unknown): Fault {
  const words = error instanceof Error ? error.message : ''
  if (words.startsWith('Unexpected end')) return faultOf('row_json_ends')
  const [, at] = /position (\d+)/.exec(words) ?? []
  return at === undefined ? faultOf('row_no_json') : faultOf('row_no_json_at', { at: Number(at) + 1 })
}

/** Counts brackets, also those inside of text: cheap, and a row with that many is refused rightly or wrongly late. */
function isTooDeep(text: string): boolean {
  let depth = 0
  let isText = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (isText) {
      if (code === 92) at += 1
      else if (code === 34) isText = false
    } else if (code === 34) isText = true
    else if (code === 123 || code === 91) {
      depth += 1
      if (depth > deepestRow) return true
    } else if (code === 125 || code === 93) depth -= 1
  }
  return false
}

/**
 * Reads the elements of the list that a JSON text is, or of every list that is a member of the object that it is; the
 * member's name is then the table. Holds one element at a time.
 */
export async function* readJsonLists(text: AsyncIterable<string>, name: string): AsyncGenerator<Row[]> {
  const splitter = new ListSplitter(name)
  for await (const chunk of text) {
    const rows = splitter.push(chunk)
    if (rows.length > 0) yield rows
  }
  splitter.end()
}

type PlacedFault =
  | 'json_no_list'
  | 'json_ends_early'
  | 'json_empty'
  | 'json_more_after'
  | 'json_closed_unopened'

class ListSplitter {
  readonly #name: string
  #depth = 0
  /** The depth at which elements lie: 1 in a list, 2 in the lists of an object. */
  #elementDepth = 0
  #table = ''
  #inList = false
  #isText = false
  #isEscaped = false
  #key = ''
  #parts: string[] = []
  #length = 0
  #isTooLong = false
  #line = 1
  #elementLine = 0

  constructor(name: string) {
    this.#name = name
  }

  push(chunk: string): Row[] {
    const rows: Row[] = []
    let from = 0
    for (let at = 0; at < chunk.length; at += 1) {
      const code = chunk.charCodeAt(at)
      if (code === 10) this.#line += 1
      if (this.#isText) {
        if (this.#isEscaped) this.#isEscaped = false
        else if (code === 92) this.#isEscaped = true
        else if (code === 34) this.#isText = false
        continue
      }
      switch (code) {
        case 34:
          this.#begin()
          this.#isText = true
          break
        case 123:
        case 91:
          if (this.#open(code, chunk, from, at)) from = at + 1
          break
        case 125:
        case 93:
          if (this.#close(rows, chunk, from, at)) from = at + 1
          break
        case 44:
          if (this.#isBoundary()) {
            this.#keep(chunk, from, at)
            this.#emit(rows)
            from = at + 1
          }
          break
        case 9:
        case 10:
        case 13:
        case 32:
        case 0xfeff:
          break
        default:
          if (this.#depth === 0) throw this.#fault('json_no_list')
          this.#begin()
      }
    }
    this.#keep(chunk, from, chunk.length)
    return rows
  }

  end(): void {
    if (this.#depth !== 0 || this.#isText) throw this.#fault('json_ends_early')
    if (this.#elementDepth === 0) throw this.#fault('json_empty')
  }

  #begin(): void {
    if (this.#elementLine === 0) this.#elementLine = this.#line
  }

  /** Between the elements of a list, or the members of the object around the lists. */
  #isBoundary(): boolean {
    return this.#depth === this.#elementDepth || (this.#elementDepth === 2 && this.#depth === 1)
  }

  #open(code: number, chunk: string, from: number, at: number): boolean {
    this.#begin()
    this.#depth += 1
    if (this.#depth > deepestRow + 2)
      throw new ReadFault(faultOf('json_too_deep', { ...this.#place(), levels: deepestRow }))
    if (this.#depth === 1) {
      if (this.#elementDepth !== 0) throw this.#fault('json_more_after')
      this.#elementDepth = code === 91 ? 1 : 2
      this.#inList = code === 91
      return this.#forget()
    }
    if (this.#depth === 2 && this.#elementDepth === 2 && code === 91) {
      this.#keep(chunk, from, at)
      this.#key = this.#parts.join('')
      this.#table = keyOf(this.#key)
      this.#inList = true
      return this.#forget()
    }
    return false
  }

  #close(rows: Row[], chunk: string, from: number, at: number): boolean {
    this.#depth -= 1
    if (this.#depth < 0) throw this.#fault('json_closed_unopened')
    if (this.#inList && this.#depth === this.#elementDepth - 1) {
      this.#keep(chunk, from, at)
      this.#emit(rows)
      this.#inList = this.#elementDepth === 1
      return true
    }
    return false
  }

  #forget(): boolean {
    this.#parts = []
    this.#length = 0
    this.#isTooLong = false
    this.#elementLine = 0
    return true
  }

  #keep(chunk: string, from: number, to: number): void {
    if (to <= from || this.#depth === 0) return
    this.#length += to - from
    if (this.#length > longestRow) {
      this.#isTooLong = true
      if (this.#parts.length > 0) this.#parts = [this.#parts[0]?.slice(0, 4000) ?? '']
      return
    }
    this.#parts.push(chunk.slice(from, to))
  }

  #emit(rows: Row[]): void {
    const text = this.#parts.join('')
    const line = this.#elementLine === 0 ? this.#line : this.#elementLine
    if (this.#inList && this.#isTooLong) rows.push(tooLong(text, line, this.#table))
    else if (this.#inList && text.trim() !== '') rows.push(parseRow(text, line, this.#table))
    this.#forget()
  }

  #place() {
    return { file: this.#name, line: this.#line }
  }

  #fault(code: PlacedFault): ReadFault {
    return new ReadFault(faultOf(code, this.#place()))
  }
}

/** `"events": ` → `events`. */
function keyOf(text: string): string {
  const match = /"((?:[^"\\]|\\.)*)"\s*:\s*$/.exec(text)
  try {
    return match ? String(JSON.parse(`"${match[1]}"`)) : ''
  } catch {
    return ''
  }
}

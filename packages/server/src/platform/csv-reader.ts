import { type Fault, faultOf } from '@teia/contracts'
import { columnNames, longestMegabytes, longestRow, newCells, type Row } from './table-row.ts'

export type CsvOptions = { delimiter: string; header: boolean }
type Parsed = { cells: string[]; end: number; lines: number }

/**
 * Reads CSV (RFC 4180, and what is common beside it: other delimiters, any newline, quotes inside plain cells). A row
 * that cannot be read is given with its fault, and reading goes on at the next line. Holds one row at a time.
 */
export async function* readCsv(text: AsyncIterable<string>, options: CsvOptions): AsyncGenerator<Row[]> {
  const scanner = new CsvScanner(options)
  for await (const chunk of text) {
    const rows = scanner.push(chunk, false)
    if (rows.length > 0) yield rows
  }
  const rows = scanner.push('', true)
  if (rows.length > 0) yield rows
}

class CsvScanner {
  readonly #delimiter: string
  readonly #hasHeader: boolean
  #buffer = ''
  #line = 1
  #names: string[] | null = null
  #isSkipping = false

  constructor(options: CsvOptions) {
    this.#delimiter = options.delimiter
    this.#hasHeader = options.header
  }

  /** Takes more text and gives the rows that are complete. */
  push(chunk: string, isLast: boolean): Row[] {
    this.#buffer += chunk
    const rows: Row[] = []
    let at = 0
    while (at < this.#buffer.length) {
      if (this.#isSkipping) {
        const next = this.#skipLine(at, isLast)
        if (next === null) {
          at = this.#buffer.length
          break
        }
        at = next
        continue
      }
      const parsed = this.#parse(at, isLast)
      if (parsed === 'more') {
        if (this.#buffer.length - at <= longestRow) break
        this.#refuse(rows, at, faultOf('row_too_long_quote', { megabytes: longestMegabytes }))
        continue
      }
      if (parsed === 'unclosed') {
        this.#refuse(rows, at, faultOf('row_quote_open'))
        continue
      }
      this.#take(rows, parsed, at)
      at = parsed.end
    }
    this.#buffer = this.#buffer.slice(at)
    return rows
  }

  #refuse(rows: Row[], at: number, fault: Fault): void {
    const raw = this.#buffer.slice(at, at + 4000).split(/\r\n|\n|\r/, 1)[0] ?? ''
    rows.push({ line: this.#line, table: '', cells: null, raw, fault })
    this.#isSkipping = true
  }

  /** Where the next line begins; null when it is not there yet. */
  #skipLine(at: number, isLast: boolean): number | null {
    const end = this.#lineEnd(at, isLast)
    if (end === null) return null
    this.#isSkipping = false
    this.#line += 1
    return end.next
  }

  #take(rows: Row[], parsed: Parsed, at: number): void {
    const line = this.#line
    this.#line += parsed.lines
    const { cells } = parsed
    if (cells.length === 1 && cells[0]?.trim() === '') return
    if (this.#names === null) {
      this.#names = columnNames(this.#hasHeader ? cells : cells.map(() => ''))
      if (this.#hasHeader) return
    }
    const names = this.#names
    const raw = this.#buffer.slice(at, parsed.end).replace(/[\r\n]+$/, '')
    if (cells.length > names.length) {
      // A delimiter at the end of every row is common, and means nothing.
      if (cells.slice(names.length).some((cell) => cell.trim() !== '')) {
        const fault = faultOf('row_too_many_cells', { cells: cells.length, names: names.length })
        rows.push({ line, table: '', cells: null, raw, fault })
        return
      }
    }
    const named = newCells()
    for (let index = 0; index < names.length && index < cells.length; index += 1)
      named[names[index] as string] = cells[index]
    rows.push({ line, table: '', cells: named, raw })
  }

  #lineEnd(at: number, isLast: boolean): { end: number; next: number } | null {
    const buffer = this.#buffer
    const feed = buffer.indexOf('\n', at)
    const limit = feed < 0 ? buffer.length : feed
    const inside = buffer.slice(at, limit).indexOf('\r')
    const ret = inside < 0 ? -1 : at + inside
    if (ret >= 0 && ret < limit - (feed < 0 ? 0 : 1)) {
      if (ret + 1 === buffer.length && !isLast) return null
      return { end: ret, next: ret + 1 }
    }
    if (feed >= 0) return { end: ret >= 0 && ret === feed - 1 ? ret : feed, next: feed + 1 }
    return isLast ? { end: buffer.length, next: buffer.length } : null
  }

  #parse(at: number, isLast: boolean): Parsed | 'more' | 'unclosed' {
    const line = this.#lineEnd(at, isLast)
    if (line) {
      const text = this.#buffer.slice(at, line.end)
      if (!text.includes('"')) return { cells: text.split(this.#delimiter), end: line.next, lines: 1 }
    }
    return this.#parseQuoted(at, isLast)
  }

  #parseQuoted(start: number, isLast: boolean): Parsed | 'more' | 'unclosed' {
    const buffer = this.#buffer
    const cells: string[] = []
    let at = start
    let lines = 1
    for (;;) {
      let cell = ''
      if (buffer[at] === '"') {
        at += 1
        for (;;) {
          const quote = buffer.indexOf('"', at)
          if (quote < 0) return isLast ? 'unclosed' : 'more'
          cell += buffer.slice(at, quote)
          at = quote + 1
          if (at >= buffer.length && !isLast) return 'more'
          if (buffer[at] !== '"') break
          cell += '"'
          at += 1
        }
        lines += newlinesIn(cell)
      }
      const end = this.#cellEnd(at, isLast)
      if (end === null) return 'more'
      cells.push(cell + buffer.slice(at, end.at))
      at = end.next
      if (end.isRowEnd) return { cells, end: at, lines }
    }
  }

  /** Where the plain text of a cell ends; null when that is not in the buffer yet. */
  #cellEnd(from: number, isLast: boolean): { at: number; next: number; isRowEnd: boolean } | null {
    const buffer = this.#buffer
    for (let at = from; at < buffer.length; at += 1) {
      const char = buffer[at]
      if (char === this.#delimiter) return { at, next: at + 1, isRowEnd: false }
      if (char === '\n') return { at, next: at + 1, isRowEnd: true }
      if (char === '\r') {
        if (at + 1 >= buffer.length && !isLast) return null
        return { at, next: buffer[at + 1] === '\n' ? at + 2 : at + 1, isRowEnd: true }
      }
    }
    return isLast ? { at: buffer.length, next: buffer.length, isRowEnd: true } : null
  }
}

function newlinesIn(text: string): number {
  return text.split(/\r\n|\n|\r/).length - 1
}

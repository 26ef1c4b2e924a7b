import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { sayFault } from '@teia/contracts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCsv } from '../../../platform/csv-reader.ts'
import { ReadFault, type Row } from '../../../platform/table-row.ts'
import { detectReading } from '../detect-reading.ts'
import { openRows } from './open-rows.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'teia-readers-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const limits = { maxBytes: 256 * 1024 * 1024, maxRatio: 200 }
let count = 0
function fileOf(name: string, content: Buffer | string) {
  const path = join(folder, `${count++}`)
  writeFileSync(path, content)
  return { path, name }
}

/** All rows of a file as an import reads it. */
async function readAll(name: string, content: Buffer | string): Promise<Row[]> {
  const file = fileOf(name, content)
  const rows: Row[] = []
  for await (const portion of openRows(file, await detectReading(file, {}, limits), limits))
    rows.push(...portion)
  return rows
}
const saidOf = (row: Row) => row.fault && sayFault(row.fault)
const cellsOf = (rows: readonly Row[]) => rows.map((row) => ({ ...row.cells }))

async function readText(text: string, sizes: readonly number[], delimiter = ',') {
  async function* pieces() {
    for (let at = 0, n = 0; at < text.length; n += 1) {
      const size = sizes[n % sizes.length] ?? 1
      yield text.slice(at, at + size)
      at += size
    }
  }
  const rows: Row[] = []
  for await (const portion of readCsv(pieces(), { delimiter, header: false })) rows.push(...portion)
  return rows
}

describe('CSV', () => {
  test('what is written comes back, however it is cut into pieces', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'ç', '"', ',', '\n', '\r\n', ' ', '😀'),
      maxLength: 8,
    })
    const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 })
    const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(table, sizes, async (rows, cuts) => {
        const text = rows
          .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(','))
          .join('\r\n')
        const read = await readText(text, cuts)
        expect(read.map((row) => Object.values(row.cells ?? {}))).toEqual(rows)
      }),
    )
  })

  test.each(['\n', '\r\n', '\r'])('lines are counted with %j between them', async (newline) => {
    const rows = await readText(['a,b', '"c', 'c",d', '', 'e,f'].join(newline), [3])
    expect(rows.map((row) => row.line)).toEqual([1, 2, 5])
  })

  test('a quote that is never closed costs one row', async () => {
    const rows = await readAll('a.csv', 'id,name\n1,"open\n2,b\n3,c\n')
    expect(rows.map((row) => saidOf(row) ?? row.cells?.name)).toEqual([
      'A quote is opened in this row and never closed.',
      'b',
      'c',
    ])
  })

  test('a row without end is refused at a megabyte, and what follows is read', async () => {
    const rows = await readAll('a.csv', `id,name\n1,"${'x'.repeat(3_000_000)}\n2,b\n`)
    expect(rows.map((row) => [row.line, saidOf(row) ?? row.cells?.name])).toEqual([
      [2, 'The row is longer than 1 MB. Is a quote not closed?'],
      [3, 'b'],
    ])
  })
})

describe('encodings', () => {
  const text = 'id;città\n1;São Paulo\n2;Forlì\n'
  const expected = [
    { id: '1', città: 'São Paulo' },
    { id: '2', città: 'Forlì' },
  ]
  const utf16be = Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['Latin-1', Buffer.from(text, 'latin1')],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 without', Buffer.from(text, 'utf16le')],
    ['UTF-16, big end first', utf16be],
    ['gzip', gzipSync(text)],
    ['zstd', zstdCompressSync(text)],
  ])('%s reads the same', async (_name, content) => {
    expect(cellsOf(await readAll('a.csv', content))).toEqual(expected)
  })

  test('Brotli goes by its name', async () => {
    expect(cellsOf(await readAll('a.csv.br', brotliCompressSync(text)))).toEqual(expected)
  })
})

describe('hostile files', () => {
  test.each(['a.csv', 'a.xes', 'a.jsonocel', 'a.gz'])(
    'any bytes called %s give rows or a fault in words',
    async (name) => {
      const starts = [
        '',
        '<log>',
        '{"events":[',
        '[{',
        '\x1f\x8b',
        '(\xb5/\xfd',
        'SQLite format 3\0',
        'PK\x03\x04',
        '<?xml version="1.0"?><log><trace>',
      ]
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...starts),
          fc.uint8Array({ maxLength: 400 }),
          async (start, bytes) => {
            const content = Buffer.concat([Buffer.from(start, 'latin1'), bytes])
            const failure = await readAll(name, content).then(
              () => null,
              (error: unknown) => error,
            )
            if (failure !== null) expect(failure).toBeInstanceOf(ReadFault)
          },
        ),
        { numRuns: 150 },
      )
    },
  )

  const whole: [string, string][] = [
    [
      'a.xes',
      '<log><trace><string key="concept:name" value="1"/><event><string key="concept:name" value="é"/></event></trace></log>',
    ],
    ['a.json', '[{"id":"1","list":[1,2,{"a":"ç"}]},{"id":"2"}]'],
    ['a.ndjson', '{"id":"1"}\n{"id":"2","a":{"b":[1]}}\n'],
  ]
  test.each(whole)('%s cut anywhere gives rows or a fault with its place', async (name, text) => {
    const bytes = Buffer.from(text)
    for (let end = 1; end < bytes.length; end += 1) {
      const failure = await readAll(name, bytes.subarray(0, end)).then(
        () => null,
        (error: unknown) => error,
      )
      if (failure !== null) {
        expect(failure).toBeInstanceOf(ReadFault)
        expect((failure as Error).message).toMatch(/line \d+/)
      }
    }
  })

  test.each([
    ['a.csv.gz', gzipSync(Buffer.alloc(80 * 1024 * 1024, 'a'), { level: 9 }), /grows to/],
    ['a.csv.zst', zstdCompressSync(Buffer.alloc(80 * 1024 * 1024, 'a')), /grows to/],
    ['a.gz', gzipSync('id,b\n1,2\n').subarray(0, 18), /ends too early/],
    ['a.xes', '<log><trace>'.repeat(5_000), /nested more than/],
    ['a.json', `[${'['.repeat(100_000)}`, /nested more than/],
    [
      'a.xes',
      '<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><log><trace><event><string key="k" value="&b;"/></event></trace></log>',
      /line 1/,
    ],
    [
      'a.xes',
      `<log><trace><event><string key="k" value="${'x'.repeat(3_000_000)}"/></event></trace></log>`,
      /longer than 1 MB/,
    ],
    ['a.bin', Buffer.from(Array.from({ length: 4096 }, (_, n) => (n * 7) % 32)), /no kind/],
  ])('%s is refused: %#', async (name, content, words) => {
    await expect(readAll(name, content)).rejects.toThrow(words)
  })

  test('a field that is a row of JSON too deep or too long costs that row alone', async () => {
    const deep = '['.repeat(70) + ']'.repeat(70)
    const rows = await readAll(
      'a.json',
      `[{"id":1,"a":${deep}},{"id":2,"a":"${'x'.repeat(2_000_000)}"},{"id":3}]`,
    ).catch((error: Error) => error.message)
    expect(rows).toMatch(/nested more than/)
    const lines = await readAll(
      'a.ndjson',
      `{"id":0}\n{"id":1,"a":${deep}}\n{"id":2,"a":"${'x'.repeat(2_000_000)}"}\n{"id":3}\n`,
    )
    expect(lines.map((row) => saidOf(row) ?? row.cells?.id)).toEqual([
      0,
      'The row is nested more than 60 levels deep.',
      'The row is longer than 1 MB.',
      3,
    ])
  })

  test('nothing in a SQLite file runs: neither triggers nor views nor names that look like SQL', async () => {
    const path = join(folder, 'hostile.sqlite')
    const database = new DatabaseSync(path)
    database.exec(`
      CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT);
      CREATE TABLE object_map_type (ocel_type TEXT, ocel_type_map TEXT);
      CREATE TABLE event (ocel_id TEXT, ocel_type TEXT);
      CREATE TABLE object (ocel_id TEXT, ocel_type TEXT);
      CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);
      CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT);
      CREATE TABLE "event_x""; DROP TABLE event; --" (ocel_id TEXT, ocel_time TEXT, note TEXT);
      CREATE TRIGGER evil AFTER INSERT ON event BEGIN DELETE FROM object; END;
      INSERT INTO event_map_type VALUES ('A', 'x"; DROP TABLE event; --');
      INSERT INTO event VALUES ('e1', 'A');
      INSERT INTO "event_x""; DROP TABLE event; --" VALUES ('e1', '2024-01-01T00:00:00Z', '=1+1');`)
    database.close()
    const { readFileSync } = await import('node:fs')
    const before = readFileSync(path)
    expect(cellsOf(await readAll('hostile.sqlite', before))).toEqual([
      { id: 'e1', type: 'A', time: '2024-01-01T00:00:00Z', note: '=1+1' },
    ])
    expect(readFileSync(path).equals(before)).toBe(true)
  })
})

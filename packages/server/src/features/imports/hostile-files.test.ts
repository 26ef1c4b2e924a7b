import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { type Fault, type Import, type ImportPreview, Problem, sayFaults } from '@teia/contracts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ended, formOf } from '../../../test/import-files.ts'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'
import { zipOf } from '../../../test/zip-file.ts'

vi.setConfig({ testTimeout: 120_000 })

const megabyte = 1024 * 1024
let server: TestServer
const folder = mkdtempSync(join(tmpdir(), 'teia-hostile-'))
beforeAll(async () => {
  server = await openTestServer({ importBytes: 3 * megabyte })
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

type Told = { problem: string | null; faults: readonly Fault[] }
const toldIn = (answer: { status: number; body: unknown }): Told => {
  const problem = Problem.safeParse(answer.body).data
  if (!problem) return { problem: null, faults: [] }
  return { problem: problem.detail, faults: problem.fault ? [problem.fault] : [] }
}

/** No parser speaks for itself: all that is said is a code with values, so that every language can say it. */
function expectCoded(all: readonly Told[]): void {
  for (const { problem, faults } of all)
    if (problem !== null) expect({ problem, said: sayFaults(faults) }).toEqual({ problem, said: problem })
}

/** What was answered at each step of an import, none of which may be a fault of the server. */
async function fateOf(own: TestWorkspace, name: string, content: Buffer | string) {
  const sent = await own.key.request('POST', '/api/v1/imports', await formOf([[name, content]], {}))
  expect(sent.status, sent.text).toBeLessThan(500)
  if (sent.status !== 201) expectCoded([toldIn(sent)])
  if (sent.status !== 201) return { words: sent.text, one: null }
  const { id } = sent.body as { id: string }
  const url = `/api/v1/imports/${id}`
  const draft = await own.key.get<Import>(url)
  const shown = await own.key.request('GET', `${url}/preview`)
  expect(shown.status, shown.text).toBeLessThan(500)
  const begun = await own.key.request('POST', `${url}/start`)
  expect(begun.status, begun.text).toBeLessThan(500)
  const one = begun.status === 200 ? await ended(own, id) : await own.key.get<Import>(url)
  expectCoded([...draft.files, one, ...[shown, begun].map(toldIn)])
  const preview = shown.status === 200 ? (shown.body as ImportPreview).problem : shown.text
  const words = [...draft.files.map((file) => file.problem), preview, one.problem].filter(Boolean).join('\n')
  return { words, one }
}

function sqliteOf(name: string, statements: string): Buffer {
  const path = join(folder, name)
  const database = new DatabaseSync(path)
  database.exec(`
    CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT);
    CREATE TABLE object_map_type (ocel_type TEXT, ocel_type_map TEXT);
    CREATE TABLE object (ocel_id TEXT, ocel_type TEXT);
    CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);
    CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT);
    INSERT INTO event_map_type VALUES ('A', 'A');
    ${statements}`)
  database.close()
  return readFileSync(path)
}
const events = `
  CREATE TABLE event (ocel_id TEXT, ocel_type TEXT); INSERT INTO event VALUES ('e1', 'A');
  CREATE TABLE object_Case (ocel_id TEXT, ocel_time TEXT); INSERT INTO object VALUES ('c1', 'Case');
  INSERT INTO object_map_type VALUES ('Case', 'Case'); INSERT INTO event_object VALUES ('e1', 'c1', '');`

const laughs = `<!DOCTYPE l [<!ENTITY a "ha">${Array.from('bcdefghij')
  .map((name, n) => `<!ENTITY ${name} "${`&${'abcdefghij'[n]};`.repeat(10)}">`)
  .join('')}]>`
const row = 'ana,Opened,2026-01-02 10:00:00\n'
const table = `user_id,event,timestamp\n${row.repeat(20)}`
const zeros = gzipSync(Buffer.alloc(20 * megabyte))
/** Ten members of a gzip file follow each other, each 20 MB of nothing: 200 MB in 200 KB. */
const bomb = Buffer.concat(Array.from({ length: 10 }, () => zeros))

test.each([
  ['bomb.csv.gz', () => bomb, /bomb\.csv\.gz (grows to|is of no kind)/],
  [
    'line.csv.gz',
    () => gzipSync(`a,b\n${'x'.repeat(60 * megabyte)}`),
    /line\.csv\.gz grows to more than 30 MB/,
  ],
  ['bomb.ndjson.zst', () => zstdCompressSync(Buffer.alloc(200 * megabyte, '[')), /bomb\.ndjson\.zst/],
  ['cut.csv.gz', () => gzipSync(table).subarray(0, 40), /cut\.csv\.gz ends too early/],
  ['twice.csv.gz', () => gzipSync(gzipSync(table)), /twice\.csv\.gz holds a file that is compressed twice/],
  [
    'nest.zip',
    () => zipOf({ 'inner.zip': zipOf({ 'rows.csv': table }) }),
    /inner\.zip holds another archive/,
  ],
  [
    'bomb.zip',
    () => zipOf({ 'rows.csv': Buffer.alloc(60 * megabyte, 'x') }),
    /rows\.csv grows to more than 30 MB/,
  ],
  [
    'lie.zip',
    () => zipOf({ 'rows.csv': Buffer.from(table) }, 10),
    /rows\.csv is not as large as its ZIP archive says/,
  ],
  [
    'many.zip',
    () => zipOf(Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`${n}.csv`, row]))),
    /many\.zip holds more than 200 files/,
  ],
  [
    'laughs.xes',
    () => `${laughs}<log><trace><event><string key="concept:name" value="&j;"/></event></trace></log>`,
    /laughs\.xes, line 1/,
  ],
  [
    'laughs.xmlocel',
    () => `${laughs}<log><events><event id="&j;"/></events></log>`,
    /laughs\.xmlocel, line 1/,
  ],
  ['deep.json', () => '['.repeat(2 * megabyte), /deep\.json.*nested more than|line 1/s],
  [
    'column.sqlite',
    () =>
      sqliteOf(
        'column.sqlite',
        `${events} CREATE TABLE event_A (ocel_id TEXT, ocel_time TEXT, x TEXT GENERATED ALWAYS AS (hex(zeroblob(400000000)))); INSERT INTO event_A (ocel_id, ocel_time) SELECT 'e1', '2024-01-01T00:00:00Z' WHERE 0;`,
      ),
    null,
  ],
  [
    'endless.sqlite',
    () =>
      sqliteOf(
        'endless.sqlite',
        `${events} CREATE VIEW event_A AS WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT 'e1' AS ocel_id, '' AS ocel_time, n FROM t;`,
      ),
    /endless\.sqlite has no table “event_A”/,
  ],
  [
    'rot.sqlite',
    () => Buffer.concat([sqliteOf('rot.sqlite', events).subarray(0, 4096), Buffer.alloc(9000, 7)]),
    /rot\.sqlite/,
  ],
] as const)('%s is refused in words that name it, and nothing of it gets in', async (name, make, words) => {
  const own = await server.workspace()
  const { words: said, one } = await fateOf(own, name, make())
  if (words) expect(said).toMatch(words)
  expect(one?.accepted ?? 0).toBe(0)
  expect(await own.stored()).toEqual([])
})

test('an archive that grows too large in the middle says how much of it had got in, and memory stays bounded', async () => {
  const own = await server.workspace()
  const before = process.memoryUsage.rss()
  const note = 'x'.repeat(9_000)
  const long = `user_id,event,timestamp,note\n${`ana,Opened,2026-01-02 10:00:00,${note}\n`.repeat(4_000)}`
  const { one } = await fateOf(own, 'long.csv.gz', gzipSync(long))
  expect(one).toMatchObject({ state: 'failed' })
  expect(one?.problem).toMatch(/long\.csv\.gz grows to more than 30 MB when unpacked/)
  const stored = await own.stored()
  expect(stored.length).toBeGreaterThan(0)
  expect(one?.problem).toContain(`${stored.length.toLocaleString('en')} rows had got in by then and stay.`)
  expect(process.memoryUsage.rss() - before).toBeLessThan(700 * megabyte)
})

test('triggers of a SQLite file do not run, and a computed column cannot ask for memory', async () => {
  const own = await server.workspace()
  const evil = `${events}
    CREATE TABLE event_A (ocel_id TEXT, ocel_time TEXT, note TEXT); INSERT INTO event_A VALUES ('e1', '2024-01-01T00:00:00Z', '=1+1');
    CREATE TRIGGER evil AFTER INSERT ON event BEGIN DELETE FROM object; END;
    CREATE TRIGGER worse BEFORE DELETE ON object BEGIN INSERT INTO object SELECT * FROM object; END;`
  const { one } = await fateOf(own, 'triggers.sqlite', sqliteOf('triggers.sqlite', evil))
  expect(one).toMatchObject({ state: 'done', accepted: 1, rejected: 0 })
  expect((await own.stored()).map((stored) => stored.properties)).toEqual([expect.stringContaining('=1+1')])

  const greedy = `${events} CREATE TABLE event_A (ocel_id TEXT, ocel_time TEXT, n INTEGER,
    x TEXT GENERATED ALWAYS AS (hex(zeroblob(n)))); INSERT INTO event_A (ocel_id, ocel_time, n) VALUES ('e1', '2024-01-01T00:00:00Z', 400000);`
  const before = process.memoryUsage.rss()
  const far = sqliteOf('greedy.sqlite', greedy)
  // The number lies in the row; as large as this no writer would have let it become.
  const at = far.indexOf(Buffer.from('2024-01-01T00:00:00Z')) + 20
  far.writeUIntBE(0x7fffff, at, 3)
  const { words } = await fateOf(await server.workspace(), 'greedy.sqlite', far)
  expect(words).toMatch(/greedy\.sqlite has a cell that is longer than 1 MB/)
  expect(process.memoryUsage.rss() - before).toBeLessThan(200 * megabyte)
})

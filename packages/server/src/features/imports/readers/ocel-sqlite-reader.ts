import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { type Fault, faultOf } from '@teia/contracts'
import { longestMegabytes, longestRow, ReadFault, type Row } from '../../../platform/table-row.ts'
import type { OcelThing } from './ocel.ts'

const portion = 500
const quote = (name: string) => `"${name.replaceAll('"', '""')}"`

/**
 * Reads the events and objects of OCEL 2.0 SQLite. The file is opened for reading only and as one that nobody changes;
 * every statement is a fixed SELECT, names of tables are quoted, and views are not read, so nothing in the file runs.
 */
export async function* readOcelSqlite(path: string, name: string): AsyncGenerator<(OcelThing | Row)[]> {
  const database = openReadOnly(path, name)
  try {
    for (const kind of ['objects', 'events'] as const) yield* readKind(database, kind, name)
  } catch (error) {
    if (error instanceof ReadFault) throw error
    throw new ReadFault(faultOfTables(name, error), { cause: error })
  } finally {
    database.close()
  }
}

function openReadOnly(path: string, name: string): DatabaseSync {
  const address = pathToFileURL(path)
  address.searchParams.set('immutable', '1')
  try {
    const database = new DatabaseSync(address, {
      readOnly: true,
      allowExtension: false,
      enableDoubleQuotedStringLiterals: false,
      // A computed column could ask for a gigabyte with a dozen characters.
      limits: { length: longestRow },
    })
    database.exec('PRAGMA trusted_schema = OFF')
    return database
  } catch (error) {
    throw new ReadFault(faultOf('sqlite_unsound', { file: name }), { cause: error })
  }
}

/** Of what SQLite says, only the names: its words are English. */
function faultOfTables(file: string, error: unknown): Fault {
  const words = error instanceof Error ? error.message : ''
  const [, column] = /no such column: "?([^"]{1,100})/.exec(words) ?? []
  if (column !== undefined) return faultOf('ocel_no_column', { file, column })
  if (words.includes('too big')) return faultOf('sqlite_cell_too_long', { file, megabytes: longestMegabytes })
  return faultOf(/malformed|not a database/.test(words) ? 'sqlite_unsound' : 'ocel_unreadable', { file })
}

/** How many things of one kind there are. */
function* readKind(database: DatabaseSync, kind: OcelThing['kind'], name: string): Generator<OcelThing[]> {
  const [base, relation, source, target] =
    kind === 'events'
      ? ['event', 'event_object', 'ocel_event_id', 'ocel_object_id']
      : ['object', 'object_object', 'ocel_source_id', 'ocel_target_id']
  const tables = new Set(
    database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
      .all()
      .map((row) => String(row.name)),
  )
  const need = (table: string) => {
    if (!tables.has(table)) throw new ReadFault(faultOf('ocel_no_table', { file: name, table }))
    return quote(table)
  }
  const relations = database.prepare(
    `SELECT ${quote(target)} AS object_id, ocel_qualifier AS qualifier FROM ${need(relation)} WHERE ${quote(source)} = ?`,
  )
  let line = 0
  const types = database
    .prepare(`SELECT ocel_type AS type, ocel_type_map AS map FROM ${need(`${base}_map_type`)}`)
    .all()
  for (const { type, map } of types) {
    const typed = need(`${base}_${String(map)}`)
    const own = database.prepare(
      kind === 'objects'
        ? `SELECT * FROM ${typed} WHERE ocel_id = ? ORDER BY ocel_time`
        : `SELECT * FROM ${typed} WHERE ocel_id = ?`,
    )
    let things: OcelThing[] = []
    const ids = database.prepare(`SELECT ocel_id AS id FROM ${need(base)} WHERE ocel_type = ? ORDER BY rowid`)
    for (const { id } of ids.iterate(String(type))) {
      line += 1
      things.push(
        thingOf(kind, line, String(id), String(type), own.all(String(id)), relations.all(String(id))),
      )
      if (things.length >= portion) {
        yield things
        things = []
      }
    }
    if (things.length > 0) yield things
  }
}

type SqliteRow = Record<string, unknown>
const reserved: ReadonlySet<string> = new Set(['ocel_id', 'ocel_time', 'ocel_changed_field'])

function thingOf(
  kind: OcelThing['kind'],
  line: number,
  id: string,
  type: string,
  rows: SqliteRow[],
  relations: SqliteRow[],
): OcelThing {
  const attributes = rows.flatMap((row) => {
    const changed = row.ocel_changed_field
    const names = Object.keys(row).filter((name) =>
      typeof changed === 'string' ? name === changed : !reserved.has(name),
    )
    return names.flatMap((name) => (row[name] === null ? [] : [{ name, value: plain(row[name]) }]))
  })
  const time = rows[0]?.ocel_time
  return {
    kind,
    line,
    id,
    type,
    ...(kind === 'events' && time !== null && time !== undefined && { time: String(time) }),
    attributes,
    relations: relations.map((row) => ({
      objectId: String(row.object_id),
      qualifier: String(row.qualifier ?? ''),
    })),
  }
}

const plain = (value: unknown) =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value

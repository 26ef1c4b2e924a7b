import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { ImportLookup } from '@teia/contracts'

type Wanted = {
  file: string
  table: string
  key: string
  columns: string[]
  find: StatementSync
  add: StatementSync
}
const isSet = (value: unknown) => value !== undefined && value !== null && value !== ''

/**
 * Finds values in other files by key. The keys lie in a database of its own on disk that lives as long as the import,
 * so that joining a large file takes no memory. The first row of a key counts.
 */
export class Lookups {
  readonly #folder = mkdtempSync(join(tmpdir(), 'teia-import-'))
  readonly #database: DatabaseSync
  readonly #wanted = new Map<string, Wanted>()
  readonly #recent = new Map<string, unknown[] | null>()

  constructor(steps: readonly ImportLookup[]) {
    this.#database = new DatabaseSync(join(this.#folder, 'keys'))
    this.#database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000')
    const columns = new Map<string, { step: ImportLookup; columns: Set<string> }>()
    for (const step of steps) {
      const known = columns.get(nameOf(step)) ?? { step, columns: new Set<string>() }
      columns.set(nameOf(step), known)
      known.columns.add(step.column)
    }
    for (const [name, { step, columns: wanted }] of columns) {
      const table = `t${this.#wanted.size}`
      this.#database.exec(`CREATE TABLE ${table} (k TEXT PRIMARY KEY, v TEXT NOT NULL) WITHOUT ROWID`)
      this.#wanted.set(name, {
        file: step.file,
        table: step.table ?? '',
        key: step.key,
        columns: [...wanted],
        find: this.#database.prepare(`SELECT v FROM ${table} WHERE k = ?`),
        add: this.#database.prepare(`INSERT OR IGNORE INTO ${table} VALUES (?, ?)`),
      })
    }
  }

  /** The files (and tables) that have to be read in first. */
  needed(): { file: string; table: string }[] {
    return [...this.#wanted.values()].map(({ file, table }) => ({ file, table }))
  }

  /** Takes in rows of one file. */
  add(file: string, rows: readonly { table: string; cells: Record<string, unknown> | null }[]): void {
    const wanted = [...this.#wanted.values()].filter((one) => one.file === file)
    this.#database.exec('BEGIN')
    for (const { table, cells } of rows) {
      if (!cells) continue
      for (const one of wanted) {
        const key = cells[one.key]
        if (one.table !== table || !isSet(key)) continue
        one.add.run(String(key), JSON.stringify(one.columns.map((column) => cells[column] ?? null)))
      }
    }
    this.#database.exec('COMMIT')
  }

  /** Nothing when no row of that file has the key. */
  find(step: ImportLookup, key: string): unknown {
    const name = nameOf(step)
    const wanted = this.#wanted.get(name)
    if (!wanted) return undefined
    const recentKey = `${name}\0${key}`
    let values = this.#recent.get(recentKey)
    if (values === undefined) {
      const row = wanted.find.get(key)
      values = row ? (JSON.parse(String(row.v)) as unknown[]) : null
      if (this.#recent.size > 20_000) this.#recent.clear()
      this.#recent.set(recentKey, values)
    }
    return values?.[wanted.columns.indexOf(step.column)] ?? undefined
  }

  close(): void {
    this.#database.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

const nameOf = (step: ImportLookup) => JSON.stringify([step.file, step.table ?? '', step.key])

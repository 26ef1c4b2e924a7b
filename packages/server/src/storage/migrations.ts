import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../platform/errors.ts'

export type Migration = { name: string; sql: string; sha256: string }
export type AppliedMigration = { name: string; sha256: string }

/** Reads `0001_name.sql`, `0002_name.sql`, ... in order. Throws when two share a number. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))
  names.sort()
  const numbers = new Set(names.map((name) => name.slice(0, 4)))
  if (numbers.size !== names.length) throw broken(`Two migrations in ${folder} share a number.`)
  return names.map((name) => {
    const sql = readFileSync(join(folder, name), 'utf8')
    return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
  })
}

/**
 * The migrations still to apply. Migrations are append-only: throws when one that was applied has changed
 * since, or is unknown here (the data were used by a newer version).
 */
export function pendingMigrations(all: Migration[], applied: AppliedMigration[]): Migration[] {
  const known = new Map(all.map((migration) => [migration.name, migration]))
  for (const { name, sha256 } of applied) {
    const migration = known.get(name)
    if (!migration)
      throw broken(`The data were used by a newer version of Teia (it applied ${name}). Use that one.`)
    if (migration.sha256 !== sha256) throw broken(`The migration ${name} was changed after it was applied.`)
  }
  const done = new Set(applied.map((migration) => migration.name))
  return all.filter((migration) => !done.has(migration.name))
}

/** Names the migration and the reason when one cannot be applied. */
export function migrationFault(name: string, cause: unknown): AppError {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  const reason = inner instanceof Error ? inner.message : String(inner)
  return new AppError('migration_failed', 500, `The migration ${name} failed: ${reason}`, { cause })
}

function broken(message: string): AppError {
  return new AppError('migration_failed', 500, message)
}

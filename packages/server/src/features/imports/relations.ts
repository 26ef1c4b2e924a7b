import type { ImportLookup } from '@teia/contracts'

/** A table of the import with the values of columns that other tables have too. */
export type KeyedTable = {
  file: string
  table: string
  rows: number
  keys: Map<string, Set<string>>
  repeats: Set<string>
}
/** Rows of `from` find one row of `to` by the column of that name. */
export type Relation = { from: KeyedTable; to: KeyedTable; column: string }

/** Less than this share of values met on the other side is chance. */
const leastOverlap = 0.5
const overlapSample = 2_000

/** Finds columns of one name whose values in one table are keys of another. */
export function findRelations(tables: readonly KeyedTable[]): Relation[] {
  const relations: Relation[] = []
  for (const from of tables)
    for (const to of tables) {
      if (from === to) continue
      for (const [column, values] of from.keys) {
        const keys = to.keys.get(column)
        if (!keys || to.repeats.has(column) || keys.size === 0 || values.size === 0) continue
        const sample = [...values].slice(0, overlapSample)
        const met = sample.reduce((n, value) => n + (keys.has(value) ? 1 : 0), 0)
        if (met / sample.length >= leastOverlap) relations.push({ from, to, column })
      }
    }
  return relations
}

export type Reach = { table: KeyedTable; path: Relation[] }

/** The tables that rows of one table lead to, nearest first, each by the shortest way. */
export function reachFrom(start: KeyedTable, relations: readonly Relation[], furthest = 4): Reach[] {
  const reached: Reach[] = [{ table: start, path: [] }]
  const seen = new Set([start])
  for (const { table, path } of reached) {
    if (path.length >= furthest) continue
    for (const relation of relations) {
      if (relation.from !== table || seen.has(relation.to)) continue
      seen.add(relation.to)
      reached.push({ table: relation.to, path: [...path, relation] })
    }
  }
  return reached
}

/** The value of a column at the end of a way, as a mapping says it. */
export function valueThrough(
  path: readonly Relation[],
  column: string,
): { column: string; through?: ImportLookup[] } {
  const [first] = path
  if (!first) return { column }
  const through = path.map((relation, index) => ({
    file: relation.to.file,
    ...(relation.to.table !== '' && { table: relation.to.table }),
    key: relation.column,
    column: path[index + 1]?.column ?? column,
  }))
  return { column: first.column, through }
}

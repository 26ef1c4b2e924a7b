import { sql } from 'kysely'

/** A column of milliseconds since 1970 as an instant. Milliseconds are passed as numbers: writing and reading dates takes longer. */
export const instant = (column: string) =>
  sql<Date>`(timestamptz 'epoch' + ${sql.ref(column)} * interval '1 millisecond')`

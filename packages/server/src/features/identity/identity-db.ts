import type { Transaction } from 'kysely'
import type { Database } from '../../storage/postgres/database.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type Trx = Transaction<Database>
/** What identity's statements run on: by themselves, or within a change that tells of who is who. */
export type Db = Postgres | Trx
export const json = (value: unknown): string => JSON.stringify(value)

import type pg from 'pg'
import { z } from 'zod'
import { AppError, StartError } from '../platform/errors.ts'
import type { ClickHouse } from './clickhouse/clickhouse.client.ts'

/** The oldest servers whose SQL the statements are written for. */
const OLDEST_POSTGRES = { number: 150_000, name: '15' }
const OLDEST_CLICKHOUSE = { number: 25_003, name: '25.3' }

/** Makes sure that the PostgreSQL of `TEIA_POSTGRES_URL` answers and is new enough. Throws one clear `StartError`. */
export async function assertPostgresServer(pool: pg.Pool, url: string): Promise<void> {
  const server = `PostgreSQL at ${placeOf(url)} (TEIA_POSTGRES_URL)`
  const { rows } = await asked(
    server,
    pool.query(
      "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS name",
    ),
  )
  const found = z.object({ number: z.number(), name: z.string() }).parse(rows[0])
  if (found.number < OLDEST_POSTGRES.number) throw tooOld(server, found.name, OLDEST_POSTGRES.name)
}

/** Makes sure that the ClickHouse of `TEIA_CLICKHOUSE_URL` answers and is new enough. Throws one clear `StartError`. */
export async function assertClickHouseServer(clickhouse: ClickHouse, url: string): Promise<void> {
  const server = `ClickHouse at ${placeOf(url)} (TEIA_CLICKHOUSE_URL)`
  const [found] = await asked(
    server,
    clickhouse.select({
      name: 'storage.version',
      sql: 'SELECT version() AS name',
      row: z.object({ name: z.string() }),
      timeoutMs: 10_000,
    }),
  )
  const [year = 0, month = 0] = (found?.name ?? '').split('.').map(Number)
  if (year * 1_000 + month < OLDEST_CLICKHOUSE.number)
    throw tooOld(server, found?.name ?? 'unknown', OLDEST_CLICKHOUSE.name)
}

async function asked<Answer>(server: string, question: Promise<Answer>): Promise<Answer> {
  try {
    return await question
  } catch (cause) {
    throw new StartError(
      `${server} cannot be used: ${reasonOf(cause)}. Check the address, the user and the password in it, and that the server runs.`,
      { cause },
    )
  }
}

const tooOld = (server: string, found: string, oldest: string) =>
  new StartError(`${server} is version ${found}, which is too old. Teia needs ${oldest} or newer.`)

/** Host, port and database; never the user or the password. */
function placeOf(address: string): string {
  const url = new URL(address)
  const host = url.searchParams.get('host') ?? url.host
  return `${host}${url.pathname === '/' ? '' : url.pathname}`
}

/** The words of the driver or the server. Several addresses of one name fail together, each with its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AppError && error.cause !== undefined) return reasonOf(error.cause)
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ')
  const text =
    error instanceof Error ? error.message || String((error as { code?: unknown }).code) : String(error)
  return (text.split('\n')[0] ?? '').replace(/[.\s]+$/, '').slice(0, 300)
}

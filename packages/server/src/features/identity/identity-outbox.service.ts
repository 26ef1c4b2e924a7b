import { AppError } from '../../platform/errors.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import * as q from './identity-outbox.queries.ts'

export type IdentityDeps = { postgres: Postgres; clickhouse: ClickHouse }

const tables = { people: 'people', overrides: 'identity_overrides' } as const

/**
 * Sends queued rows to ClickHouse. Rows are versioned by their place in the queue, so sending twice is harmless. Traits
 * that the store cannot read are left out, so that one person's cannot hold up everybody's.
 */
export async function flushIdentityOutbox(deps: IdentityDeps): Promise<void> {
  for (
    let batch = await q.readOutbox(deps.postgres);
    batch.length > 0;
    batch = await q.readOutbox(deps.postgres)
  ) {
    for (const [kind, entries] of Map.groupBy(batch, (entry) => entry.kind))
      await insertReadable(
        deps,
        kind,
        entries.flatMap((entry) => entry.payload.map((row) => ({ ...row, version: Number(entry.id) }))),
      )
    await q.clearOutbox(
      deps.postgres,
      batch.map((entry) => entry.id),
    )
  }
}

async function insertReadable(
  deps: IdentityDeps,
  kind: q.OutboxPayload['kind'],
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  try {
    await deps.clickhouse.insert({ name: `identity.flush.${kind}`, table: tables[kind], rows })
  } catch (error) {
    const [only] = rows
    if (kind !== 'people' || !only || !(error instanceof AppError) || error.code !== 'query_failed')
      throw error
    if (rows.length === 1)
      return deps.clickhouse.insert({
        name: 'identity.flush.bare',
        table: tables[kind],
        rows: [{ ...only, traits: {} }],
      })
    const middle = Math.floor(rows.length / 2)
    await insertReadable(deps, kind, rows.slice(0, middle))
    await insertReadable(deps, kind, rows.slice(middle))
  }
}

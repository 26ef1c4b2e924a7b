import type { Fault, KeptEvent } from '@teia/contracts'
import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import type { Client, KeptDelivery } from '../ingest/index.ts'

type Kind = KeptEvent['kind']
const tableOf = (kind: Kind) => sql.table(kind === 'kept_aside' ? 'dead_letters' : 'refusals')
/** What callers know an event by that was kept aside, in front of its number. */
const prefixOf = (kind: Kind) => (kind === 'kept_aside' ? 'parked-' : '')

export type KeptMessage = {
  position: string
  id: string
  received_at: Date
  reason: string
  detail: string
  faults: Fault[]
  client: Client | null
  /** The body is a delivery of a webhook, which a mapping makes messages of. */
  delivery: KeptDelivery | null
  body: unknown
}

/** Messages of a source that did not get in, oldest first, after a position: those named, or those with one of the reasons. */
export async function listToReplay(
  db: Postgres,
  key: {
    kind: Kind
    sourceId: string
    ids: readonly string[] | null
    reasons: readonly string[] | null
    after: string
    limit: number
  },
): Promise<KeptMessage[]> {
  const time = sql.ref(key.kind === 'kept_aside' ? 'failed_at' : 'received_at')
  const delivery = key.kind === 'kept_aside' ? sql`NULL::jsonb` : sql.ref('delivery')
  const { rows } = await sql<KeptMessage>`
    SELECT id AS position, ${prefixOf(key.kind)} || id AS id, ${time} AS received_at, reason, detail, faults, client, ${delivery} AS delivery, body
    FROM ${tableOf(key.kind)} AS kept
    WHERE source_id = ${key.sourceId} AND id > ${key.after}::bigint
      AND (${key.ids}::text[] IS NULL OR ${prefixOf(key.kind)} || id = ANY(${key.ids}::text[]))
      AND (${key.reasons}::text[] IS NULL OR reason = ANY(${key.reasons}::text[]))
    ORDER BY kept.id LIMIT ${key.limit}`.execute(db)
  return rows
}

export async function deleteKept(db: Postgres, kind: Kind, positions: readonly string[]): Promise<void> {
  await sql`DELETE FROM ${tableOf(kind)} WHERE id = ANY(${positions}::bigint[])`.execute(db)
}

/** Writes down why a message still does not get in. */
export async function updateReason(
  db: Postgres,
  kind: Kind,
  position: string,
  now: { reason: string; detail: string; faults: readonly Fault[] },
): Promise<void> {
  await sql`
    UPDATE ${tableOf(kind)} SET reason = ${now.reason}, detail = ${now.detail}, faults = ${JSON.stringify(now.faults)}::jsonb
    WHERE id = ${position}::bigint`.execute(db)
}

export async function countAllKept(db: Postgres, kind: Kind, sourceId: string): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    SELECT count(*) AS n FROM ${tableOf(kind)} WHERE source_id = ${sourceId}`.execute(db)
  return Number(rows[0]?.n ?? 0)
}

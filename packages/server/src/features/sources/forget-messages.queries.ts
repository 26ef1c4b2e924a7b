import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

const told = (values: readonly string[]) => sql`
  (body ->> 'userId' = ANY(${values}::text[]) OR body ->> 'anonymousId' = ANY(${values}::text[]) OR body ->> 'previousId' = ANY(${values}::text[])
   OR body -> 'traits' ->> 'email' = ANY(${values}::text[]) OR body -> 'traits' ->> 'phone' = ANY(${values}::text[])
   OR body -> 'context' -> 'traits' ->> 'email' = ANY(${values}::text[]))`

/** A delivery of a webhook may name somebody in any of its texts. */
const toldOrDelivered = (values: readonly string[]) => sql`
  (${told(values)} OR (delivery IS NOT NULL AND EXISTS (
    SELECT FROM unnest(${values}::text[]) AS value
    WHERE position(to_json(value)::text IN body::text) > 0 OR position(to_json(value)::text IN delivery::text) > 0)))`

/** Removes what was refused or kept aside of messages that name one of these identifiers. */
export async function deleteMessagesOf(
  db: Postgres,
  workspaceId: string,
  values: readonly string[],
): Promise<number> {
  const refused =
    await sql`DELETE FROM refusals WHERE workspace_id = ${workspaceId} AND ${toldOrDelivered(values)}`.execute(
      db,
    )
  const aside =
    await sql`DELETE FROM dead_letters WHERE workspace_id = ${workspaceId} AND ${told(values)}`.execute(db)
  return Number(refused.numAffectedRows ?? 0) + Number(aside.numAffectedRows ?? 0)
}

export async function countMessagesOf(
  db: Postgres,
  workspaceId: string,
  values: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    SELECT (SELECT count(*) FROM refusals WHERE workspace_id = ${workspaceId} AND ${toldOrDelivered(values)})
         + (SELECT count(*) FROM dead_letters WHERE workspace_id = ${workspaceId} AND ${told(values)}) AS n`.execute(
    db,
  )
  return Number(rows[0]?.n ?? 0)
}

import { z } from 'zod'
import type { ClickHouse } from '../storage/clickhouse/clickhouse.client.ts'
import { openScene } from './ask.ts'
import { eventsFrom, personOf } from './fragments.ts'

/**
 * The people of the next events after one, and the last of those events: event ids grow in the order of storing. Readings
 * of machines touch nobody.
 */
export async function nextTouched(
  clickhouse: ClickHouse,
  workspaceId: string,
  after: string,
  limit: number,
): Promise<{ people: string[]; last: string; events: number }> {
  const scene = await openScene({ clickhouse, workspaceId, range: { from: 0, to: 0, timeZone: 'UTC' } })
  const [row] = await clickhouse.select({
    name: 'analytics.nextTouched',
    sql: `SELECT arrayMap(id -> toString(id), groupUniqArrayIf(person, type != 'signal')) AS people, toString(max(event_id)) AS last, count() AS events
          FROM (SELECT ${personOf(scene)} AS person, e.type AS type, e.event_id AS event_id FROM ${eventsFrom(scene)}
                WHERE e.workspace_id = ${scene.workspace} AND e.event_id > {after:UInt64}
                ORDER BY e.event_id LIMIT {limit:UInt32})`,
    params: { ...scene.params.values, after, limit },
    row: z.object({ people: z.array(z.string()), last: z.string(), events: z.coerce.number() }),
  })
  return row ?? { people: [], last: '0', events: 0 }
}

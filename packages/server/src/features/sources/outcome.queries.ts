import { Channel } from '@teia/contracts'
import { z } from 'zod'
import { eventsFrom, openScene, personOf } from '../../analytics/index.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'

const Row = z.object({
  id: z.string(),
  at: z.coerce.number(),
  name: z.string(),
  type: z.string(),
  touchpoint: z.string(),
  channel: Channel,
  person: z.string(),
  bot: z.coerce.boolean(),
  internal: z.coerce.boolean(),
})
export type OutcomeRow = z.infer<typeof Row>

/**
 * The stored event of a source under its place in the log or its sender's id; nothing while it is on its way. By the
 * sender's id only of the last 60 days: no index leads to it.
 */
export async function selectOutcome(
  clickhouse: ClickHouse,
  key: { workspaceId: string; sourceId: string; event: string; message: string; now: Date },
): Promise<OutcomeRow[]> {
  const range = { from: 0, to: 0, timeZone: 'UTC' }
  const scene = await openScene({ clickhouse, workspaceId: key.workspaceId, range })
  const { params } = scene
  return clickhouse.select({
    name: 'sources.selectOutcome',
    sql: `SELECT toString(e.event_id) AS id, toUnixTimestamp64Milli(e.time) AS at, e.name AS name, toString(e.type) AS type,
                 e.touchpoint AS touchpoint, e.channel AS channel, ${personOf(scene)} AS person,
                 isNotNull(e.context.bot) AS bot, isNotNull(e.context.internal) AS internal
          FROM ${eventsFrom(scene)}
          WHERE e.workspace_id = ${scene.workspace} AND e.source_id = ${params.add('UUID', key.sourceId)}
            AND ${key.event === '' ? `e.message_id = ${params.add('String', key.message)} AND e.time >= ${params.time(key.now.getTime() - 60 * 86_400_000)}` : `e.event_id = toUInt64OrZero(${params.add('String', key.event)})`}
          ORDER BY e.event_id LIMIT 10`,
    params: params.values,
    row: Row,
  })
}

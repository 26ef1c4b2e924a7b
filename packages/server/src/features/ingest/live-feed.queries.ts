import type { LiveInteraction } from '@teia/contracts'
import { Channel } from '@teia/contracts'
import { z } from 'zod'
import { eventsFrom, isInteraction, openScene, personOf } from '../../analytics/index.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import { anonymousName, noteOf } from './live-feed.ts'

const Row = z.object({
  id: z.string(),
  at: z.coerce.number(),
  person: z.string(),
  name: z.string(),
  touchpoint: z.string(),
  channel: Channel,
  raw: z.string(),
})
const Raw = z.object({
  userId: z.coerce.string().nullish(),
  anonymousId: z.coerce.string().nullish(),
  properties: z.record(z.string(), z.unknown()).nullish().catch(null),
})

/** The interactions that were stored last, oldest first. Looks back over the last two months of arrivals. */
export async function selectLatestInteractions(
  clickhouse: ClickHouse,
  key: { workspaceId: string; now: Date; limit: number },
): Promise<LiveInteraction[]> {
  const range = { from: key.now.getTime() - 60 * 86_400_000, to: key.now.getTime(), timeZone: 'UTC' }
  const scene = await openScene({ clickhouse, workspaceId: key.workspaceId, range })
  const rows = await clickhouse.select({
    name: 'ingest.selectLatestInteractions',
    sql: `SELECT toString(e.event_id) AS id, toUnixTimestamp64Milli(e.time) AS at, ${personOf(scene)} AS person, e.name AS name,
                 e.touchpoint AS touchpoint, e.channel AS channel, e.raw AS raw
          FROM ${eventsFrom(scene)}
          WHERE e.workspace_id = ${scene.workspace} AND e.time >= ${scene.params.time(range.from)} AND ${isInteraction}
          ORDER BY e.event_id DESC LIMIT ${scene.params.add('UInt32', key.limit)}`,
    params: scene.params.values,
    row: Row,
  })
  return rows.toReversed().map(describeRow)
}

function describeRow(row: z.infer<typeof Row>): LiveInteraction {
  const raw = Raw.catch({}).parse(JSON.parse(row.raw))
  return {
    id: row.id,
    time: new Date(row.at).toISOString(),
    personId: row.person,
    personName: raw.userId ?? anonymousName(raw.anonymousId),
    name: row.name,
    touchpoint: row.touchpoint,
    channel: row.channel,
    note: noteOf(raw.properties ?? {}),
  }
}

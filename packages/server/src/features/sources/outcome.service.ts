import type { ArrivedOutcome, ArrivedOutcomeQuery } from '@teia/contracts'
import type { z } from 'zod'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'
import { type OutcomeRow, selectOutcome } from './outcome.queries.ts'
import { getSource, type SourcesDeps } from './sources.service.ts'

/** Says what an event of the live view became: where it counts, and for whom. */
export async function findOutcome(
  deps: SourcesDeps & { clickhouse: ClickHouse },
  workspaceId: string,
  sourceId: string,
  asked: z.infer<typeof ArrivedOutcomeQuery>,
): Promise<ArrivedOutcome> {
  const source = await getSource(deps, workspaceId, sourceId)
  if (asked.event === undefined && asked.message === undefined) return { events: [] }
  const { event = '', message = '' } = asked
  const key = { workspaceId, sourceId: source.id, event, message, now: deps.now() }
  return { events: (await selectOutcome(deps.clickhouse, key)).map(describe) }
}

const describe = (row: OutcomeRow): ArrivedOutcome['events'][number] => ({
  id: row.id,
  time: new Date(row.at).toISOString(),
  name: row.name,
  type: row.type,
  touchpoint: row.touchpoint,
  channel: row.channel,
  personId: row.person,
  isBot: row.bot,
  isInternal: row.internal,
})

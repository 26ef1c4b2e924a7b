import { z } from 'zod'
import { orderAmount as amount, isOrder } from '../../analytics/index.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'

const Facts = z.object({
  interactions: z.coerce.number(),
  sessions: z.coerce.number(),
  orders: z.coerce.number(),
  total: z.coerce.number(),
  previous_total: z.coerce.number(),
  median_days: z.coerce.number().nullable(),
  days_since: z.coerce.number().nullable(),
  touchpoints: z
    .array(z.tuple([z.string(), z.string(), z.coerce.number()]))
    .transform((rows) =>
      rows.map(([touchpoint, channel, interactions]) => ({ touchpoint, channel, interactions })),
    ),
  scores: z
    .array(z.tuple([z.coerce.number(), z.string(), z.coerce.number()]))
    .transform((rows) => rows.map(([time_ms, metric, score]) => ({ time_ms, metric, score }))),
})

/**
 * What the events of a person's identities come to: interactions and sessions, orders of a year, the touchpoints most met
 * and the latest scores. One statement that reads the events once, because finding them costs more than all sums over them.
 */
export async function selectFacts(
  clickhouse: ClickHouse,
  workspaceId: string,
  identityIds: readonly string[],
  now: number,
  sessionTimeoutMs: number,
) {
  const [row] = await clickhouse.select({
    name: 'people.selectFacts',
    sql: `WITH fromUnixTimestamp64Milli({now:Int64}) AS at,
               toUnixTimestamp64Milli(time) AS ms,
               type IN ('track', 'page', 'screen') AS is_interaction,
               ${isOrder} AS is_order,
               toFloat64OrNull(toString(properties.score)) AS score,
               arraySort(groupArrayIf(ms, is_order)) AS order_times,
               arraySort(groupArrayIf((device_id, ms), is_interaction)) AS visits,
               sumMapIf(map(concat(toString(channel), '/', toString(touchpoint)), toUInt64(1)), is_interaction AND touchpoint != '') AS met
          SELECT countIf(is_interaction) AS interactions,
                 notEmpty(visits) + arrayCount((visit, last) -> visit.1 != last.1 OR visit.2 - last.2 >= {timeout:Int64},
                                               arrayPopFront(visits), arrayPopBack(visits)) AS sessions,
                 countIf(is_order AND time >= at - INTERVAL 365 DAY) AS orders,
                 sumIf(${amount}, is_order AND time >= at - INTERVAL 365 DAY) AS total,
                 sumIf(${amount}, is_order AND time < at - INTERVAL 365 DAY AND time >= at - INTERVAL 730 DAY) AS previous_total,
                 if(length(order_times) < 2, NULL, arrayReduce('medianExact', arrayPopFront(arrayDifference(order_times))) / 86400000) AS median_days,
                 if(empty(order_times), NULL, ({now:Int64} - order_times[-1]) / 86400000) AS days_since,
                 arraySlice(arraySort(one -> (-one.3, one.1), arrayMap((place, n) -> (substring(place, position(place, '/') + 1), substringIndex(place, '/', 1), n), mapKeys(met), mapValues(met))), 1, 50) AS touchpoints,
                 arraySlice(arraySort(groupArrayIf((ms, lower(toString(properties.metric)), assumeNotNull(score)), name = 'Survey Answered' AND score IS NOT NULL)), -200) AS scores
          FROM events WHERE workspace_id = {workspaceId:UUID} AND identity_id IN {identityIds:Array(UUID)}`,
    params: { workspaceId, identityIds: [...identityIds], now, timeout: sessionTimeoutMs },
    row: Facts,
  })
  return row
}

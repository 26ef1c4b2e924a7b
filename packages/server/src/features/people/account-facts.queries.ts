import { z } from 'zod'
import { isOrder, orderAmount } from '../../analytics/index.ts'
import type { ClickHouse } from '../../storage/clickhouse/clickhouse.client.ts'

const Facts = z.object({
  interactions: z.coerce.number(),
  previous_interactions: z.coerce.number(),
  people: z.coerce.number(),
  last_ms: z.coerce.number().nullable(),
  orders: z.coerce.number(),
  total: z.coerce.number(),
  previous_total: z.coerce.number(),
  /** Answers of a year by metric: how many, how many of them content, how many not. */
  answers: z.array(z.tuple([z.string(), z.coerce.number(), z.coerce.number(), z.coerce.number()])),
})

/**
 * What an answer says, by the scale of its metric: NPS from 0 to 10, satisfaction (CSAT) from 1 to 5, effort (CES) from 1,
 * hard, to 7, easy. Answers outside of the scale count for nothing.
 */
const scales = [
  { metric: 'nps', from: 0, to: 10, notContent: 6, content: 9 },
  { metric: 'csat', from: 1, to: 5, notContent: 2, content: 4 },
  { metric: 'ces', from: 1, to: 7, notContent: 3, content: 5 },
] as const
const answersOf = scales
  .map(({ metric, from, to, notContent, content }) => {
    const isOne = `is_answer AND metric = '${metric}' AND score BETWEEN ${from} AND ${to}`
    return `('${metric}', countIf(${isOne}), countIf(${isOne} AND score >= ${content}), countIf(${isOne} AND score <= ${notContent}))`
  })
  .join(', ')

/** What the people of an account have done: in the last 28 days and the 28 before, their orders and answers of a year. */
export async function selectAccountFacts(
  clickhouse: ClickHouse,
  workspaceId: string,
  identityIds: readonly string[],
  now: number,
) {
  const [row] = await clickhouse.select({
    name: 'people.selectAccountFacts',
    sql: `WITH fromUnixTimestamp64Milli({now:Int64}) AS at,
               type IN ('track', 'page', 'screen') AND time <= at AS is_interaction,
               ${isOrder} AND time <= at AS is_order,
               name = 'Survey Answered' AND time >= at - INTERVAL 365 DAY AND time <= at AS is_answer,
               lower(toString(properties.metric)) AS metric,
               toFloat64OrNull(toString(properties.score)) AS score
          SELECT countIf(is_interaction AND time >= at - INTERVAL 28 DAY) AS interactions,
                 countIf(is_interaction AND time < at - INTERVAL 28 DAY AND time >= at - INTERVAL 56 DAY) AS previous_interactions,
                 uniqExactIf(person_id, is_interaction AND time >= at - INTERVAL 28 DAY) AS people,
                 maxOrNullIf(toUnixTimestamp64Milli(time), is_interaction) AS last_ms,
                 countIf(is_order AND time >= at - INTERVAL 365 DAY) AS orders,
                 sumIf(${orderAmount}, is_order AND time >= at - INTERVAL 365 DAY) AS total,
                 sumIf(${orderAmount}, is_order AND time < at - INTERVAL 365 DAY AND time >= at - INTERVAL 730 DAY) AS previous_total,
                 [${answersOf}] AS answers
          FROM events WHERE workspace_id = {workspaceId:UUID} AND identity_id IN {identityIds:Array(UUID)}`,
    params: { workspaceId, identityIds: [...identityIds], now },
    row: Facts,
  })
  return row
}
export type AccountFacts = z.infer<typeof Facts>

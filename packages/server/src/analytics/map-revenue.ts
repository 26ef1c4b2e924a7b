import { z } from 'zod'
import type { Asking, Plan } from './ask.ts'
import { all, filterSql } from './filter-sql.ts'
import { eventsFrom, inRange, isInteraction, personOf, type Scene } from './fragments.ts'
import { type AskedMap, mapWalks, walksByLevel } from './map-walks.ts'
import { isOrder, orderAmount } from './order-sql.ts'

const Revenue = z.object({
  level: z.number(),
  place: z.number(),
  value: z.coerce.number(),
  people: z.coerce.number(),
})
export type Revenue = z.infer<typeof Revenue>

/** What everybody ordered within the range, as rows `(who, orders)` with `(at, amount)`; times as in the walks. */
export function ordersSql(map: Pick<AskedMap, 'filter'>, scene: Scene): string {
  const begun = scene.params.add('Int64', scene.range.from - 1)
  return `
        SELECT who, groupArray((at, amount)) AS orders
        FROM (
          SELECT ${personOf(scene)} AS who, toUnixTimestamp64Milli(e.time) - ${begun} AS at, ${orderAmount} AS amount
          FROM ${eventsFrom(scene)}
          WHERE ${all([inRange(scene), isInteraction, isOrder, filterSql(map.filter, scene)])}
        )
        GROUP BY who`
}

/** What people ordered from the first time that they were at a place. */
export function planRevenue(asking: Asking, map: AskedMap, scene: Scene): Plan<Revenue> {
  const sql = `
    SELECT level, place, sum(arraySum(one -> one.2, paid)) AS value, countIf(notEmpty(paid)) AS people
    FROM (
      SELECT level, place, arrayFilter(one -> one.1 >= times[indexOf(places, place)], orders) AS paid
      FROM (
        SELECT level, times, places, orders, arrayJoin(arrayDistinct(places)) AS place
        FROM (${walksByLevel(
          `
          SELECT who, times, steps, orders
          FROM (${mapWalks(asking, map, scene)}
          ) AS walks
          INNER JOIN (${ordersSql(map, scene)}
          ) AS bought USING (who)`,
          map.steps,
        )}
        )
      )
    )
    GROUP BY level, place`
  return { name: 'analytics.mapRevenue', sql, params: scene.params, row: Revenue }
}

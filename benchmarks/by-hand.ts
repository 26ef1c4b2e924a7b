import { attributionLimits } from '@teia/contracts'
import { type AttributionModel, attribute, PathTable } from '@teia/methods'
import { z } from 'zod'

const range = { from: '2026-05-05', to: '2026-10-31', timeZone: 'UTC' }
const span = `workspace_id = {workspace:UUID} AND time >= '2026-05-05' AND time < '2026-11-01' AND type IN ('track', 'page', 'screen')`

export const lastQuarter = { from: '2026-08-03', to: '2026-10-31', timeZone: 'UTC' }
const quarter = span.replace('2026-05-05', '2026-08-03')

/** The best statements we know how to write by hand for the same answers. */
export const byHand = {
  'trend, events by day': `SELECT toStartOfDay(time, 'UTC') AS day, count() FROM events WHERE ${span} GROUP BY day ORDER BY day`,
  'trend, people by day': `SELECT toStartOfDay(time, 'UTC') AS day, uniqExact(person_id) FROM events WHERE ${span} GROUP BY day WITH TOTALS ORDER BY day`,
  'trend, events by day and category': `SELECT toStartOfDay(time, 'UTC') AS day, toString(properties.category) AS category, count() FROM events WHERE ${span} GROUP BY day, category`,
  'paths, five steps, session': `
    SELECT place, source, target, count(), uniqExact(person_id) FROM (
      SELECT person_id, arrayJoin(arrayZip(arrayEnumerate(names), names, arrayPushBack(arrayPopFront(names), ''))) AS link, link.1 AS place, link.2 AS source, link.3 AS target FROM (
        SELECT person_id, arraySlice(arrayCompact(arrayMap(step -> step.3, arrayJoin(arraySplit((step, pause) -> pause >= 1800000, steps, arrayDifference(arrayMap(step -> step.1, steps)))))), 1, 5) AS names FROM (
          SELECT person_id, arraySort(groupArray((toUnixTimestamp64Milli(time), event_id, toString(if(touchpoint = '', name, touchpoint))))) AS steps
          FROM events WHERE ${span} GROUP BY person_id, device_id)))
    GROUP BY GROUPING SETS ((place, source, target), (place, source))`,
  'funnel, four steps, 90 days': `
    SELECT level, count() FROM (
      SELECT person_id, windowFunnel(604800000)(toUInt64(toUnixTimestamp64Milli(time)), name = 'Product Viewed', name = 'Product Added', name = 'Checkout Started', name = 'Order Completed') AS level
      FROM events WHERE ${quarter} AND name IN ('Product Viewed', 'Product Added', 'Checkout Started', 'Order Completed')
      GROUP BY person_id) WHERE level > 0 GROUP BY level ORDER BY level`,
  'retention, twelve weeks, 90 days': `
    SELECT cohort, weeks, count() FROM (
      SELECT person_id, toMonday(min(time)) AS cohort, arrayJoin(arrayDistinct(arrayMap(at -> intDiv(at - toUnixTimestamp64Milli(min(time)), 604800000), groupArray(toUnixTimestamp64Milli(time))))) AS weeks
      FROM events WHERE ${quarter} AND name = 'Product Viewed' GROUP BY person_id)
    GROUP BY cohort, weeks ORDER BY cohort, weeks`,
  'process graph, persons, 90 days': `
    SELECT source, target, count(), uniqExact(person_id), avg(gap), quantilesExact(0.5, 0.9)(gap) FROM (
      SELECT person_id, if(touchpoint = '', name, touchpoint) AS source, leadInFrame(toString(if(touchpoint = '', name, touchpoint))) OVER walk AS target,
             toUnixTimestamp64Milli(leadInFrame(time) OVER walk) - toUnixTimestamp64Milli(time) AS gap
      FROM events WHERE ${quarter}
      WINDOW walk AS (PARTITION BY person_id ORDER BY time, event_id ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING))
    WHERE target != '' GROUP BY source, target`,
  'attribution, seven models, 90 days': `
    SELECT arrayMap(touch -> touch.3, touches) AS channels, countIf(done) AS conversions, countIf(NOT done) AS nulls, sumForEachIf(weights, done) AS decay
    FROM (
      SELECT done, touches, arrayMap(touch -> exp2((touch.1 - touches[-1].1) / 604800000), touches) AS raw, arrayMap(one -> one / arraySum(raw), raw) AS weights
      FROM (
        SELECT part[-1].2 = 1 AS done, if(done, part[-1].1, toUnixTimestamp64Milli(toDateTime64('2026-11-01', 3, 'UTC'))) AS ends,
               arrayFilter(touch -> touch.2 = 0 AND touch.1 >= ends - 2592000000, part) AS met,
               arraySlice(arrayFilter((touch, next) -> touch.3 != next.3, met, arrayPopFront(arrayPushBack(met, (0, 0, '')))), -50) AS touches
        FROM (
          SELECT arrayJoin(arrayReverseSplit(touch -> touch.2, touched)) AS part
          FROM (
            SELECT person_id, arraySort(groupArrayArray(arrayFilter((touch, pause, place) -> touch.2 = 1 OR place = 1 OR pause >= 1800000, run, arrayDifference(arrayMap(touch -> touch.1, run)), arrayEnumerate(run)))) AS touched
            FROM (
              SELECT person_id, arraySort(groupArray((toUnixTimestamp64Milli(time), toUInt8(name = 'Order Completed'), if(entry = '', 'Direct', toString(entry))))) AS run
              FROM events WHERE ${span.replace('2026-05-05', '2026-07-04')} GROUP BY person_id, device_id)
            GROUP BY person_id)))
      WHERE if(done, ends >= toUnixTimestamp64Milli(toDateTime64('2026-08-03', 3, 'UTC')), notEmpty(touches)))
    GROUP BY channels`,
} as const
export type ByHand = keyof typeof byHand

const Path = z.object({
  channels: z.array(z.string()),
  conversions: z.coerce.number(),
  nulls: z.coerce.number(),
  decay: z.array(z.number()),
})
/** What has to be done with the rows of a statement where the store does not do all of it. */
export const finishes: { [name in ByHand]?: (rows: readonly unknown[]) => void } = {
  'attribution, seven models, 90 days': (rows) => {
    const paths = new PathTable()
    for (const row of rows) {
      const { channels, conversions, nulls, decay } = Path.parse(row)
      paths.add({
        ...{ channels, conversions, nulls, value: 0, valueSquares: 0 },
        decay: { conversions: decay, value: decay.map(() => 0) },
      })
    }
    const models: AttributionModel[] = [
      ...(['first', 'last', 'linear', 'timeDecay', 'position', 'shapley'] as const).map((kind) => ({ kind })),
      { kind: 'markov', order: 1 },
    ]
    const run = attribute(paths, models, { seed: 1, draws: attributionLimits.draws })
    while (!run.next().done);
  },
}

export const asked: Record<ByHand, [kind: string, question: object]> = {
  'trend, events by day': ['trend', { measure: 'events', interval: 'day', range }],
  'trend, people by day': ['trend', { measure: 'people', interval: 'day', range }],
  'trend, events by day and category': [
    'trend',
    { measure: 'events', interval: 'day', breakdown: ['category'], range },
  ],
  'paths, five steps, session': ['paths', { depth: 5, scope: 'session', range }],
  'funnel, four steps, 90 days': [
    'funnel',
    {
      range: lastQuarter,
      window: { value: 7, unit: 'day' },
      steps: ['Product Viewed', 'Product Added', 'Checkout Started', 'Order Completed'].map((event) => ({
        event,
      })),
    },
  ],
  'retention, twelve weeks, 90 days': [
    'retention',
    {
      range: lastQuarter,
      first: { event: 'Product Viewed' },
      returning: { event: 'Product Viewed' },
      period: 'week',
      periods: 12,
    },
  ],
  'process graph, persons, 90 days': ['process', { range: lastQuarter, scope: 'person' }],
  'attribution, seven models, 90 days': [
    'attribution',
    { outcome: { event: 'Order Completed' }, range: lastQuarter },
  ],
}

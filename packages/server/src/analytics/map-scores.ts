import type { PlaceNumbers } from '@teia/contracts'
import { balanceOfAnswers, meanOfBounded, wilson } from '@teia/methods'
import { z } from 'zod'
import type { Asking, Plan } from './ask.ts'
import { all, filterSql, numberSql } from './filter-sql.ts'
import { eventsFrom, inRange, isInteraction, personOf, type Scene } from './fragments.ts'
import { type AskedMap, mapWalks, patienceMs, walksByLevel } from './map-walks.ts'

const Said = z.object({
  level: z.number(),
  place: z.number(),
  nps: z.coerce.number(),
  promoters: z.coerce.number(),
  detractors: z.coerce.number(),
  csat: z.coerce.number(),
  satisfied: z.coerce.number(),
  ces: z.coerce.number(),
  ease: z.coerce.number(),
  ease_deviation: z.coerce.number(),
  felt: z.coerce.number(),
  mean_feeling: z.coerce.number(),
  feeling_deviation: z.coerce.number(),
})
export type Said = z.infer<typeof Said>

const scores = ['nps', 'csat', 'ces'] as const
const text = (name: string) => `toString(e.properties.${name})`

/**
 * An answer on the scale from −2 to +2, by its metric: NPS from 0 to 10, satisfaction from 1 to 5, effort from 1 (hard) to 7
 * (easy), stars from 1 to 5; a sentiment from −1 to 1 without any. Null: it says nothing, or off its scale.
 */
const feelingSql = `multiIf(
                     metric = 'nps' AND score BETWEEN 0 AND 10, score * 0.4 - 2,
                     metric = 'csat' AND score BETWEEN 1 AND 5, score - 3,
                     metric = 'ces' AND score BETWEEN 1 AND 7, (score - 4) * 2 / 3,
                     stars BETWEEN 1 AND 5, stars - 3,
                     sentiment BETWEEN -1 AND 1, sentiment * 2,
                     NULL)`

/** What everybody said within the range, as rows `(who, said)` with `(at, metric, score, feeling)`; times as in the walks. */
export function voicesSql(map: Pick<AskedMap, 'filter'>, scene: Scene): string {
  const begun = scene.params.add('Int64', scene.range.from - 1)
  return `
        SELECT who, groupArray((at, metric, score, assumeNotNull(feeling))) AS said
        FROM (
          SELECT who, at, metric, assumeNotNull(ifNull(score, -1)) AS score, ${feelingSql} AS feeling
          FROM (
            SELECT ${personOf(scene)} AS who, toUnixTimestamp64Milli(e.time) - ${begun} AS at, lower(${text('metric')}) AS metric,
                   ${numberSql(text('score'))} AS score, ${numberSql(text('rating'))} AS stars, ${numberSql(text('sentiment'))} AS sentiment
            FROM ${eventsFrom(scene)}
            WHERE ${all([
              inRange(scene),
              isInteraction,
              `e.name IN ('Survey Answered', 'Product Reviewed', 'Feedback Received')`,
              filterSql(map.filter, scene),
            ])}
          )
          WHERE feeling IS NOT NULL
        )
        GROUP BY who`
}

/** What people said while they were at a place: since they were there last, and not longer than the patience of the map. */
export function planScores(asking: Asking, map: AskedMap, scene: Scene): Plan<Said> {
  const patience = scene.params.add('Int64', patienceMs(map))
  const of = (metric: string, more = '') => `countIf(metric = '${metric}' AND score >= 0${more})`
  const sql = `
    SELECT level, place, ${of('nps')} AS nps, ${of('nps', ' AND score >= 9')} AS promoters, ${of('nps', ' AND score <= 6')} AS detractors,
           ${of('csat')} AS csat, ${of('csat', ' AND score >= 4')} AS satisfied,
           ${of('ces')} AS ces, ifNotFinite(avgIf(score, metric = 'ces' AND score >= 0), 0) AS ease,
           ifNotFinite(stddevSampIf(score, metric = 'ces' AND score >= 0), 0) AS ease_deviation,
           count() AS felt, avg(feeling) AS mean_feeling, ifNotFinite(stddevSamp(feeling), 0) AS feeling_deviation
    FROM (
      SELECT level, arrayLast((p, t) -> t <= one.1, places, times) AS place, arrayLast(t -> t <= one.1, times) AS since,
             one.1 AS at, one.2 AS metric, one.3 AS score, one.4 AS feeling
      FROM (
        SELECT level, times, places, arrayJoin(said) AS one
        FROM (${walksByLevel(
          `
          SELECT who, times, steps, said
          FROM (${mapWalks(asking, map, scene)}
          ) AS walks
          INNER JOIN (${voicesSql(map, scene)}
          ) AS voices USING (who)`,
          map.steps,
        )}
        )
      )
    )
    WHERE place > 0 AND at - since <= ${patience}
    GROUP BY level, place`
  return { name: 'analytics.mapScores', sql, params: scene.params, row: Said }
}

/** The metric with the most answers; of as many, NPS before CSAT before CES. */
export function scoreOf(said: Said | undefined): PlaceNumbers['score'] {
  if (!said) return null
  const [metric] = scores.toSorted((x, y) => said[y] - said[x])
  const n = metric === undefined ? 0 : said[metric]
  if (metric === undefined || n === 0) return null
  const { estimate, low, high } = {
    nps: () => balanceOfAnswers(said.promoters, said.detractors, n),
    csat: () => wilson(said.satisfied, n),
    ces: () => meanOfBounded({ n, mean: said.ease, deviation: said.ease_deviation }, [1, 7]),
  }[metric]()
  return { metric, value: estimate, low, high, n }
}

export function feelingOf(said: Said | undefined): PlaceNumbers['feeling'] {
  if (!said || said.felt === 0) return null
  const { estimate, low, high, n } = meanOfBounded(
    { n: said.felt, mean: said.mean_feeling, deviation: said.feeling_deviation },
    [-2, 2],
  )
  return { value: estimate, low, high, n }
}

import type {
  StickinessAnswer,
  StickinessPeopleQuestion,
  StickinessPeriod,
  StickinessQuestion,
} from '@teia/contracts'
import { meanOfCounts, wilson } from '@teia/methods'
import { z } from 'zod'
import {
  type AskingNow,
  askPeriods,
  isActive,
  isWhole,
  type OpenedPeriods,
  openPeriods,
} from './active-periods.ts'
import { openScene, type Plan, sceneOf } from './ask.ts'
import { type CalendarPeriod, periodNumberSql } from './calendar-periods.ts'
import { eventsFrom, inRange, personOf, type Scene } from './fragments.ts'
import { type PeoplePage, peoplePage } from './people-page.ts'
import { bucketsOf } from './time-range.ts'

const Row = z.object({ number: z.coerce.number(), days: z.coerce.number(), people: z.coerce.number() })
type Row = z.infer<typeof Row>

/** Counts on how many days of each period people are active. Throws `invalid_range`. */
export function askStickiness(asking: AskingNow, question: StickinessQuestion): Promise<StickinessAnswer> {
  return askPeriods(asking, question, {
    plan: (opened, scene) => planStickiness(opened, question, scene),
    shape: shapePeriod,
  })
}

function shapePeriod(period: CalendarPeriod, rows: readonly Row[], asking: AskingNow): StickinessPeriod {
  const own = { from: period.start, to: period.end, timeZone: asking.range.timeZone }
  const days = bucketsOf(own, 'day').length
  const counts = Array.from({ length: days }, (_, at) => rows.find((row) => row.days === at + 1)?.people ?? 0)
  const mean = meanOfCounts(counts, days)
  return {
    start: new Date(period.start).toISOString(),
    isWhole: isWhole(period, asking),
    days,
    people: mean.n,
    byDays: counts.map((people) => {
      const { estimate, low, high } = wilson(people, mean.n)
      return { people, share: estimate, low, high }
    }),
    ratio:
      mean.n === 0 ? null : { estimate: mean.estimate / days, low: mean.low / days, high: mean.high / days },
  }
}

/** Everybody in each period, as rows `(who, number, days, at)`: active on so many days, and when last. */
function daysSql({ periods, asking }: OpenedPeriods, question: StickinessQuestion, scene: Scene): string {
  const zone = scene.params.text(scene.range.timeZone)
  const range = { ...asking.range, from: periods[0]?.start ?? asking.range.from }
  return `
        SELECT ${personOf(scene)} AS who, toInt64(${periodNumberSql(question.period, scene)}) AS number,
               uniqExact(toDate32(e.time, ${zone})) AS days, toUnixTimestamp64Milli(max(e.time)) AS at
        FROM ${eventsFrom(scene)}
        WHERE ${inRange(scene, range)} AND ${isActive(question, scene, asking.touchpoints)}
        GROUP BY who, number`
}

function planStickiness(opened: OpenedPeriods, question: StickinessQuestion, scene: Scene): Plan<Row> {
  const sql = `
    SELECT number, days, count() AS people
    FROM (${daysSql(opened, question, scene)}
    )
    GROUP BY number, days`
  return { name: 'analytics.stickiness', sql, params: scene.params, row: Row }
}

/** One page of the people active on so many days of a period, latest first. Throws `invalid_cursor`. */
export async function askStickinessPeople(
  asking: AskingNow,
  question: StickinessPeopleQuestion,
): Promise<PeoplePage> {
  const { stickiness, start, days } = question
  const { hasOverrides } = await openScene(asking)
  const opened = openPeriods(asking, stickiness.period)
  const scene = sceneOf(opened.asking, hasOverrides)
  const number = opened.periods.find((one) => one.start === Date.parse(start))?.number
  const onDays = days === undefined ? '' : ` AND days = ${scene.params.add('UInt32', days)}`
  // No period has this number.
  const none = -(1 << 20)
  const rows = `
      SELECT who AS person, at FROM (${daysSql(opened, stickiness, scene)}
      )
      WHERE number = ${scene.params.add('Int64', number ?? none)}${onDays}`
  return peoplePage(asking, 'analytics.stickinessPeople', rows, scene, question)
}

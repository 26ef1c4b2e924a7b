import { type Dice, type Lottery, openLottery } from './random.ts'
import { DAY, HOUR, offsetAt } from './time.ts'
import type { Place, Promotion } from './world-parts.ts'
import type { World } from './world-schema.ts'

/** When people are active: by month, weekday, promotion and local hour. */
export type Rhythm = {
  /** Activity of the local day that holds this time, from 0 to 1, where 1 is the busiest day of the window. */
  dayLevel(at: number, place: Place): number
  /** A time within the local day that holds `at`, drawn from the curve of hours. */
  timeOfDay(at: number, place: Place, dice: Dice): number
  promotionAt(at: number): Promotion | undefined
}

/** Prepares the rhythm of a window; promotions are dated back from its end. */
export function openRhythm(world: World, start: number, days: number): Rhythm {
  const { hours, weekdays, months, promotions } = world.rhythm
  const until = start + days * DAY
  const hour: Lottery<number> = openLottery(hours.map((weight, at) => [at, weight]))
  const dated = promotions.map((promotion) => {
    const from = until - promotion.startDaysBefore * DAY
    return { promotion, from, to: from + promotion.days * DAY }
  })
  const promotionAt = (at: number) => dated.find((d) => at >= d.from && at < d.to)?.promotion
  const busiest =
    Math.max(...weekdays) *
    Math.max(...months) *
    Math.max(1, ...promotions.map((promotion) => promotion.visits))

  return {
    promotionAt,
    dayLevel(at, place) {
      const local = new Date(at + offsetAt(world, place.timeZone, at))
      const weekday = weekdays[(local.getUTCDay() + 6) % 7] ?? 1
      const month = months[local.getUTCMonth()] ?? 1
      return (weekday * month * (promotionAt(at)?.visits ?? 1)) / busiest
    },
    timeOfDay(at, place, dice) {
      const offset = offsetAt(world, place.timeZone, at)
      const midnight = Math.floor((at + offset) / DAY) * DAY - offset
      return midnight + hour.draw(dice) * HOUR + dice.unit() * HOUR
    },
  }
}

import type { AttributedChannel, AttributionAnswer } from '@teia/contracts'
import { DateTime } from 'luxon'
import type { TimeRange } from '../../analytics/index.ts'
import type { SpentOnChannels } from '../spend/index.ts'

/** The first and the last local day that a range touches, and how many there are. */
export function daysOfRange({ from, to, timeZone }: TimeRange): { from: string; to: string; days: number } {
  const [first, last] = [from, to - 1].map((ms) => DateTime.fromMillis(ms, { zone: timeZone }))
  const day = (at: DateTime | undefined) => at?.toISODate() ?? ''
  const count = DateTime.fromISO(day(last)).diff(DateTime.fromISO(day(first)), 'days').days
  return { from: day(first), to: day(last), days: Math.round(count) + 1 }
}

type Numbers = Omit<AttributedChannel, 'cost' | 'return'>

/** What a conversion cost and what came back; where the interval of conversions reaches zero, the cost has no upper end. */
export function withCost(one: Numbers, spend: number | undefined, hasValue: boolean): AttributedChannel {
  if (spend === undefined) return { ...one, cost: null, return: null }
  const { conversions, conversionsLow, conversionsHigh, value, valueLow, valueHigh } = one
  const by = (n: number | null) => (n === null || n <= 0 ? null : spend / n)
  const back = (n: number | null) => (n === null ? null : n / spend)
  return {
    ...one,
    cost:
      conversions > 0
        ? { estimate: spend / conversions, low: by(conversionsHigh), high: by(conversionsLow) }
        : null,
    return:
      hasValue && spend > 0 ? { estimate: value / spend, low: back(valueLow), high: back(valueHigh) } : null,
  }
}

/** What is told of the spend as a whole. */
export function toldSpend(
  spent: SpentOnChannels | null,
  { currency, days, met }: { currency: string; days: number; met: ReadonlySet<string> },
): AttributionAnswer['spend'] {
  if (!spent) return null
  const { total, daysKnown, otherCurrencies, channels } = spent
  return {
    ...{ total, currency, days, daysKnown, otherCurrencies },
    unmet: [...channels].flatMap(([channel, { spend }]) => (met.has(channel) ? [] : [{ channel, spend }])),
  }
}

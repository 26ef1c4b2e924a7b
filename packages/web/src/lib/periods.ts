import { Channel, Filter, type Range } from '@teia/contracts'
import { z } from 'zod'

export const presets = ['7d', '28d', '90d', 'month', 'custom'] as const
export type Preset = (typeof presets)[number]

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** The part of the address that every question page shares. What cannot be read falls back, never breaks the page. */
export const QuestionSearch = z.object({
  period: z.enum(presets).optional().catch(undefined),
  from: Day.optional().catch(undefined),
  to: Day.optional().catch(undefined),
  compare: z.enum(['none', 'previous']).optional().catch(undefined),
  filter: Filter.optional().catch(undefined),
  channel: Channel.optional().catch(undefined),
})
export type QuestionSearch = z.infer<typeof QuestionSearch>

/** Today as `yyyy-mm-dd` in a time zone. */
export function todayIn(timeZone: string, now = new Date()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now)
}

/** Moves a day by whole days. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T12:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** Days from the first to the last, both counted. */
export function daysBetween(from: string, to: string): number {
  const ms = Date.parse(`${to}T12:00:00Z`) - Date.parse(`${from}T12:00:00Z`)
  return Math.round(ms / 86_400_000) + 1
}

export type Days = { from: string; to: string }

/** First and last day of the chosen period; presets end today. */
export function daysOf(search: Pick<QuestionSearch, 'period' | 'from' | 'to'>, today: string): Days {
  const { period = '28d', from, to } = search
  if (period === 'custom' && from && to) return from <= to ? { from, to } : { from: to, to: from }
  if (period === 'month') return { from: `${today.slice(0, 7)}-01`, to: today }
  const length = period === '7d' ? 7 : period === '90d' ? 90 : 28
  return { from: addDays(today, 1 - length), to: today }
}

/** As many days, directly before. */
export function previousDays(days: Days): Days {
  const length = daysBetween(days.from, days.to)
  return { from: addDays(days.from, -length), to: addDays(days.from, -1) }
}

/** The range of a question, whole days of the workspace. */
export function rangeOf(search: QuestionSearch, timeZone: string, now = new Date()): Range {
  return { ...daysOf(search, todayIn(timeZone, now)), timeZone }
}

/** The filter of a question: the rule and the channel pick together; undefined when nothing is set. */
export function filterOf(search: Pick<QuestionSearch, 'filter' | 'channel'>): Filter | undefined {
  const { filter, channel } = search
  if (!channel) return filter
  const leaf: Filter = { channel, operator: 'equals' }
  if (!filter) return leaf
  return 'and' in filter ? { and: [...filter.and, leaf] } : { and: [filter, leaf] }
}

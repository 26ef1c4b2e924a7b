import type { TrendSeries } from '@teia/contracts'
import { benjaminiHochberg, differenceP, newcombe, wilson } from '../../lib/intervals.ts'

/** One value of a breakdown. Shares are of all people of the touchpoint; somebody can have more than one value over time. */
export type BreakdownRow = {
  /** Null: the small values together. */
  value: string | null
  people: number
  before: number
  /** Null where the value is not among those counted apart. */
  interactions: number | null
  share: number
  low: number
  high: number
  /** Change of the share against the period before, with its 95 % interval; p is adjusted over all rows. */
  change: number
  changeLow: number
  changeHigh: number
  pAdjusted: number
}

type Answer = { series: readonly TrendSeries[]; previous: readonly TrendSeries[] | null }
const other = '…other'
const keyOf = (series: TrendSeries) => series.key[0] ?? ''
const totals = (series: readonly TrendSeries[] | null) =>
  new Map((series ?? []).map((one) => [keyOf(one), one.total]))

/** The values of a breakdown by people, of `all` people now and in the period before. */
export function breakdownRows(
  people: Answer,
  interactions: Answer,
  all: { now: number; before: number },
): BreakdownRow[] {
  const before = totals(people.previous)
  const volume = totals(interactions.series)
  const rows = people.series.map((one) => {
    const key = keyOf(one)
    const now = { k: one.total, n: all.now }
    const then = { k: before.get(key) ?? 0, n: all.before }
    const change = newcombe(now, then)
    const interval = wilson(now.k, now.n)
    return {
      value: key === other ? null : key,
      people: now.k,
      before: then.k,
      interactions: key === other ? null : (volume.get(key) ?? null),
      share: now.n > 0 ? now.k / now.n : 0,
      ...interval,
      change: now.n > 0 && then.n > 0 ? now.k / now.n - then.k / then.n : 0,
      changeLow: change.low,
      changeHigh: change.high,
      p: differenceP(now, then),
    }
  })
  const adjusted = benjaminiHochberg(rows.map((row) => row.p))
  return rows.map(({ p: _p, ...row }, at) => ({ ...row, pAdjusted: adjusted[at] ?? 1 }))
}

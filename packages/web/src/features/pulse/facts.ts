import type { Leaf, PulseAnswer, PulseRow } from '@teia/contracts'

/** Below this adjusted p a change is told as a change. */
export const CERTAIN = 0.05

/** Rows whose change is beyond chance, the largest first. */
export function changedRows(rows: readonly PulseRow[], most = 3): PulseRow[] {
  return rows
    .filter((row) => row.pAdjusted < CERTAIN)
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .slice(0, most)
}

/** The one change that the head of the page tells; undefined when nothing changed beyond chance. */
export function largestChange(answer: PulseAnswer): PulseRow | undefined {
  return changedRows(answer.byTouchpoint, 1)[0]
}

/** Relative change; null when there was nothing before. */
export function relative({ value, previous }: { value: number; previous: number }): number | null {
  return previous === 0 ? null : value / previous - 1
}

/**
 * Whether two counts differ beyond chance (95 %), each a Poisson count. Things that come in bunches vary more: `bunch`
 * is how many one person brings.
 */
export function countsApart({ value, previous }: { value: number; previous: number }, bunch = 1): boolean {
  return Math.abs(value - previous) > 1.96 * Math.sqrt((value + previous) * Math.max(1, bunch))
}

/** Bounds for whiskers of a column, symmetric around zero so that all rows share one scale. */
export function changeScale(rows: readonly PulseRow[]): number {
  const widest = Math.max(
    0.01,
    ...rows.map((row) => Math.max(Math.abs(row.changeLow), Math.abs(row.changeHigh))),
  )
  return Math.min(1, Math.ceil(widest * 50) / 50)
}

/** One touchpoint can be met in two channels, so a row is told apart by both. */
export const rowKey = (row: Pick<PulseRow, 'name' | 'channel'>) => `${row.name} · ${row.channel}`

/** The conditions that make up a row. */
export function leavesOfRow(row: Pick<PulseRow, 'name' | 'channel'>, by: 'touchpoint' | 'channel'): Leaf[] {
  const channel: Leaf = { channel: row.channel, operator: 'equals' }
  return by === 'channel' ? [channel] : [{ touchpoint: row.name, operator: 'equals' }, channel]
}

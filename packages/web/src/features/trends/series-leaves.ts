import type { Leaf, TrendSeries } from '@teia/contracts'

/** The conditions that a series stands for; null for the rest that was folded together. */
export function leavesOf(series: Pick<TrendSeries, 'key'>, breakdown: readonly string[]): Leaf[] | null {
  const leaves: Leaf[] = []
  for (const [index, by] of breakdown.entries()) {
    const value = series.key[index]
    if (value === undefined || value === '…other') return null
    if (by === 'event') leaves.push({ event: value, operator: 'equals' })
    else if (by === 'touchpoint') leaves.push({ touchpoint: value, operator: 'equals' })
    else if (by === 'channel')
      leaves.push({ channel: value as Extract<Leaf, { channel: unknown }>['channel'], operator: 'equals' })
    else if (by.startsWith('trait:')) leaves.push({ trait: by.slice(6), operator: 'equals', value })
    else leaves.push({ property: by.replace(/^property:/, ''), operator: 'equals', value })
  }
  return leaves
}

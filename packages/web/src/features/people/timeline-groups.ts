import type { TimelineItem } from '@teia/contracts'
import { scoreOf, verbatimOf } from './person-facts.ts'

/** Fewer repeats than this are shown as they are. */
const fewest = 3

/** One item, or several in a row that are the same thing at the same place. Newest first, as the items. */
export type TimelineGroup = { key: string; items: [TimelineItem, ...TimelineItem[]] }

/**
 * Puts items that repeat in a row together: same name, touchpoint and channel. What carries words or a score of the
 * person always stands alone.
 */
export function groupRepeats(items: readonly TimelineItem[]): TimelineGroup[] {
  const runs: TimelineGroup[] = []
  for (const item of items) {
    const run = runs.at(-1)
    if (run && canRepeat(item) && canRepeat(run.items[0]) && isSame(run.items[0], item)) run.items.push(item)
    else runs.push({ key: item.id, items: [item] })
  }
  return runs.flatMap((run): TimelineGroup[] =>
    run.items.length >= fewest ? [run] : run.items.map((item) => ({ key: item.id, items: [item] })),
  )
}

const canRepeat = (item: TimelineItem) => verbatimOf(item) === null && scoreOf(item) === null
const isSame = (x: TimelineItem, y: TimelineItem) =>
  x.name === y.name && x.touchpoint === y.touchpoint && x.channel === y.channel

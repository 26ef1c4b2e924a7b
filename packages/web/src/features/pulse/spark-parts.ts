import type { PulseAnswer } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'

/** First and last instant of one of the equal parts that a spark divides the period into. */
export function partOf(range: PulseAnswer['range'], index: number, parts: number): { from: Date; to: Date } {
  const [start, end] = [Date.parse(range.from), Date.parse(range.to)]
  const width = (end - start) / parts
  return { from: new Date(start + index * width), to: new Date(start + (index + 1) * width - 1) }
}

const DAY_MS = 86_400_000

/** When a part of a spark was: its days, or its hours when it is shorter than a day. */
export function useSparkTip(range: PulseAnswer['range']) {
  const { format } = useText()
  return (values: readonly number[]) => (index: number) => {
    const { from, to } = partOf(range, index, values.length)
    const [first, last] = [format.dayShort(from), format.dayShort(to)]
    const days = first === last ? first : `${first} – ${last}`
    const hours = `${format.moment(from)} – ${format.clock(new Date(to.getTime() + 1))}`
    return {
      when: to.getTime() - from.getTime() + 1 < DAY_MS ? hours : days,
      value: format.whole(values[index] ?? 0),
    }
  }
}

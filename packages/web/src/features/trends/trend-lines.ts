import type { TrendAnswer, TrendSeries } from '@teia/contracts'
import type { Line } from '../../ui/line-option.ts'

/** How a page names series: the whole, the rest, the period before, and a part of a key by its place. */
export type Names = {
  whole: string
  rest: string
  before: (name: string) => string
  part?: (part: string, index: number) => string
}

/** Keys of one series as one name; a whole that is not broken down has none. */
export function seriesName(series: Pick<TrendSeries, 'key'>, names: Omit<Names, 'before'>): string {
  if (series.key.length === 0) return names.whole
  const write = (part: string, index: number) => {
    if (part === '…other') return names.rest
    return part === '' ? '–' : (names.part?.(part, index) ?? part)
  }
  return series.key.map(write).join(' · ')
}

/** All times of the answer, in order; a series without a point there has a gap. */
export function timesOf(answer: Pick<TrendAnswer, 'series'>): string[] {
  return [...new Set(answer.series.flatMap((series) => series.points.map((point) => point.time)))].sort()
}

/** Lines of the period, and of the period before laid under them by place. */
export function linesOf(answer: TrendAnswer, names: Names): { times: string[]; lines: Line[] } {
  const times = timesOf(answer)
  const now = answer.series.map((series): Line => {
    const values = new Map(series.points.map((point) => [point.time, point.value]))
    return {
      name: seriesName(series, names),
      values: times.map((time) => values.get(time) ?? 0),
    }
  })
  const before = (answer.previous ?? []).flatMap((series): Line[] => {
    const name = seriesName(series, names)
    if (!now.some((line) => line.name === name)) return []
    return [
      {
        name: names.before(name),
        of: name,
        before: true,
        values: times.map((_, index) => series.points[index]?.value ?? null),
      },
    ]
  })
  // Many lines at once hide each other: the period before is drawn for three at most.
  return { times, lines: [...now, ...(now.length <= 3 ? before : [])] }
}

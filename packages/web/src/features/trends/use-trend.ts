import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { TrendAnswer, type TrendQuestion } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { filterOf, rangeOf } from '../../lib/periods.ts'
import type { TrendsSearch } from './trends-search.ts'

function questionOf(search: TrendsSearch, timeZone: string): Partial<TrendQuestion> {
  const filter = filterOf(search)
  return {
    range: rangeOf(search, timeZone),
    measure: search.measure ?? 'events',
    interval: search.interval ?? 'day',
    compare: search.compare ?? 'previous',
    limit: 10,
    ...(search.event ? { event: search.event } : {}),
    ...(search.breakdown ? { breakdown: search.breakdown } : {}),
    ...(filter ? { filter } : {}),
  }
}

/** Asks what the address of Trends asks. */
export function useTrend(search: TrendsSearch) {
  const { format } = useText()
  const question = questionOf(search, format.timeZone)
  const queryKey = ['questions', 'trend', question]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(TrendAnswer, '/questions/trend', question, signal),
    placeholderData: keepPreviousData,
  })
  return { query, queryKey }
}

/** How the time of a point is written: with its hour, as a day, or as a month. */
export function useTimeText(interval: TrendsSearch['interval']) {
  const { format } = useText()
  return (time: string) =>
    interval === 'hour'
      ? format.moment(time)
      : interval === 'month'
        ? format.monthYear(time)
        : format.dayShort(time)
}

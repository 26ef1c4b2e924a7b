import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { StickinessAnswer, type StickinessQuestion } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { filterOf, rangeOf } from '../../lib/periods.ts'
import type { StickinessSearch } from './stickiness-search.ts'

/** What is open: a period, and on how many of its days; 0 is everybody. */
export type StickinessMark = { start: string; days: number }

function questionOf(search: StickinessSearch, timeZone: string): StickinessQuestion {
  const filter = filterOf(search)
  return {
    range: rangeOf(search, timeZone),
    period: search.by ?? 'week',
    compare: search.compare ?? 'previous',
    ...(search.activity ? { activity: search.activity } : {}),
    ...(filter ? { filter } : {}),
  }
}

export function useStickiness(search: StickinessSearch) {
  const { format } = useText()
  const question = questionOf(search, format.timeZone)
  const queryKey = ['questions', 'stickiness', question]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(StickinessAnswer, '/questions/stickiness', question, signal),
    placeholderData: keepPreviousData,
  })
  return { query, queryKey, question }
}

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { StickinessAnswer, StickinessPeopleAnswer, type StickinessQuestion } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { LARGEST_PAGE } from '../../lib/all-ids.ts'
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

const bodyOf = (stickiness: StickinessQuestion, { start, days }: StickinessMark, limit: number) => ({
  stickiness,
  start,
  limit,
  ...(days > 0 && { days }),
})

/** A page of the people active on so many days. */
export const readStickinessPeople = (
  stickiness: StickinessQuestion,
  mark: StickinessMark,
  cursor: string | null,
  signal: AbortSignal,
) =>
  ask(
    StickinessPeopleAnswer,
    '/questions/stickiness-people',
    { ...bodyOf(stickiness, mark, LARGEST_PAGE), ...(cursor !== null && { cursor }) },
    signal,
  )

/** The people active on so many days. */
export function useStickinessPeople(stickiness: StickinessQuestion, mark: StickinessMark, limit: number) {
  const body = bodyOf(stickiness, mark, limit)
  const queryKey = ['questions', 'stickiness-people', body]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(StickinessPeopleAnswer, '/questions/stickiness-people', body, signal),
    placeholderData: keepPreviousData,
  })
  return { query, queryKey }
}

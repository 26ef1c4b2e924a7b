import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { LifecycleAnswer, LifecyclePeopleAnswer, type LifecycleQuestion } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { LARGEST_PAGE } from '../../lib/all-ids.ts'
import { ask } from '../../lib/api.ts'
import { filterOf, rangeOf } from '../../lib/periods.ts'
import type { LifecycleMark, LifecycleSearch } from './lifecycle-search.ts'

function questionOf(search: LifecycleSearch, timeZone: string): LifecycleQuestion {
  const filter = filterOf(search)
  return {
    range: rangeOf(search, timeZone),
    period: search.by ?? 'week',
    compare: search.compare ?? 'previous',
    ...(search.activity ? { activity: search.activity } : {}),
    ...(filter ? { filter } : {}),
  }
}

export function useLifecycle(search: LifecycleSearch) {
  const { format } = useText()
  const question = questionOf(search, format.timeZone)
  const queryKey = ['questions', 'lifecycle', question]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(LifecycleAnswer, '/questions/lifecycle', question, signal),
    placeholderData: keepPreviousData,
  })
  return { query, queryKey, question }
}

/** A page of the people behind a mark. */
export const readLifecyclePeople = (
  lifecycle: LifecycleQuestion,
  mark: LifecycleMark,
  cursor: string | null,
  signal: AbortSignal,
) =>
  ask(
    LifecyclePeopleAnswer,
    '/questions/lifecycle-people',
    { lifecycle, ...mark, limit: LARGEST_PAGE, ...(cursor !== null && { cursor }) },
    signal,
  )

/** The people behind a mark. */
export function useLifecyclePeople(lifecycle: LifecycleQuestion, mark: LifecycleMark, limit: number) {
  const body = { lifecycle, ...mark, limit }
  const queryKey = ['questions', 'lifecycle-people', body]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(LifecyclePeopleAnswer, '/questions/lifecycle-people', body, signal),
    placeholderData: keepPreviousData,
  })
  return { query, queryKey }
}

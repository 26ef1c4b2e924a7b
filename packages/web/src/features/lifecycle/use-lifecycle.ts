import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { LifecycleAnswer, type LifecycleQuestion } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { filterOf, rangeOf } from '../../lib/periods.ts'
import type { LifecycleSearch } from './lifecycle-search.ts'

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

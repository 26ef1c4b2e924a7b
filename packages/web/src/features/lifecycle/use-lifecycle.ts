import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { LifecycleAnswer, type LifecycleQuestion } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { activityQuestion } from './activity-question.ts'
import type { LifecycleSearch } from './lifecycle-search.ts'

export function useLifecycle(search: LifecycleSearch) {
  const { format } = useText()
  const question: LifecycleQuestion = activityQuestion(search, format.timeZone)
  const queryKey = ['questions', 'lifecycle', question]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(LifecycleAnswer, '/questions/lifecycle', question, signal),
    placeholderData: keepPreviousData,
  })
  return { query, queryKey, question }
}

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { StickinessAnswer, type StickinessQuestion } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { activityQuestion } from '../lifecycle/activity-question.ts'
import type { StickinessSearch } from './stickiness-search.ts'

/** What is open: a period, and on how many of its days; 0 is everybody. */
export type StickinessMark = { start: string; days: number }

export function useStickiness(search: StickinessSearch) {
  const { format } = useText()
  const question: StickinessQuestion = activityQuestion(search, format.timeZone)
  const queryKey = ['questions', 'stickiness', question]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(StickinessAnswer, '/questions/stickiness', question, signal),
    placeholderData: keepPreviousData,
  })
  return { query, queryKey, question }
}

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  otherStep,
  ProcessAnswer,
  type ProcessQuestion,
  ProcessReplayAnswer,
  ProcessVariantsAnswer,
} from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { filterOf, rangeOf } from '../../lib/periods.ts'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import type { ProcessSearch } from './process-search.ts'

/** The question that an address asks. */
export function questionOf(search: ProcessSearch, timeZone: string): ProcessQuestion {
  const filter = filterOf(search)
  return {
    range: rangeOf(search, timeZone),
    compare: search.compare ?? 'previous',
    by: search.by ?? 'touchpoint',
    scope: search.scope ?? 'session',
    limit: 40,
    ...(filter ? { filter } : {}),
  }
}

export function useProcess(search: ProcessSearch) {
  const { format } = useText()
  const question = questionOf(search, format.timeZone)
  const queryKey = ['questions', 'process', question]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(ProcessAnswer, '/questions/process', question, signal),
    placeholderData: keepPreviousData,
  })
  return { query, queryKey, question }
}

export function useVariants(process: ProcessQuestion) {
  const body = { process, limit: 100, steps: 12 }
  const queryKey = ['questions', 'process-variants', body]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(ProcessVariantsAnswer, '/questions/process-variants', body, signal),
    placeholderData: keepPreviousData,
  })
  return { query, queryKey }
}

export function useReplay(process: ProcessQuestion, slices: number, enabled: boolean) {
  const body = { process, slices }
  return useQuery({
    queryKey: ['questions', 'process-replay', body],
    queryFn: ({ signal }) => ask(ProcessReplayAnswer, '/questions/process-replay', body, signal),
    enabled,
  })
}

/** What to call a step. */
export function useStepName(by: ProcessQuestion['by']) {
  const { t, maybe } = useText()
  const touchpointName = useTouchpointName()
  return (id: string) => {
    if (id === otherStep) return t('process.other')
    if (by === 'channel') return maybe(`channels.${id}`, id)
    return by === 'touchpoint' ? touchpointName(id) : id
  }
}

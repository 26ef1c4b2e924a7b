import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type Catalogue, type EitherPlace, RetentionAnswer, type RetentionQuestion } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { catalogueQuery } from '../../lib/catalogue.ts'
import { filterOf, rangeOf } from '../../lib/periods.ts'
import type { Cell, RetentionSearch } from './retention-search.ts'

/** Buying again, where orders are sent; else what is done most often. */
function usualPlace(catalogue: Catalogue | undefined): EitherPlace | undefined {
  const events = catalogue?.events ?? []
  const known = events.find(({ name }) => name === 'Order Completed') ?? events[0]
  return known && { event: known.name }
}

const usualPeriods = { day: 14, week: 12, month: 6 } as const

/** What an address asks, with what is usual where it says nothing; null while there is nothing to ask about. */
function questionOf(
  search: RetentionSearch,
  catalogue: Catalogue | undefined,
  timeZone: string,
): RetentionQuestion | null {
  const usual = usualPlace(catalogue)
  const first = search.first ?? usual
  const returning = search.returning ?? first
  if (!first || !returning) return null
  const filter = filterOf(search)
  const period = search.by ?? 'week'
  return {
    range: rangeOf(search, timeZone),
    first,
    returning,
    period,
    periods: search.periods ?? usualPeriods[period],
    entry: search.entry ?? 'first',
    clock: search.clock ?? 'own',
    count: search.count ?? 'in',
    limit: 5,
    compare: search.compare ?? 'previous',
    ...(search.breakdown ? { breakdown: search.breakdown } : {}),
    ...(filter ? { filter } : {}),
  }
}

export function useRetention(search: RetentionSearch) {
  const { format } = useText()
  const { data: catalogue } = useQuery(catalogueQuery)
  const question = questionOf(search, catalogue, format.timeZone)
  const queryKey = ['questions', 'retention', question]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(RetentionAnswer, '/questions/retention', question, signal),
    enabled: question !== null,
    placeholderData: keepPreviousData,
  })
  return { query, queryKey, question, isKnown: catalogue !== undefined }
}

/** What is asked for the people behind a cell. */
export const peopleQuestion = (retention: RetentionQuestion, { cohort, at, part }: Cell) => ({
  retention,
  part,
  ...(cohort === undefined ? {} : { cohort }),
  ...(at === undefined ? {} : { period: at }),
})

/** What a cohort is called: its day, the day its week begins, or its month. */
export function useCohortName(period: RetentionQuestion['period']) {
  const { format } = useText()
  return (start: string) => (period === 'month' ? format.monthYear(start) : format.dayShort(start))
}

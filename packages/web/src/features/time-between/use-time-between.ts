import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  type Catalogue,
  type TimeBetween,
  TimeBetweenAnswer,
  type TimeBetweenQuestion,
} from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { catalogueQuery } from '../../lib/catalogue.ts'
import { filterOf, rangeOf } from '../../lib/periods.ts'
import type { TimeBetweenMark, TimeBetweenSearch } from './time-between-search.ts'

/** From a product to an order, where both are sent; else what is done most often, and what next to that. */
function usualPlaces(catalogue: Catalogue | undefined) {
  const names = (catalogue?.events ?? []).map((event) => event.name)
  const first = names.find((name) => name === 'Product Added') ?? names[0]
  const next = names.find((name) => name === 'Order Completed') ?? names[1] ?? names[0]
  return { first: first && { event: first }, next: next && { event: next } }
}

function questionOf(
  search: TimeBetweenSearch,
  catalogue: Catalogue | undefined,
  timeZone: string,
): TimeBetweenQuestion | null {
  const usual = usualPlaces(catalogue)
  const first = search.first ?? usual.first
  const next = search.next ?? usual.next
  if (!first || !next) return null
  const filter = filterOf(search)
  return {
    range: rangeOf(search, timeZone),
    first,
    next,
    count: search.count ?? 'first',
    limit: 8,
    ...(search.breakdown ? { breakdown: search.breakdown } : {}),
    ...(filter ? { filter } : {}),
  }
}

export function useTimeBetween(search: TimeBetweenSearch) {
  const { format } = useText()
  const { data: catalogue } = useQuery(catalogueQuery)
  const question = questionOf(search, catalogue, format.timeZone)
  const queryKey = ['questions', 'time-between', question]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(TimeBetweenAnswer, '/questions/time-between', question, signal),
    enabled: question !== null,
    placeholderData: keepPreviousData,
  })
  return { query, queryKey, question, isKnown: catalogue !== undefined }
}

/** The seconds that a bar stands for; the last one holds its end, too. */
export function edgesOf(seconds: NonNullable<TimeBetween['seconds']>, bin: number) {
  const width = seconds.upTo / seconds.bins.length
  const isLast = bin === seconds.bins.length - 1
  return { atLeast: bin * width, lessThan: isLast ? seconds.upTo + 0.001 : (bin + 1) * width }
}

/** What is asked of the people behind a mark; null while a bar is not known. */
export function peopleQuestion(
  between: TimeBetweenQuestion,
  answer: TimeBetweenAnswer,
  { part, bin, series }: TimeBetweenMark,
) {
  const edges = bin === undefined || !answer.seconds ? {} : edgesOf(answer.seconds, bin)
  return { between, part, ...edges, ...(series !== undefined && { series }) }
}

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { AttributionAnswer, type AttributionQuestion, type Catalogue, type Filter } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { askLong } from '../../lib/asked.ts'
import { catalogueQuery } from '../../lib/catalogue.ts'
import { rangeOf } from '../../lib/periods.ts'
import { type AttributionSearch, usualModels } from './attribution-search.ts'

export const USUAL_DAYS = 30

/** What a page asks: only what it leaves to the server is left out. */
export type AskedAttribution = Pick<
  AttributionQuestion,
  'range' | 'filter' | 'outcome' | 'channel' | 'per' | 'lookbackDays' | 'models'
>

const usualOutcome = (catalogue: Catalogue | undefined) => {
  const names = (catalogue?.events ?? []).map(({ name }) => name)
  return names.find((name) => name === 'Order Completed') ?? names[0]
}

/** Properties of an event that may say what it is worth. */
export const worthsOf = (catalogue: Catalogue | undefined, event: string): string[] =>
  (catalogue?.properties ?? [])
    .filter(({ events, type }) => type === 'number' && events.includes(event))
    .map(({ name }) => name)

/** As in all of the product: an order is worth its total, else its revenue, else its value. */
const usualWorth = (catalogue: Catalogue | undefined, event: string) => {
  const known = worthsOf(catalogue, event)
  return ['total', 'revenue', 'value'].find((name) => known.includes(name))
}

const both = (one: Filter | undefined, other: Filter | undefined): Filter | undefined =>
  one && other ? { and: [one, other] } : (one ?? other)

/** The question of an address; null while nothing can be the outcome. Who is asked about is asked of touches and outcomes. */
export function questionOf(
  search: AttributionSearch,
  catalogue: Catalogue | undefined,
  timeZone: string,
): AskedAttribution | null {
  const event = search.outcome?.event ?? usualOutcome(catalogue)
  if (event === undefined) return null
  const touches = both(search.filter, search.touches)
  const conversions = both(search.filter, search.outcome?.filter)
  const worth = search.worth ?? usualWorth(catalogue, event)
  return {
    range: rangeOf(search, timeZone),
    outcome: {
      event,
      ...(conversions && { filter: conversions }),
      ...(worth && { valueProperty: worth }),
    },
    ...(touches && { filter: touches }),
    channel: search.by ?? 'entry',
    per: search.per ?? 'person',
    lookbackDays: search.days ?? USUAL_DAYS,
    models: [...(search.models ?? usualModels)],
  }
}

export function useAttribution(search: AttributionSearch) {
  const { format } = useText()
  const { data: catalogue } = useQuery(catalogueQuery)
  const question = catalogue ? questionOf(search, catalogue, format.timeZone) : null
  const queryKey = ['questions', 'attribution', question]
  const query = useQuery({
    queryKey,
    queryFn: (context) => askLong(AttributionAnswer, '/questions/attribution', question, context),
    enabled: question !== null,
    placeholderData: keepPreviousData,
  })
  return { query, queryKey, question, isKnown: catalogue !== undefined }
}

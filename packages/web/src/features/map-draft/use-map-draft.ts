import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type Catalogue, MapDraftAnswer, type MapDraftQuestion } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { catalogueQuery } from '../../lib/catalogue.ts'
import { rangeOf } from '../../lib/periods.ts'
import type { MapDraftSearch } from './map-draft-search.ts'

/** In percent. */
export const USUAL_SHARE = 10

/** An order, where one is sent; else what is done most often. */
function usualOutcome(catalogue: Catalogue | undefined) {
  const names = (catalogue?.events ?? []).map((event) => event.name)
  const event = names.find((name) => name === 'Order Completed') ?? names[0]
  return event === undefined ? undefined : { event }
}

function questionOf(
  search: MapDraftSearch,
  catalogue: Catalogue | undefined,
  timeZone: string,
): MapDraftQuestion | null {
  const outcome = search.outcome ?? usualOutcome(catalogue)
  if (!outcome) return null
  return {
    range: rangeOf(search, timeZone),
    outcome,
    side: search.side ?? 'before',
    minShare: (search.share ?? USUAL_SHARE) / 100,
    ...(search.segment !== undefined && { segmentId: search.segment }),
  }
}

export function useMapDraft(search: MapDraftSearch) {
  const { format } = useText()
  const { data: catalogue } = useQuery(catalogueQuery)
  const question = questionOf(search, catalogue, format.timeZone)
  const queryKey = ['questions', 'map-draft', question]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(MapDraftAnswer, '/questions/map-draft', question, signal),
    enabled: question !== null,
    placeholderData: keepPreviousData,
  })
  return { query, queryKey, question, isKnown: catalogue !== undefined }
}

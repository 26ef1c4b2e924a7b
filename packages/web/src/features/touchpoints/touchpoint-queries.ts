import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import {
  CatalogueEntry,
  type Matcher,
  Overlaps,
  TouchpointFigures,
  TouchpointVersions,
  TriedMatcher,
  UnmatchedEvents,
} from '@teia/contracts'
import { ask, get } from '../../lib/api.ts'

const at = (id: string) => `/touchpoints/${encodeURIComponent(id)}`

export const entryQuery = (id: string) =>
  queryOptions({
    queryKey: ['touchpoints', id],
    queryFn: ({ signal }) => get(CatalogueEntry, at(id), { signal }),
  })
export const figuresQuery = (id: string) =>
  queryOptions({
    queryKey: ['touchpoints', id, 'figures'],
    queryFn: ({ signal }) => get(TouchpointFigures, `${at(id)}/figures`, { signal }),
  })
export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['touchpoints', id, 'versions'],
    queryFn: ({ signal }) => get(TouchpointVersions, `${at(id)}/versions`, { signal }),
  })
export const unmatchedQuery = queryOptions({
  queryKey: ['touchpoints', 'unmatched'],
  queryFn: ({ signal }) => get(UnmatchedEvents, '/touchpoints/unmatched', { signal }),
})
export const overlapsQuery = queryOptions({
  queryKey: ['touchpoints', 'overlaps'],
  queryFn: ({ signal }) => get(Overlaps, '/touchpoints/overlaps', { signal }),
})
/** What a matcher fits, looked at again and again: new events show while it is being edited. */
export const tryQuery = (id: string | undefined, matcher: Matcher) =>
  queryOptions({
    queryKey: ['try-matcher', id, matcher],
    queryFn: ({ signal }) => ask(TriedMatcher, '/touchpoints/try', { ...(id && { id }), matcher }, signal),
    refetchInterval: 5_000,
    staleTime: 0,
    placeholderData: keepPreviousData,
  })

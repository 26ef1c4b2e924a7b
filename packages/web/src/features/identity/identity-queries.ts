import { queryOptions } from '@tanstack/react-query'
import {
  ComputedTraitList,
  DuplicatePage,
  IdentityReviewPage,
  IdentityRules,
  SharedIdentifiers,
} from '@teia/contracts'
import { get } from '../../lib/api.ts'

const whileRunning = (work: { state: string } | undefined) => (work?.state === 'running' ? 1_000 : false)

export const reviewsQuery = queryOptions({
  queryKey: ['identity', 'reviews'],
  queryFn: ({ signal }) => get(IdentityReviewPage, '/identity/reviews', { signal, query: { limit: 100 } }),
})
/** Likely duplicates; asked for again while a search runs. */
export const duplicatesQuery = queryOptions({
  queryKey: ['identity', 'duplicates'],
  queryFn: ({ signal }) => get(DuplicatePage, '/identity/duplicates', { signal, query: { limit: 100 } }),
  refetchInterval: (query) => whileRunning(query.state.data?.work),
})
export const sharedQuery = queryOptions({
  queryKey: ['identity', 'shared'],
  queryFn: ({ signal }) => get(SharedIdentifiers, '/identity/shared', { signal }),
})
export const rulesQuery = queryOptions({
  queryKey: ['identity', 'rules'],
  queryFn: ({ signal }) => get(IdentityRules, '/identity/rules', { signal }),
  refetchInterval: (query) => whileRunning(query.state.data?.reading) || whileRunning(query.state.data?.work),
})
export const computedQuery = queryOptions({
  queryKey: ['computed-traits'],
  queryFn: ({ signal }) => get(ComputedTraitList, '/computed-traits', { signal }),
  refetchInterval: (query) =>
    query.state.data?.items.some((one) => one.countedAt === null) ? 2_000 : (false as const),
})

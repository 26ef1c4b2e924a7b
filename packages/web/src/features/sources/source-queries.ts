import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import {
  ArrivedEvents,
  ArrivedOutcome,
  InferredPlan,
  KeptEventPage,
  PlanStates,
  type RefusalReason,
  SourcePage,
  SourceTraffic,
  TrackingPlan,
  Webhook,
} from '@teia/contracts'
import { ask, get } from '../../lib/api.ts'

const at = (id: string) => `/sources/${encodeURIComponent(id)}`

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => get(SourcePage, '/sources', { signal }),
  staleTime: 10_000,
})
export const recentQuery = (id: string) =>
  queryOptions({
    queryKey: ['sources', id, 'recent'],
    queryFn: ({ signal }) => get(ArrivedEvents, `${at(id)}/recent`, { signal }),
    staleTime: 0,
  })
export const trafficQuery = (id: string, by: 'hour' | 'day') =>
  queryOptions({
    queryKey: ['sources', id, 'traffic', by],
    queryFn: ({ signal }) => get(SourceTraffic, `${at(id)}/traffic`, { signal, query: { by } }),
    refetchInterval: 10_000,
    placeholderData: (before) => before,
  })
/** What became of an arrived event; asked again until it is stored. */
export const outcomeQuery = (id: string, key: { event?: string; message?: string }) =>
  queryOptions({
    queryKey: ['sources', id, 'outcome', key],
    queryFn: ({ signal }) => get(ArrivedOutcome, `${at(id)}/outcome`, { signal, query: key }),
    refetchInterval: (query) =>
      query.state.data?.events.length === 0 && query.state.dataUpdateCount < 20 ? 1_000 : false,
  })
export const keptQuery = (id: string, kind: 'kept_aside' | 'refused', reason: RefusalReason | undefined) =>
  infiniteQueryOptions({
    queryKey: ['sources', id, 'kept', kind, reason ?? ''],
    queryFn: ({ signal, pageParam }) =>
      get(KeptEventPage, `${at(id)}/dead-letters`, {
        signal,
        query: { kind, reason, limit: 50, cursor: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 5_000,
  })
export const planStatesQuery = (id: string) =>
  queryOptions({
    queryKey: ['sources', id, 'plan', 'states'],
    queryFn: ({ signal }) => get(PlanStates, `${at(id)}/plan/states`, { signal }),
  })
/** Every version of one event, newest first. */
export const planVersionsQuery = (id: string, event: string) =>
  queryOptions({
    queryKey: ['sources', id, 'plan', 'versions', event],
    queryFn: ({ signal }) => get(TrackingPlan, `${at(id)}/plan/versions`, { signal, query: { event } }),
  })
export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: ['sources', id, 'webhook'],
    queryFn: ({ signal }) => get(Webhook, `${at(id)}/webhook`, { signal }),
    staleTime: 30_000,
  })
/** Schemas read off what has arrived. */
export const inferredQuery = (id: string) =>
  queryOptions({
    queryKey: ['sources', id, 'inferred'],
    queryFn: ({ signal }) => ask(InferredPlan, `${at(id)}/plan/infer`, {}, signal),
    staleTime: 0,
  })

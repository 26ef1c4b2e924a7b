import { queryOptions } from '@tanstack/react-query'
import { ArrivedEvents, SourcePage, SourceTraffic } from '@teia/contracts'
import { get } from '../../lib/api.ts'

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => get(SourcePage, '/sources', { signal }),
  staleTime: 10_000,
})
export const recentQuery = (id: string) =>
  queryOptions({
    queryKey: ['sources', id, 'recent'],
    queryFn: ({ signal }) => get(ArrivedEvents, `/sources/${encodeURIComponent(id)}/recent`, { signal }),
    staleTime: 0,
  })
export const trafficQuery = (id: string) =>
  queryOptions({
    queryKey: ['sources', id, 'traffic'],
    queryFn: ({ signal }) => get(SourceTraffic, `/sources/${encodeURIComponent(id)}/traffic`, { signal }),
    refetchInterval: 10_000,
  })

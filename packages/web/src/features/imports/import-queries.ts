import { queryOptions } from '@tanstack/react-query'
import { Import, ImportPage, ImportPreview, SavedMappingPage } from '@teia/contracts'
import { get } from '../../lib/api.ts'

const isBusy = (one: Import) => one.state === 'running' || one.state === 'uploading'

/** Imports, newest first; asked for again while one of them is under way. */
export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal }) => get(ImportPage, '/imports', { signal, query: { limit: 200 } }),
  staleTime: 2_000,
  refetchInterval: (query) => (query.state.data?.items.some(isBusy) ? 1_000 : false),
})
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => get(Import, `/imports/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: (query) => (query.state.data && isBusy(query.state.data) ? 1_000 : false),
  })
export const previewQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id, 'preview'],
    queryFn: ({ signal }) => get(ImportPreview, `/imports/${encodeURIComponent(id)}/preview`, { signal }),
    staleTime: 60_000,
  })
export const savedMappingsQuery = queryOptions({
  queryKey: ['import-mappings'],
  queryFn: ({ signal }) => get(SavedMappingPage, '/import-mappings', { signal, query: { limit: 200 } }),
})

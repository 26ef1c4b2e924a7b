import { queryOptions } from '@tanstack/react-query'
import { Catalogue, CatalogueValues, TouchpointList } from '@teia/contracts'
import { get } from './api.ts'

/** Names that can be asked about in this workspace. */
export const catalogueQuery = queryOptions({
  queryKey: ['catalogue'],
  queryFn: ({ signal }) => get(Catalogue, '/catalogue', { signal }),
  staleTime: 300_000,
})

/** Every touchpoint with its reach in the last 28 days. */
export const touchpointsQuery = queryOptions({
  queryKey: ['touchpoints'],
  queryFn: ({ signal }) => get(TouchpointList, '/touchpoints', { signal }),
})

/** The values a property or trait takes, most frequent first. */
export const valuesQuery = (leaf: 'property' | 'trait', name: string, search: string) =>
  queryOptions({
    queryKey: ['catalogue', 'values', leaf, name, search],
    queryFn: ({ signal }) =>
      get(CatalogueValues, '/catalogue/values', { query: { leaf, name, search }, signal }),
    enabled: name !== '',
    staleTime: 300_000,
  })

import { queryOptions } from '@tanstack/react-query'
import { MapList } from '@teia/contracts'
import { get } from './api.ts'

/** Every map of the workspace, without its drawing. */
export const mapsQuery = queryOptions({
  queryKey: ['maps'],
  queryFn: ({ signal }) => get(MapList, '/maps', { signal }),
})

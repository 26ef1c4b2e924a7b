import { queryOptions } from '@tanstack/react-query'
import { JourneyMap, MapList } from '@teia/contracts'
import { get } from './api.ts'

/** Every map of the workspace, without its drawing. */
export const mapsQuery = queryOptions({
  queryKey: ['maps'],
  queryFn: ({ signal }) => get(MapList, '/maps', { signal }),
})

export const mapPath = (id: string) => `/maps/${encodeURIComponent(id)}`

/** One map with its drawings. */
export const mapQuery = (id: string) =>
  queryOptions({
    queryKey: ['maps', id],
    queryFn: ({ signal }) => get(JourneyMap, mapPath(id), { signal }),
  })

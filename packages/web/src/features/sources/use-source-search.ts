import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { SourceSearch } from './sources-search.ts'

const route = getRouteApi('/shell/sources/$sourceId')

/** What the address says about the view of a source, and how to change a part of it. */
export function useSourceSearch() {
  const search = route.useSearch()
  const { sourceId } = route.useParams()
  const navigate = useNavigate()
  const set = (change: Partial<Record<keyof SourceSearch, string | undefined>>) =>
    void navigate({
      to: '/sources/$sourceId',
      params: { sourceId },
      search: { ...search, ...change } as SourceSearch,
      replace: true,
      resetScroll: false,
    })
  return { search, set, sourceId }
}

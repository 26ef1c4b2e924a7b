import '../maps/maps.css'
import './conformance.css'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { mapQuery } from '../../lib/maps.ts'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { ConformanceView } from './conformance-view.tsx'

const route = getRouteApi('/shell/maps/$mapId/conformance')

/** How well people's walks fit a map, and where they do not. */
export function ConformancePage() {
  const { mapId } = route.useParams()
  const search = route.useSearch()
  const { data, error, refetch } = useQuery(mapQuery(mapId))
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={16} />
  return <ConformanceView key={mapId} map={data} search={search} />
}

import { mapQuery } from '../../lib/maps.ts'
import './maps.css'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { MapView } from './map-view.tsx'

const route = getRouteApi('/shell/maps/$mapId')

/** A journey map as it is drawn, with what people really do at each of its steps. */
export function MapPage() {
  const { mapId } = route.useParams()
  const search = route.useSearch()
  const { data, error, refetch } = useQuery(mapQuery(mapId))
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={16} />
  return <MapView key={`${mapId} ${search.edit ?? false}`} map={data} search={search} />
}

import { queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { getFile } from '../../lib/api.ts'
import { mapPath } from '../../lib/maps.ts'

/** The bytes of an image, which never change. */
export const imageQuery = (mapId: string, id: string) =>
  queryOptions({
    queryKey: ['maps', mapId, 'images', id],
    queryFn: () => getFile(`${mapPath(mapId)}/images/${encodeURIComponent(id)}`),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** An image of a map. It is read as a call is, so that it is that of the chosen workspace. */
export function MapImageView({ mapId, id, alt }: { mapId: string; id: string; alt: string }) {
  const { data } = useQuery(imageQuery(mapId, id))
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!data) return
    const made = URL.createObjectURL(data)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [data])
  return url === null ? <div className="image-bone" /> : <img src={url} alt={alt} draggable={false} />
}

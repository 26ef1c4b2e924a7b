import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { getFile } from '../../lib/api.ts'
import { mapPath } from '../../lib/maps.ts'

/** An image of a map. It is read as a call is, so that it is that of the chosen workspace. */
export function MapImageView({ mapId, id, alt }: { mapId: string; id: string; alt: string }) {
  const { data } = useQuery({
    queryKey: ['maps', mapId, 'images', id],
    queryFn: () => getFile(`${mapPath(mapId)}/images/${encodeURIComponent(id)}`),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!data) return
    const made = URL.createObjectURL(data)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [data])
  return url === null ? <div className="image-bone" /> : <img src={url} alt={alt} draggable={false} />
}

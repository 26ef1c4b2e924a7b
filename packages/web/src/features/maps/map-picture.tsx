import { useQueryClient } from '@tanstack/react-query'
import { type MapDocument, MapImage, type MapState, mapLimits } from '@teia/contracts'
import { useMemo, useRef } from 'react'
import { useText } from '../../i18n/text.tsx'
import { postFile } from '../../lib/api.ts'
import { fitImage } from '../../lib/fit-image.ts'
import { mapPath } from '../../lib/maps.ts'
import { useToast } from '../../ui/toast.tsx'
import type { MapCommand } from './map-commands.ts'
import { columnsOf, drawingOf, type MapColumn, type MapFacts } from './map-facts.ts'
import { MapFrame } from './map-frame.tsx'
import { MapGrid } from './map-grid.tsx'
import { type MapTools, MapToolsProvider } from './map-tools.ts'

type Props = {
  mapId: string
  document: MapDocument
  state: MapState
  hidden: readonly string[]
  /** Where the columns are not those of the drawing alone. */
  columns?: readonly MapColumn[] | undefined
  facts: MapFacts | null
  isWaiting: boolean
  selected: string | undefined
  zoom: number | undefined
  run: ((command: MapCommand) => void) | null
  onSelect: (step: string) => void
}

/** Ways to change a drawing that stay the same while it changes. */
function useTools({ mapId, state, run, onSelect }: Props): MapTools {
  const { words } = useText()
  const say = useToast()
  const client = useQueryClient()
  const fresh = useRef<string | null>(null)
  return useMemo(
    () => ({
      mapId,
      state,
      run,
      select: onSelect,
      isFresh: (id) => {
        if (fresh.current !== id) return false
        // Asked while drawing, which may happen twice: forgotten only afterwards.
        setTimeout(() => {
          if (fresh.current === id) fresh.current = null
        })
        return true
      },
      makeFresh: (id) => {
        fresh.current = id
      },
      upload: async (file) => {
        try {
          const small = await fitImage(file, mapLimits.imageBytes)
          const image = await postFile(MapImage, `${mapPath(mapId)}/images`, small)
          void client.invalidateQueries({ queryKey: ['maps', mapId, 'images'] })
          return image.id
        } catch (fault) {
          say(words(fault), 'bad')
          return null
        }
      },
    }),
    [mapId, state, run, onSelect, say, words, client],
  )
}

/** One drawing of a map, at its size, in its box. */
export function MapPicture(props: Props) {
  const { document, state, hidden, facts, isWaiting, selected, zoom } = props
  const tools = useTools(props)
  const box = useRef<HTMLDivElement>(null)
  const grid = useRef<HTMLDivElement>(null)
  const drawing = drawingOf(document, state)
  const columns = useMemo(() => props.columns ?? columnsOf(drawing), [props.columns, drawing])
  const lanes = useMemo(
    () => document.lanes.filter((lane) => !hidden.includes(lane.id)),
    [document.lanes, hidden],
  )
  return (
    <MapToolsProvider value={tools}>
      <MapFrame boxRef={box} columns={columns.length} zoom={zoom}>
        {(size) => (
          <MapGrid
            gridRef={grid}
            name={document.name}
            drawing={drawing}
            columns={columns}
            lanes={lanes}
            order={document.lanes}
            facts={facts}
            isWaiting={isWaiting}
            selected={selected}
            zoom={size}
          />
        )}
      </MapFrame>
    </MapToolsProvider>
  )
}
